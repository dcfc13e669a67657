package io.integrationhost.spool;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A spool in memory: nothing survives the process. Has no threads; stages complete and the readable
 * task runs on the thread that appends, trims, rewinds or closes, never under a lock.
 */
public final class MemorySpool implements ReadingLog {

  private final String name;
  private final long maxBytes;
  private final int maxRecords;
  private final int maxWaiting;
  private final Clock clock;
  private final ReadableSignal readable;

  private final Object lock = new Object();
  private final Deque<Stored> unread = new ArrayDeque<>();
  private final Deque<Stored> taken = new ArrayDeque<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long next;
  private long bytes;
  private boolean dry = true;
  private boolean closed;

  /**
   * @param name for messages, usually the integration's
   * @param maxBytes of all records together
   * @param maxRecords at most so many records
   * @param maxWaiting at most so many appends wait for room; further ones fail
   */
  public MemorySpool(String name, long maxBytes, int maxRecords, int maxWaiting) {
    this(name, maxBytes, maxRecords, maxWaiting, Clock.systemUTC());
  }

  MemorySpool(String name, long maxBytes, int maxRecords, int maxWaiting, Clock clock) {
    if (maxBytes < 1 || maxRecords < 1 || maxWaiting < 0) {
      throw new IllegalArgumentException(
          "Spool '%s': the bounds must be positive, not %d bytes, %d records, %d waiting"
              .formatted(name, maxBytes, maxRecords, maxWaiting));
    }
    this.name = Objects.requireNonNull(name, "name");
    this.maxBytes = maxBytes;
    this.maxRecords = maxRecords;
    this.maxWaiting = maxWaiting;
    this.clock = clock;
    this.readable = new ReadableSignal(name);
  }

  @Override
  public CompletionStage<Long> append(String entity, byte[] record) {
    if (record.length > maxBytes) {
      return CompletableFuture.failedFuture(SpoolFailures.tooLarge(name, record.length, maxBytes));
    }
    long position;
    boolean wake;
    synchronized (lock) {
      if (closed) {
        return CompletableFuture.failedFuture(SpoolFailures.closed(name));
      }
      if (!waiting.isEmpty() || !fits(record)) {
        if (waiting.size() >= maxWaiting) {
          return CompletableFuture.failedFuture(SpoolFailures.tooManyWaiting(name, maxWaiting));
        }
        Waiting append = new Waiting(record, new CompletableFuture<>());
        waiting.add(append);
        return append.stage.minimalCompletionStage();
      }
      position = store(record);
      wake = takeWake();
    }
    if (wake) {
      tell();
    }
    return CompletableFuture.completedFuture(position);
  }

  @Override
  public List<StoredRecord> read(int maxRecords, long maxBytes) {
    List<StoredRecord> records = new ArrayList<>();
    synchronized (lock) {
      long room = maxBytes;
      while (records.size() < maxRecords && !unread.isEmpty()) {
        Stored first = unread.getFirst();
        room -= first.stored.record().length;
        if (room < 0 && !records.isEmpty()) {
          break;
        }
        taken.add(unread.removeFirst());
        records.add(first.stored);
      }
      dry = unread.isEmpty();
    }
    return records;
  }

  @Override
  public boolean mayHaveUnread() {
    synchronized (lock) {
      return !dry || !unread.isEmpty();
    }
  }

  @Override
  public void onReadable(Runnable task) {
    readable.set(Objects.requireNonNull(task, "task"));
    synchronized (lock) {
      dry = true;
    }
    wake();
  }

  @Override
  public void trimTo(long position) {
    List<Runnable> completions = new ArrayList<>();
    boolean wake;
    synchronized (lock) {
      removeBefore(position, taken);
      if (taken.isEmpty()) {
        removeBefore(position, unread);
      }
      while (!waiting.isEmpty() && fits(waiting.getFirst().record)) {
        Waiting append = waiting.removeFirst();
        long stored = store(append.record);
        completions.add(() -> append.stage.complete(stored));
      }
      wake = takeWake();
    }
    completions.forEach(Runnable::run);
    if (wake) {
      tell();
    }
  }

  @Override
  public void rewind() {
    synchronized (lock) {
      while (!taken.isEmpty()) {
        unread.addFirst(taken.removeLast());
      }
    }
    wake();
  }

  @Override
  public SpoolStats stats() {
    synchronized (lock) {
      Optional<Instant> oldest =
          Optional.ofNullable(taken.isEmpty() ? unread.peekFirst() : taken.peekFirst())
              .map(Stored::appended);
      return new SpoolStats(
          taken.size() + unread.size(),
          bytes,
          waiting.size(),
          maxBytes,
          next,
          oldest,
          SpoolLosses.NONE,
          closed ? SpoolHealth.CLOSED : SpoolHealth.OK,
          0);
    }
  }

  @Override
  public void close() {
    List<Waiting> refused;
    synchronized (lock) {
      closed = true;
      refused = List.copyOf(waiting);
      waiting.clear();
      taken.clear();
      unread.clear();
      bytes = 0;
    }
    refused.forEach(append -> append.stage.completeExceptionally(SpoolFailures.closed(name)));
  }

  private void wake() {
    boolean wake;
    synchronized (lock) {
      wake = takeWake();
    }
    if (wake) {
      tell();
    }
  }

  /** A reader that could not be told is told again at the next record. */
  private void tell() {
    if (!readable.fire()) {
      synchronized (lock) {
        dry = true;
      }
    }
  }

  private boolean takeWake() {
    boolean wake = dry && !unread.isEmpty();
    if (wake) {
      dry = false;
    }
    return wake;
  }

  private boolean fits(byte[] record) {
    return taken.size() + unread.size() < maxRecords && bytes + record.length <= maxBytes;
  }

  private long store(byte[] record) {
    Instant now = clock.instant();
    unread.add(new Stored(new StoredRecord(next, record, now.toEpochMilli()), now));
    bytes += record.length;
    return next++;
  }

  private void removeBefore(long position, Deque<Stored> queue) {
    while (!queue.isEmpty() && queue.getFirst().stored.position() < position) {
      bytes -= queue.removeFirst().stored.record().length;
    }
  }

  private record Stored(StoredRecord stored, Instant appended) {}

  private record Waiting(byte[] record, CompletableFuture<Long> stage) {}
}
