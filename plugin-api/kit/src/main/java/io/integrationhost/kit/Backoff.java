package io.integrationhost.kit;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before trying again: twice as long each time, and up to a quarter more or less,
 * so that many who failed together do not come back together. Thread-safe.
 */
public final class Backoff {

  private static final double JITTER = 0.25;

  private final Duration first;
  private final Duration most;
  private final DoubleSupplier random;
  private Duration next;

  /**
   * Delays from one length to another.
   *
   * @param first the first one, more than zero
   * @param most they do not get longer, but for the quarter
   */
  public Backoff(Duration first, Duration most) {
    this(first, most, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** With dice of one's own, from 0 to less than 1. */
  Backoff(Duration first, Duration most, DoubleSupplier random) {
    if (first.isZero() || first.isNegative() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException("no delays: from " + first + " to " + most);
    }
    this.first = first;
    this.most = most;
    this.random = random;
    next = first;
  }

  /**
   * The delay before the next try.
   *
   * @return longer each time
   */
  public synchronized Duration next() {
    double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
    long nanos = (long) (next.toNanos() * factor);
    next = next.compareTo(most.dividedBy(2)) > 0 ? most : next.multipliedBy(2);
    return Duration.ofNanos(nanos);
  }

  /** Begins with the first delay again: it worked. */
  public synchronized void reset() {
    next = first;
  }
}
