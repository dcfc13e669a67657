package io.integrationhost.cli.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the archive of classes of a host that runs: sees that this start did not die of it,
 * takes away one that is damaged, and makes one for the next start where none fits. On a thread of
 * its own, which waits most of the time and ends when that is done.
 */
public final class ArchiveUpkeep implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ArchiveUpkeep.class);

  /** Until then what a damaged archive does would have been seen. */
  private static final Duration PROOF = Duration.ofSeconds(10);

  /** Devices come back first. */
  private static final Duration DELAY = Duration.ofSeconds(20);

  private final Path home;
  private final ClassArchive archive;
  private final Duration proof;
  private final Duration delay;
  private final Clock clock;
  private final ArchiveRun run;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "class-archive");

  ArchiveUpkeep(
      Path home,
      ClassArchive archive,
      Class<?> rehearsal,
      Duration proof,
      Duration delay,
      Clock clock) {
    this.home = home;
    this.archive = archive;
    this.proof = proof;
    this.delay = delay;
    this.clock = clock;
    this.run = new ArchiveRun(home, archive, rehearsal, clock);
    thread.setDaemon(true);
  }

  /**
   * Begins, if the start script looks for an archive.
   *
   * @param home of the program
   * @param data the data directory, which this process owns
   * @param rehearsal with the main method of the short run that makes an archive
   * @return to be closed; empty when there is nothing to look after
   */
  public static Optional<ArchiveUpkeep> start(Path home, Path data, Class<?> rehearsal) {
    Optional<ClassArchive> looked = ClassArchive.ofStart();
    ClassArchive ours = ClassArchive.in(data);
    if (looked.isEmpty()) {
      return Optional.empty();
    }
    if (!looked.get().file().toAbsolutePath().normalize().equals(ours.file().toAbsolutePath())) {
      log.info(
          "the next start will not be quicker than this one: the start script looks for the archive"
              + " of classes at {}, and the data directory is {}; write data-directory as a line of"
              + " its own in the settings file itself, without ${...}",
          looked.get().file(),
          data);
      return Optional.empty();
    }
    ArchiveUpkeep upkeep =
        new ArchiveUpkeep(home, ours, rehearsal, PROOF, DELAY, Clock.systemUTC());
    upkeep.thread.start();
    return Optional.of(upkeep);
  }

  void start() {
    thread.start();
  }

  private void work() {
    try {
      if (closing.await(proof.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      StartMark.removeAll(archive.folder());
      Fingerprint fingerprint = Fingerprint.now(home);
      if (archive.isOf(fingerprint) && isWhole()) {
        return;
      }
      if (!archive.failedOf(fingerprint, clock.instant())
          && !closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
        make();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      log.info("the archive of classes {} cannot be looked after: {}", archive.file(), text(e));
    }
  }

  private static String text(Throwable problem) {
    return problem.toString();
  }

  private boolean isWhole() throws IOException {
    if (archive.isWhole()) {
      return true;
    }
    archive.remove();
    log.warn(
        "the archive of classes {} was damaged and is made anew; this start may have used it, so if"
            + " anything is strange, restart the host, and look at the disk",
        archive.file());
    return false;
  }

  private void make() throws InterruptedException {
    long start = System.nanoTime();
    Optional<String> problem = run.make();
    if (closing.getCount() == 0) {
      return;
    }
    if (problem.isPresent()) {
      log.info(
          "the next start will not be quicker than this one, as no archive of classes could be made:"
              + " {}; 'integration-host class-archive' tries it again",
          problem.get());
    } else if (Files.exists(archive.file())) {
      log.info(
          "archive of classes made for a quicker start in {} s: {}",
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
          archive.file());
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    closing.countDown();
    run.close();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
