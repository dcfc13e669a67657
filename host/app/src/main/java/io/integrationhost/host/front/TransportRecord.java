package io.integrationhost.host.front;

import io.integrationhost.host.delivery.UplinkCounts;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.UplinkLoad;
import io.integrationhost.runtime.meter.MeterReading;
import io.integrationhost.runtime.wire.WireCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What the transports of one name have counted, one after the other: a restart must not take
 * anything away. Safe for any thread.
 */
public final class TransportRecord {

  private static final int MOST_METERS = 40;

  private final LongAdder started = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /** Those that have not ended; the last one serves, or will. */
  private final List<HostedTransport> present = new ArrayList<>();

  private WireCounts formerWire = WireCounts.NONE;
  private UplinkLoad formerLoad = UplinkLoad.NONE;
  private final Map<String, MeterReading> formerMeters = new LinkedHashMap<>();
  private CompletableFuture<List<MeterReading>> gauges =
      CompletableFuture.completedFuture(List.of());

  /** Another transport takes the name. */
  void add(HostedTransport hosted) {
    synchronized (this) {
      if (present.contains(hosted)) {
        return;
      }
      present.add(hosted);
    }
    var unused = hosted.ended().thenRun(() -> ended(hosted));
  }

  private synchronized void ended(HostedTransport hosted) {
    present.remove(hosted);
    formerWire = formerWire.plus(hosted.wire().counts());
    formerLoad = formerLoad.plus(hosted.uplinks());
    for (MeterReading reading : hosted.counters()) {
      // Each version of a plugin may have other names.
      if (formerMeters.size() < MOST_METERS || formerMeters.containsKey(reading.name())) {
        formerMeters.merge(reading.name(), reading, TransportRecord::sum);
      }
    }
  }

  /** Of two versions of a plugin the last one decides what a counter is. */
  private static MeterReading sum(MeterReading former, MeterReading latter) {
    if (!former.label().equals(latter.label())) {
      return latter;
    }
    Map<String, Long> series = new HashMap<>(former.series());
    latter.series().forEach((value, count) -> series.merge(value, count, Long::sum));
    return new MeterReading(
        latter.name(), latter.help(), latter.isCounter(), latter.label(), series);
  }

  void started(boolean well) {
    (well ? started : failed).increment();
  }

  /**
   * Asks the plugin for its gauges, unless it owes an answer from the last time.
   *
   * @return completes with the answer; never fails
   */
  public synchronized CompletableFuture<?> askGauges() {
    if (gauges.isDone() && !present.isEmpty()) {
      gauges = present.get(present.size() - 1).gauges().toCompletableFuture();
    }
    return gauges;
  }

  /** With the gauges that were asked for last, if the plugin has answered. */
  public synchronized TransportFigures figures(TransportView view, UplinkCounts.Reading uplinks) {
    WireCounts wire = formerWire;
    UplinkLoad load = formerLoad;
    long memory = 0;
    Map<String, MeterReading> counters = new LinkedHashMap<>(formerMeters);
    for (HostedTransport each : present) {
      wire = wire.plus(each.wire().counts());
      load = load.plus(each.uplinks());
      memory += each.memoryHeld();
      each.counters()
          .forEach(reading -> counters.merge(reading.name(), reading, TransportRecord::sum));
    }
    return new TransportFigures(
        view.name(),
        view.copy().id(),
        view.state(),
        started.sum(),
        failed.sum(),
        uplinks,
        load,
        wire,
        memory,
        Stream.concat(counters.values().stream(), gauges.getNow(List.of()).stream()).toList());
  }
}
