package io.integrationhost.remote;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes time-based UUIDs (version 1 of RFC 4122) for events: each later than the one before, even
 * when the clock stands still or steps back a little. The node is random, as the standard allows
 * for hosts that keep their network address to themselves. Thread-safe.
 */
public final class EventIds {

  /** Units of 100 ns between 1582-10-15, where such UUIDs begin, and 1970-01-01. */
  private static final long EPOCH = 0x01b21dd213814000L;

  private static final int UNITS_PER_MILLI = 10_000;

  /** A clock that steps back further than this makes older ids again: 10 seconds. */
  private static final long MOST_AHEAD = 10_000L * UNITS_PER_MILLI;

  private final Clock clock;
  private final long node;
  private final AtomicLong last = new AtomicLong();

  public EventIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    long variantAndSequence = 0x8000_0000_0000_0000L | (random.nextLong() & 0x3fffL) << 48;
    long multicast = 0x0100_0000_0000L;
    node = variantAndSequence | multicast | (random.nextLong() & 0xffff_ffff_ffffL);
  }

  /** The next id. */
  public UUID next() {
    long now = EPOCH + clock.millis() * UNITS_PER_MILLI;
    long time =
        last.updateAndGet(before -> before >= now && before - now < MOST_AHEAD ? before + 1 : now);
    long low = time << 32;
    long mid = (time & 0xffff_0000_0000L) >>> 16;
    long high = time >>> 48 & 0x0fff;
    return new UUID(low | mid | 0x1000 | high, node);
  }
}
