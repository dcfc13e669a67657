package io.integrationhost.host.deadletter;

import io.integrationhost.ground.RateLimitedLog;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files dead letters under {@code dead-letters/<integration>} of the data directory. {@link #add}
 * may be called from any thread and never blocks; a thread of the store's own writes.
 *
 * <p>Readings that were acknowledged come first: payloads that were not take at most half the room
 * for letters that wait, and give way when a folder is full. Readings never give way: while a
 * folder is full of them no letter is taken.
 */
public final class DeadLetterStore implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterStore.class);
  private static final Duration WARNING_PERIOD = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path dataDirectory;
  private final DeadLetterLimits limits;
  private final RateLimitedLog warnings;
  private final ThreadPoolExecutor writer;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Map<String, LetterCounts> counts = new ConcurrentHashMap<>();
  private final Set<String> looks = ConcurrentHashMap.newKeySet();

  // Of the writer's thread.
  private final Map<String, Shelf> shelves = new HashMap<>();
  private int sequence;

  public DeadLetterStore(Path dataDirectory, DeadLetterLimits limits) {
    this.dataDirectory = dataDirectory;
    this.limits = limits;
    this.warnings = new RateLimitedLog(System::nanoTime, WARNING_PERIOD);
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(limits.maxWaiting()),
            task -> {
              Thread thread = new Thread(task, "dead-letters");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Files a letter soon. A payload that cannot be filed is lost: counted and logged.
   *
   * @return completes when the letter is on the disk, usually on the store's thread; fails when it
   *     could not be filed, with a message that says why and what to do: then whoever has an
   *     acknowledged reading keeps it and comes again
   */
  public CompletionStage<Void> add(DeadLetter letter) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    long bytes = bytes(letter);
    int share = letter.wasAcknowledged() ? 1 : 2;
    if (waitingBytes.addAndGet(bytes) > limits.maxWaitingBytes() / share
        || (share > 1 && writer.getQueue().size() >= limits.maxWaiting() / share)) {
      waitingBytes.addAndGet(-bytes);
      notFiled(letter, "letters come faster than they can be written", done);
      return done;
    }
    try {
      writer.execute(
          () -> {
            try {
              file(letter);
              done.complete(null);
            } catch (IOException e) {
              notFiled(letter, text(e), done);
            } catch (Throwable e) {
              log.error("a dead letter cannot be written; please report this", e);
              notFiled(letter, e.toString(), done);
            } finally {
              waitingBytes.addAndGet(-bytes);
            }
          });
    } catch (RejectedExecutionException e) {
      waitingBytes.addAndGet(-bytes);
      notFiled(
          letter,
          writer.isShutdown()
              ? "the host is stopping"
              : "letters come faster than they can be written",
          done);
    } catch (Throwable e) {
      waitingBytes.addAndGet(-bytes);
      notFiled(letter, e.toString(), done);
    }
    return done;
  }

  /** What became of all letters since the store was made. */
  public Counts counts() {
    long stored = 0;
    long removed = 0;
    long lost = 0;
    for (LetterCounts each : counts.values()) {
      stored += each.readings().added() + each.payloads().added();
      removed += each.readings().evicted() + each.payloads().evicted();
      lost += each.lostPayloads();
    }
    return new Counts(stored, removed, lost);
  }

  /** What became of the letters of one integration; always the same for the same name. */
  public LetterCounts counts(String integration) {
    return counts.computeIfAbsent(integration, unknown -> new LetterCounts());
  }

  /** Has the folder of an integration looked at soon, since people may have changed it. */
  public void look(String integration) {
    if (!looks.add(integration)) {
      return;
    }
    try {
      writer.execute(
          () -> {
            try {
              shelf(integration).look();
            } catch (IOException | RuntimeException | Error e) {
              log.debug("integration '{}': its dead letters cannot be counted", integration, e);
            } finally {
              looks.remove(integration);
            }
          });
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // Busy, or stopping: there will be another look.
      looks.remove(integration);
    }
  }

  /** Writes what waits, for some seconds at most. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (writer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int left = writer.shutdownNow().size();
    log.error(
        "{} dead letters could not be written before the stop: the disk of {} is too slow. Readings"
            + " stay set aside for the next start, payloads are lost",
        left,
        dataDirectory);
  }

  private void file(DeadLetter letter) throws IOException {
    String integration = letter.integration();
    Shelf shelf = shelf(integration);
    int old = shelf.add(nextId(letter, shelf), letter);
    if (old > 0) {
      warnings.warn(
          log,
          "full " + integration,
          "integration '"
              + integration
              + "': the oldest dead letters of payloads are removed to make room for new ones; look"
              + " at them with 'integration-host dead-letters list', then replay or purge them");
    }
  }

  private Shelf shelf(String integration) {
    return shelves.computeIfAbsent(
        integration, name -> new Shelf(LetterFolder.of(dataDirectory, name), limits, counts(name)));
  }

  private LetterId nextId(DeadLetter letter, Shelf shelf) {
    LetterId id = LetterId.of(letter, sequence++);
    while (shelf.holds(id)) {
      id = LetterId.of(letter, sequence++);
    }
    return id;
  }

  private void notFiled(DeadLetter letter, String why, CompletableFuture<Void> done) {
    done.completeExceptionally(
        new IOException(why + " (directory " + LetterFolder.all(dataDirectory) + ")"));
    if (letter.wasAcknowledged()) {
      return;
    }
    counts(letter.integration()).lost();
    warnings.warn(
        log,
        "lost " + letter.integration(),
        "integration '"
            + letter.integration()
            + "': a dead letter is lost, since "
            + why
            + " (directory "
            + LetterFolder.all(dataDirectory)
            + "); its reason was: "
            + letter.reason());
  }

  private static String text(IOException problem) {
    // Those of the file system say no more than the file's name.
    return problem instanceof FileSystemException || problem.getMessage() == null
        ? problem.toString()
        : problem.getMessage();
  }

  private static long bytes(DeadLetter letter) {
    return letter.item().map(item -> (long) item.length).orElse(0L)
        + letter.payload().map(payload -> (long) payload.bytes().length).orElse(0L);
  }

  /**
   * How many letters had which fate.
   *
   * @param stored written
   * @param removed written once, and removed to make room
   * @param lost payloads that were never written
   */
  public record Counts(long stored, long removed, long lost) {}
}
