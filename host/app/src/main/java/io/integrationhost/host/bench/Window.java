package io.integrationhost.host.bench;

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
 * @param heapBytes of live objects under load
 */
record Window(
    double readingsPerSecond,
    double cpuMicrosPerReading,
    OptionalDouble diskBytesPerReading,
    double wireBytesPerReading,
    long heapBytes,
    OptionalLong residentBytes,
    Map<String, Histogram> latencies) {

  /**
   * Warms the load up, watches it, and lets it end.
   *
   * @param ended whether to give up
   */
  static Window measure(
      String variant, Load load, Duration warmUp, Duration length, BooleanSupplier ended) {
    Waiting.until(() -> load.delivered() > 0, variant + ": the first delivery");
    Waiting.pass(warmUp, ended);
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
    OptionalLong resident = Usage.residentBytes();
    long heap = Usage.heapAfterCollection();
    load.finish().requireComplete(variant);
    return new Window(
        readings * TimeUnit.SECONDS.toNanos(1) / nanos,
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
}
