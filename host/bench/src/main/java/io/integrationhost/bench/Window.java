package io.integrationhost.bench;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * What one load did in one round.
 *
 * @param alonePerSecond readings of the same load while its neighbour was silent, before and after;
 *     absent when it has none
 * @param heapBytes of live objects under load
 */
record Window(
    double readingsPerSecond,
    OptionalDouble alonePerSecond,
    double cpuMicrosPerReading,
    OptionalDouble diskBytesPerReading,
    double wireBytesPerReading,
    long heapBytes,
    OptionalLong residentBytes,
    Map<String, Histogram> latencies) {

  /** A load alone is watched for this part of the time, before its neighbour and after it. */
  private static final int PARTS = 6;

  /**
   * Warms the load up, watches it, and lets it end.
   *
   * @param ended whether to give up
   */
  static Window measure(
      String variant, Load load, Duration warmUp, Duration length, BooleanSupplier ended) {
    Waiting.until(() -> load.delivered() > 0, variant + ": the first delivery");
    Waiting.pass(warmUp, ended);
    Duration part = length.dividedBy(PARTS);
    double aloneBefore = 0;
    if (load.hasNeighbour()) {
      Waiting.pass(part, ended);
      aloneBefore = rate(load, part, ended);
      load.neighbour(true);
    }
    load.record(true);
    long start = System.nanoTime();
    Usage before = Usage.now();
    long delivered = load.delivered();
    long wire = load.wireBytes();
    Waiting.pass(length, ended);
    Waiting.until(() -> load.delivered() > delivered, variant + ": a delivery");
    long nanos = System.nanoTime() - start;
    Usage after = Usage.now();
    double readings = load.delivered() - delivered;
    long wireBytes = load.wireBytes() - wire;
    load.record(false);
    OptionalDouble alone = OptionalDouble.empty();
    if (load.hasNeighbour()) {
      load.neighbour(false);
      alone = OptionalDouble.of((aloneBefore + rate(load, part, ended)) / 2);
    }
    OptionalLong resident = Usage.residentBytes();
    long heap = Usage.heapAfterCollection();
    load.finish().requireComplete(variant);
    return new Window(
        readings * TimeUnit.SECONDS.toNanos(1) / nanos,
        alone,
        (after.cpuNanos() - before.cpuNanos()) / 1000.0 / readings,
        before.diskBytes().isPresent() && after.diskBytes().isPresent()
            ? OptionalDouble.of(
                (after.diskBytes().getAsLong() - before.diskBytes().getAsLong()) / readings)
            : OptionalDouble.empty(),
        wireBytes / readings,
        heap,
        resident,
        load.latencies());
  }

  private static double rate(Load load, Duration length, BooleanSupplier ended) {
    long start = System.nanoTime();
    long delivered = load.delivered();
    Waiting.pass(length, ended);
    return (load.delivered() - delivered)
        * (double) TimeUnit.SECONDS.toNanos(1)
        / (System.nanoTime() - start);
  }
}
