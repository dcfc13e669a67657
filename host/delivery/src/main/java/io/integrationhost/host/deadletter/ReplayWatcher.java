package io.integrationhost.host.deadletter;

import io.integrationhost.ground.RateLimitedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers again what the command {@code dead-letters replay} asks for. A letter's file is removed
 * only when its item is stored, so a crash in between delivers the item twice and never not at all.
 * A round begins only when everything of the former one is stored: a full spool slows it down.
 *
 * <p>Reads and removes files on threads of the given executor, which must not be the one that
 * controls integrations.
 */
public final class ReplayWatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ReplayWatcher.class);
  private static final Duration WARNING_PERIOD = Duration.ofMinutes(1);
  private static final int MOST_LETTERS = 100;
  private static final long MOST_BYTES = 8L << 20;

  private final String integration;
  private final LetterFolder letters;
  private final LetterFolder replay;
  private final Function<byte[], CompletionStage<?>> append;
  private final ScheduledExecutorService executor;
  private final LetterCounts counts;
  private final RateLimitedLog warnings;
  private final Set<LetterId> underWay = ConcurrentHashMap.newKeySet();
  private final Set<LetterId> stored = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private volatile Optional<Future<?>> rounds = Optional.empty();

  /**
   * A watcher that does nothing yet.
   *
   * @param append stores an item for delivery; may wait (in its stage) but not block
   */
  public ReplayWatcher(
      String integration,
      Path dataDirectory,
      Function<byte[], CompletionStage<?>> append,
      ScheduledExecutorService executor) {
    this(integration, dataDirectory, append, executor, new LetterCounts());
  }

  /**
   * The same, counting what it delivers.
   *
   * @param append stores an item for delivery; may wait (in its stage) but not block
   */
  public ReplayWatcher(
      String integration,
      Path dataDirectory,
      Function<byte[], CompletionStage<?>> append,
      ScheduledExecutorService executor,
      LetterCounts counts) {
    this.counts = counts;
    this.integration = integration;
    this.letters = LetterFolder.of(dataDirectory, integration);
    this.replay = letters.replay();
    this.append = append;
    this.executor = executor;
    this.warnings = new RateLimitedLog(System::nanoTime, WARNING_PERIOD);
  }

  /** Looks at once and then at intervals; called once. */
  public void start(Duration interval) {
    rounds =
        Optional.of(
            executor.scheduleWithFixedDelay(
                this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Takes no more letters; one whose item is being stored is left to the next start. */
  @Override
  public void close() {
    closed = true;
    rounds.ifPresent(round -> round.cancel(false));
  }

  private void look() {
    try {
      for (LetterId id : stored) {
        remove(id);
      }
      if (underWay.isEmpty()) {
        round();
      }
    } catch (Throwable e) {
      // Whatever it is, the next look comes.
      warn(
          "folder",
          "folder "
              + replay.path()
              + " cannot be read, so no dead letter is delivered"
              + " again: "
              + e);
    }
  }

  private void round() throws IOException {
    int taken = 0;
    long bytes = 0;
    for (var letter : replay.sizes().entrySet()) {
      if (closed || taken == MOST_LETTERS || bytes > MOST_BYTES) {
        break;
      }
      if (!stored.contains(letter.getKey()) && take(letter.getKey())) {
        taken++;
        bytes += letter.getValue();
      }
    }
    if (taken > 0) {
      log.info("integration '{}': {} dead letters are delivered again", integration, taken);
    }
  }

  private boolean take(LetterId id) throws IOException {
    Optional<Reading> reading = replay.read(id);
    if (reading.isEmpty()) {
      return false;
    }
    if (reading.get() instanceof Reading.Intact intact && intact.letter().item().isPresent()) {
      deliver(id, intact.letter().item().get());
      return true;
    }
    replay.move(id, letters);
    warn(
        "unusable",
        "dead letter "
            + id
            + " cannot be delivered again and was put back: "
            + (reading.get() instanceof Reading.Damaged damaged
                ? damaged.problem()
                : "it holds a payload but no item"));
    return false;
  }

  private void deliver(LetterId id, byte[] item) {
    underWay.add(id);
    CompletionStage<?> stage;
    try {
      stage = append.apply(item);
    } catch (Throwable e) {
      settle(id, e);
      return;
    }
    var unused = stage.whenComplete((done, failure) -> settleOnExecutor(id, failure));
  }

  /** The stage may complete on a thread that must not wait for a disk. */
  private void settleOnExecutor(LetterId id, Throwable failure) {
    try {
      executor.execute(() -> settle(id, failure));
    } catch (RejectedExecutionException e) {
      log.debug("integration '{}': the host is stopping; dead letter {} stays", integration, id);
    } catch (Throwable e) {
      // No thread now: the item is delivered twice at worst, and the next round comes.
      underWay.remove(id);
      warn("thread", "dead letter " + id + " is looked at again: " + e);
    }
  }

  private void settle(LetterId id, Throwable failure) {
    if (failure == null) {
      stored.add(id);
      counts.replayed(id);
      remove(id);
    } else if (!closed) {
      warn(
          "refused",
          "dead letter " + id + " cannot be stored for delivery, trying again: " + failure);
    }
    underWay.remove(id);
  }

  /** A stored letter whose file cannot be removed must not be delivered again and again. */
  private void remove(LetterId id) {
    try {
      replay.remove(id);
      stored.remove(id);
    } catch (IOException e) {
      warn(
          "remove",
          "dead letter "
              + id
              + " was delivered again but its file cannot be removed, so it will be delivered once"
              + " more after a restart; remove it by hand: "
              + e);
    }
  }

  private void warn(String kind, String message) {
    warnings.warn(log, kind, "integration '" + integration + "': " + message);
  }
}
