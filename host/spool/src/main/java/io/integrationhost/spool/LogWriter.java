package io.integrationhost.spool;

import io.integrationhost.spool.SegmentFiles.NewSegment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes the records that wait to the log's segments; used by the committer's thread alone. A batch
 * that is not written or not committed leaves nothing behind: its bytes are cut off, or the segment
 * is left for good.
 */
final class LogWriter {

  private static final int LARGEST_BATCH = 1 << 20;

  private final String directory;
  private final SpoolOptions options;
  private final SegmentFiles files;
  private final StoreLock lock;
  private final LogState state;
  private final AppendQueue queue;
  private final Clock clock;
  private final LogEvents events;
  private final RetryDelay retry = new RetryDelay();
  private final AtomicBoolean dirty = new AtomicBoolean();
  private boolean uncommitted;
  private boolean adrift;
  private boolean troubled;
  private long written;
  private long reserved;
  private long reserveLimit;
  private long nextSequence;
  private NewSegment active;

  LogWriter(LogParts parts, StoreLock lock, Clock clock, LogEvents events, long nextSequence) {
    this.directory = parts.files().directory().getFileName().toString();
    this.options = parts.options();
    this.files = parts.files();
    this.lock = lock;
    this.state = parts.state();
    this.queue = parts.queue();
    this.clock = clock;
    this.events = events;
    this.nextSequence = nextSequence;
  }

  /** True for who is to put the log into the committer's queue. */
  boolean markDirty() {
    return dirty.compareAndSet(false, true);
  }

  void clearDirty() {
    dirty.set(false);
  }

  /** How many records wait to be written. */
  int waiting() {
    return queue.size();
  }

  boolean syncs() {
    return options.durability() == Durability.FSYNC;
  }

  LogEvents events() {
    return events;
  }

  /** Writes what waits, as much as fits; null when nothing was written. */
  Batch write(RoundBuffer round) {
    if (uncommitted || queue.isEmpty() || retry.pending()) {
      return null;
    }
    try {
      lock.check();
      if (adrift) {
        stayInPlace();
      }
      int first = queue.firstFrameBytes();
      long room = options.maxBytes() - state.diskBytes();
      if (first + SegmentHeader.BYTES > room) {
        events.full();
        return null;
      }
      if (active == null || active.segment().suspect() || !fitsActive(first)) {
        roll();
        room -= SegmentHeader.BYTES;
      }
      return write(round, first, room);
    } catch (IOException | RuntimeException | Error e) {
      stop(e);
      return null;
    }
  }

  void force(Reserve reserve) throws IOException {
    if (written > reserved) {
      reserved = reserve.extend(active.file(), written, reserveLimit);
    }
    active.file().force();
  }

  void committed(Batch batch) {
    uncommitted = false;
    state.commit(batch.segment(), batch.after(), batch.time());
    queue.removeClaimed();
    retry.succeeded();
    events.committed(batch);
  }

  /** The batch could not be made durable; the file must not be trusted with another one. */
  void failed(Batch batch, Throwable cause) {
    if (!uncommitted) {
      return;
    }
    uncommitted = false;
    batch.segment().markSuspect();
    cutOff();
    fail(batch.appends(), cause);
  }

  /** Nothing of the batch counts as stored, and it waits as before. */
  void abandon() {
    if (uncommitted && active != null) {
      active.segment().markSuspect();
    }
    uncommitted = false;
    queue.unclaim();
  }

  /**
   * Looks whether the file that is written still has its name. When somebody has removed or
   * replaced it, what it holds goes to another file while it is open: what was stored stays stored.
   */
  void look() {
    try {
      lock.check();
      if (active != null) {
        stayInPlace();
      }
      if (troubled) {
        troubled = false;
        events.inPlace();
      }
    } catch (IOException | RuntimeException | Error e) {
      troubled = true;
      events.troubled(e);
    }
  }

  void close() throws IOException {
    if (active == null) {
      return;
    }
    try {
      if (state.trimmed() < state.next()) {
        stayInPlace();
      }
    } finally {
      closeActive();
    }
  }

