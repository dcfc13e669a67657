package io.integrationhost.spool;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a durable spool behaves.
 *
 * @param maxBytes the bound, on the disk, of records with what the spool adds to them
 * @param durability what a stored record survives
 * @param interval between disk syncs with {@link Durability#INTERVAL}
 * @param whenFull what happens to an append that finds the spool full
 * @param maxAge records older than this are removed and counted as expired
 * @param segmentBytes of one file; room comes back a file at a time
 * @param maxWaiting at most so many appends that are not stored yet; further ones fail
 * @param maxWaitingBytes of these appends
 */
public record SpoolOptions(
    long maxBytes,
    Durability durability,
    Duration interval,
    WhenFull whenFull,
    Optional<Duration> maxAge,
    int segmentBytes,
    int maxWaiting,
    long maxWaitingBytes) {

  private static final int SEGMENTS = 16;
  private static final int SMALLEST_SEGMENT = 1 << 20;
  private static final int LARGEST_SEGMENT = 16 << 20;

  public SpoolOptions {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(whenFull, "whenFull");
    require(segmentBytes >= 256, "a segment must have at least 256 bytes, not " + segmentBytes);
    require(
        maxBytes / 4 >= segmentBytes,
        "the size of a spool must be at least four segments of %d bytes, not %d bytes"
            .formatted(segmentBytes, maxBytes));
    require(interval.toMillis() >= 1, "the sync interval must be at least 1 ms, not " + interval);
    require(
        maxAge.isEmpty() || maxAge.get().toMillis() >= 1,
        "the maximum age must be at least 1 ms, not " + maxAge.orElse(null));
    require(
        maxWaiting >= 1 && maxWaitingBytes >= 1,
        "at least one append must be able to wait, not %d with %d bytes"
            .formatted(maxWaiting, maxWaitingBytes));
  }

  /** Synced appends, waiting while full, no maximum age. */
  public static SpoolOptions ofSize(long maxBytes) {
    long usual = Math.min(LARGEST_SEGMENT, Math.max(SMALLEST_SEGMENT, maxBytes / SEGMENTS));
    long segment = Math.min(usual, maxBytes / 4);
    return new SpoolOptions(
        maxBytes,
        Durability.FSYNC,
        Duration.ofSeconds(1),
        WhenFull.BLOCK,
        Optional.empty(),
        (int) segment,
        10_000,
        8L << 20);
  }

  public SpoolOptions withDurability(Durability value) {
    return new SpoolOptions(
        maxBytes, value, interval, whenFull, maxAge, segmentBytes, maxWaiting, maxWaitingBytes);
  }

  public SpoolOptions withInterval(Duration value) {
    return new SpoolOptions(
        maxBytes, durability, value, whenFull, maxAge, segmentBytes, maxWaiting, maxWaitingBytes);
  }

  public SpoolOptions withWhenFull(WhenFull value) {
    return new SpoolOptions(
        maxBytes, durability, interval, value, maxAge, segmentBytes, maxWaiting, maxWaitingBytes);
  }

  public SpoolOptions withMaxAge(Duration value) {
    Optional<Duration> age = Optional.of(value);
    return new SpoolOptions(
        maxBytes, durability, interval, whenFull, age, segmentBytes, maxWaiting, maxWaitingBytes);
  }

  public SpoolOptions withSegmentBytes(int value) {
    return new SpoolOptions(
        maxBytes, durability, interval, whenFull, maxAge, value, maxWaiting, maxWaitingBytes);
  }

  public SpoolOptions withMaxWaiting(int records, long bytes) {
    return new SpoolOptions(
        maxBytes, durability, interval, whenFull, maxAge, segmentBytes, records, bytes);
  }

  /** The largest record: a quarter of the spool, so that there can always be room for one. */
  int maxRecord() {
    return (int) Math.min(Frame.MAX_RECORD, maxBytes / 4 - Frame.OVERHEAD - SegmentHeader.BYTES);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("Spool: " + message);
    }
  }
}
