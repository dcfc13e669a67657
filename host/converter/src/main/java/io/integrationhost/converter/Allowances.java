package io.integrationhost.converter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * How long calls of one version of a converter may take, after others were stopped: each one within
 * the window halves the time, so that many devices with such messages take little more of the
 * processors than one. What calls that ended well have taken is always allowed, with room. Not
 * thread safe.
 */
final class Allowances {

  /** A call that first has to load what it needs takes some tens of ms. */
  private static final Duration LEAST = Duration.ofMillis(200);

  private static final int ROOM = 4;

  /** More change nothing: half of an hour so many times is below the least. */
  private static final int MOST = 16;

  private final long window;
  private final Deque<Long> stopped = new ArrayDeque<>();
  private long longest;

  Allowances(Duration window) {
    this.window = window.toNanos();
  }

  /** A call was stopped as it took too long. */
  void stopped(long now) {
    if (stopped.size() == MOST) {
      stopped.removeFirst();
    }
    stopped.addLast(now);
  }

  /** A call ended well that took so many nanoseconds of processor time. */
  void endedAfter(long nanos) {
    longest = Math.max(longest, nanos);
  }

  /**
   * What a call may use now.
   *
   * @param usual what it may use while none was stopped lately
   */
  Allowance of(ConverterLimits.Budget usual, long now) {
    while (!stopped.isEmpty() && now - stopped.getFirst() >= window) {
      stopped.removeFirst();
    }
    long most = usual.cpuTime().toNanos();
    long least = Math.min(most, Math.max(LEAST.toNanos(), ROOM * longest));
    long allowed = Math.max(least, most >> stopped.size());
    if (allowed == most) {
      return Allowance.of(usual);
    }
    ConverterLimits.Budget reduced = usual.withCpuTime(Duration.ofNanos(allowed));
    return new Allowance(reduced, remark(reduced, usual));
  }

  private String remark(ConverterLimits.Budget reduced, ConverterLimits.Budget usual) {
    return " It had %d ms instead of %d, as %s of this converter %s stopped within the last %d s"
        .formatted(
            reduced.cpuTime().toMillis(),
            usual.cpuTime().toMillis(),
            stopped.size() == 1 ? "1 call" : stopped.size() + " calls",
            stopped.size() == 1 ? "was" : "were",
            TimeUnit.NANOSECONDS.toSeconds(window));
  }
}