  private Batch write(RoundBuffer round, int first, long room) throws IOException {
    Segment segment = active.segment();
    Extent before = segment.extent();
    long segmentRoom = Math.max(first, options.segmentBytes() - before.end());
    int overhead = JournalEntry.overhead(directory);
    long bufferRoom = Math.max(first, Math.min(LARGEST_BATCH, round.room() - overhead));
    List<Append> appends = queue.claim(Math.min(room, Math.min(segmentRoom, bufferRoom)));
    if (appends.isEmpty()) {
      return null;
    }
    int bytes = appends.stream().mapToInt(Append::frameBytes).sum();
    ByteBuffer buffer = round.with(bytes + overhead);
    int from = buffer.position();
    JournalEntry.putHead(buffer, directory, segment, before.end());
    int start = buffer.position();
    long time = clock.millis();
    long position = state.next();
    for (Append append : appends) {
      Frame.put(buffer, segment.sequence(), position, time, append.record());
      position++;
    }
    int to = buffer.position();
    active.file().writeFully(buffer.duplicate().flip().position(start), before.end());
    Extent after = new Extent(before.end() + bytes, position);
    written = after.end();
    reserveLimit = Math.min(options.segmentBytes(), before.end() + room);
    Batch batch = new Batch(this, segment, after, appends, time, buffer, from, to);
    uncommitted = true;
    return batch;
  }

  private boolean fitsActive(int frame) {
    Segment segment = active.segment();
    return segment.records() == 0 || segment.extent().end() + frame <= options.segmentBytes();
  }

  private void roll() throws IOException {
    if (active != null) {
      // Closed, a file without a name would be gone for good.
      stayInPlace();
      closeActive();
    }
    makeDirectory();
    NewSegment created = files.create(nextSequence++, state.next());
    try {
      state.roll(created.segment());
    } catch (RuntimeException | Error e) {
      files.discard(created.segment(), created.file());
      throw e;
    }
    active = created;
    events.rolled();
  }

  private void stayInPlace() throws IOException {
    if (files.isInPlace(active)) {
      adrift = false;
      return;
    }
    adrift = true;
    try {
      move();
    } catch (IOException e) {
      throw new IOException(
          ("%s was removed or replaced while the host ran, and a new file cannot be made there (%s);"
                  + " put the directory back, or make room for it")
              .formatted(active.segment().path(), e.getMessage()),
          e);
    }
    adrift = false;
  }

  private void move() throws IOException {
    makeDirectory();
    nextSequence = Math.max(nextSequence, files.nextSequence());
    NewSegment gone = active;
    SegmentCopy copy = new SegmentCopy(gone, state.trimmed());
    NewSegment created = files.create(nextSequence++, copy.base());
    try {
      copy.writeTo(created);
      state.replace(gone.segment(), created.segment());
    } catch (IOException | RuntimeException | Error e) {
      files.discard(created.segment(), created.file());
      throw e;
    }
    active = created;
    reserved = 0;
    try {
      events.moved(gone.segment(), copy.records());
    } finally {
      gone.file().close();
    }
  }

  /** Somebody may have removed it; then others may have taken it, too. */
  private void makeDirectory() throws IOException {
    lock.restore();
    files.makeDirectory();
  }

  private void closeActive() throws IOException {
    NewSegment closing = active;
    active = null;
    long reserve = reserved;
    reserved = 0;
    try (DiskFile file = closing.file()) {
      if (reserve > 0 && !closing.segment().suspect()) {
        file.truncate(closing.segment().extent().end());
      }
    }
  }

  private void stop(Throwable cause) {
    cutOff();
    if (cause instanceof IOException failure && isDiskFull(failure)) {
      events.failed(queue.release(), SpoolFailures.closed(events.name()));
      events.diskFull(failure, retry.failed());
      return;
    }
    if (active != null && !adrift && cause instanceof IOException) {
      active.segment().markSuspect();
    }
    fail(queue.claim(Math.max(queue.firstFrameBytes(), LARGEST_BATCH)), cause);
  }

  private void fail(List<Append> appends, Throwable cause) {
    SpoolException failure = SpoolFailures.storage(events.name(), cause);
    Duration delay = retry.failed();
    queue.removeClaimed();
    try {
      events.storageFailed(cause, delay);
    } finally {
      events.failed(appends, failure);
    }
  }

  private void cutOff() {
    if (active != null) {
      reserved = 0;
      try {
        active.file().truncate(active.segment().extent().end());
      } catch (IOException e) {
        active.segment().markSuspect();
      }
    }
  }

  private boolean isDiskFull(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("No space left") || message.contains("quota")) {
      return true;
    }
    try {
      // The system's message may be in another language.
      return files.usableBytes() < LARGEST_BATCH;
    } catch (IOException e) {
      return false;
    }
  }
}
