package io.integrationhost.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
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
  private final LogState state;
  private final AppendQueue queue;
  private final Clock clock;
  private final LogEvents events;
  private final RetryDelay retry = new RetryDelay();
  private final AtomicBoolean dirty = new AtomicBoolean();
  private boolean uncommitted;
  private long written;
  private long reserved;
  private long reserveLimit;
  private long nextSequence;
  private Segment active;
  private DiskFile file;

  LogWriter(
      Path directory,
      SpoolOptions options,
      SegmentFiles files,
      LogState state,
      AppendQueue queue,
      Clock clock,
      LogEvents events,
      long nextSequence) {
    this.directory = directory.getFileName().toString();
    this.options = options;
    this.files = files;
    this.state = state;
    this.queue = queue;
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
      int first = queue.firstFrameBytes();
      long room = options.maxBytes() - state.diskBytes();
      if (first + SegmentHeader.BYTES > room) {
        events.full();
        return null;
      }
      if (active == null || active.suspect() || !fitsActive(first)) {
        roll();
        room -= SegmentHeader.BYTES;
      }
      return write(round, first, room);
    } catch (IOException e) {
      stop(e);
      return null;
    }
  }

  void force(Reserve reserve) throws IOException {
    if (written > reserved) {
      reserved = reserve.extend(file, written, reserveLimit);
    }
    file.force();
  }

  void committed(Batch batch) {
    uncommitted = false;
    state.commit(batch.segment(), batch.after());
    queue.removeClaimed();
    retry.succeeded();
    events.committed(batch);
  }

  /** The batch could not be made durable; the file must not be trusted with another one. */
  void failed(Batch batch, Exception cause) {
    if (!uncommitted) {
      return;
    }
    uncommitted = false;
    batch.segment().markSuspect();
    cutOff();
    fail(batch.appends(), cause);
  }

  void close() throws IOException {
    if (file == null) {
      active = null;
      return;
    }
    try (DiskFile closing = file) {
      if (reserved > 0 && !active.suspect()) {
        closing.truncate(active.extent().end());
      }
    } finally {
      active = null;
      file = null;
      reserved = 0;
    }
  }

  private Batch write(RoundBuffer round, int first, long room) throws IOException {
    Extent before = active.extent();
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
    JournalEntry.putHead(buffer, directory, active, before.end());
    int start = buffer.position();
    long time = clock.millis();
    long position = state.next();
    for (Append append : appends) {
      Frame.put(buffer, active.sequence(), position, time, append.record());
      position++;
    }
    int to = buffer.position();
    file.writeFully(buffer.duplicate().flip().position(start), before.end());
    Extent after = new Extent(before.end() + bytes, position);
    written = after.end();
    reserveLimit = Math.min(options.segmentBytes(), before.end() + room);
    uncommitted = true;
    return new Batch(this, active, after, appends, buffer, from, to);
  }

  private boolean fitsActive(int frame) {
    return active.records() == 0 || active.extent().end() + frame <= options.segmentBytes();
  }

  private void roll() throws IOException {
    close();
    SegmentFiles.NewSegment created = files.create(nextSequence++, state.next());
    active = created.segment();
    file = created.file();
    events.rolled(state.roll(active));
  }

  private void stop(IOException cause) {
    cutOff();
    if (isDiskFull(cause)) {
      events.failed(queue.release(), SpoolFailures.closed(events.name()));
      events.diskFull(cause, retry.failed());
    } else {
      if (active != null) {
        active.markSuspect();
      }
      fail(queue.claim(Math.max(queue.firstFrameBytes(), LARGEST_BATCH)), cause);
    }
  }

  private void fail(List<Append> appends, Exception cause) {
    queue.removeClaimed();
    events.storageFailed(cause, retry.failed());
    events.failed(appends, SpoolFailures.storage(events.name(), cause));
  }

  private void cutOff() {
    if (file != null) {
      reserved = 0;
      try {
        file.truncate(active.extent().end());
      } catch (IOException e) {
        active.markSuspect();
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
