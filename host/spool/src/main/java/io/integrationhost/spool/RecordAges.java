package io.integrationhost.spool;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Which records have reached the maximum age. Records expire late rather than early, whatever
 * somebody does to the wall clock: those stored since the start are as old as the time that has
 * passed since, by a clock that nobody sets. For those of an earlier run only the wall clock tells,
 * as it was at the start; where it cannot be right (stored later than now, or before there was such
 * a program) they count as stored at the start.
 *
 * <p>Safe for any thread.
 */
final class RecordAges {

  private static final long EARLIEST = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

  /** Records of such a part of the maximum age go together, when the youngest is old enough. */
  private static final int PARTS = 256;

  private static final int MOST_SPANS = 2 * PARTS;

  private final LongSupplier nanos;
  private final long maxAge;
  private final long opened;
  private final long wallAtStart;
  private final Deque<Span> spans = new ArrayDeque<>();
  private long next;
  private long quietUntil;

  RecordAges(Clock clock, LongSupplier nanos, Duration maxAge) {
    this.nanos = nanos;
    this.maxAge = maxAge.toNanos();
    this.opened = nanos.getAsLong();
    this.wallAtStart = clock.millis();
    this.quietUntil = opened;
  }

  /** Records from one position up to the other are stored now. */
  synchronized void stored(long from, long to) {
    long now = nanos.getAsLong();
    Span last = spans.peekLast();
    if (last == null || (now - last.began >= maxAge / PARTS && spans.size() < MOST_SPANS)) {
      last = new Span(from, now);
      spans.add(last);
    }
    last.ended = now;
    next = to;
  }

  /** The position of the first record that has not reached the age. */
  long firstYoung(LogState state, LogReader reader) throws IOException {
    long firstNext = state.firstNext();
    if (state.trimmed() < firstNext) {
      if (nanos.getAsLong() - quietUntil < 0) {
        return state.trimmed();
      }
      Frame young = reader.firstNot(frame -> leftOfEarlier(frame) <= 0, firstNext);
      if (young != null) {
        quietUntil = nanos.getAsLong() + leftOfEarlier(young);
        return young.position();
      }
    }
    return Math.max(firstNext, firstYoungOfThisRun(state.trimmed()));
  }

  /** In nanoseconds, until a record of an earlier run has reached the age. */
  private long leftOfEarlier(Frame frame) {
    boolean known = frame.time() >= EARLIEST && frame.time() <= wallAtStart;
    long atStart = known ? Duration.ofMillis(wallAtStart - frame.time()).toNanos() : 0;
    return maxAge - atStart - (nanos.getAsLong() - opened);
  }

  private synchronized long firstYoungOfThisRun(long trimmed) {
    long now = nanos.getAsLong();
    long young = trimmed;
    while (!spans.isEmpty() && now - spans.getFirst().ended >= maxAge) {
      spans.removeFirst();
      young = spans.isEmpty() ? next : spans.getFirst().position;
    }
    return young;
  }

  /** Records from a position on, and when the first and the last of them were stored. */
  private static final class Span {

    private final long position;
    private final long began;
    private long ended;

    Span(long position, long began) {
      this.position = position;
      this.began = began;
    }
  }
}
