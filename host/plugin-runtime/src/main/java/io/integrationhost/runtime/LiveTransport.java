package io.integrationhost.runtime;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Transport;
import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.lane.CompletionLane;
import io.integrationhost.runtime.lane.LaneScheduler;
import io.integrationhost.runtime.meter.MeterReading;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A transport of a plugin with everything that the host made for it; dropped once it stopped. */
final class LiveTransport {

  private static final int DOWNLINKS_UNDER_WAY = 1_000;

  private final String label;
  private final Transport transport;
  private final PluginCalls calls;
  private final Deadlines deadlines;
  private final UplinkGate uplinks;
  private final LaneScheduler scheduler;
  private final CompletionLane completions;
  private final Telling telling;
  private final AtomicInteger downlinks = new AtomicInteger();

  LiveTransport(
      String label,
      Transport transport,
      PluginCalls calls,
      Deadlines deadlines,
      UplinkGate uplinks,
      LaneScheduler scheduler,
      CompletionLane completions,
      Telling telling) {
    this.label = label;
    this.transport = transport;
    this.calls = calls;
    this.deadlines = deadlines;
    this.uplinks = uplinks;
    this.scheduler = scheduler;
    this.completions = completions;
    this.telling = telling;
  }

  CompletableFuture<Void> start(Runnable late) {
    return calls.stage(
        Step.START,
        "start of " + label,
        deadlines.start(),
        transport::start,
        started -> late.run());
  }

  PluginCall<Void> stop() {
    return calls.ending(Step.STOP, "stop of " + label, deadlines.stop(), transport::stop);
  }

  CompletableFuture<Void> downlink(Downlink downlink) {
    String what = "downlink to device '" + downlink.deviceName() + "' by " + label;
    if (downlinks.incrementAndGet() > DOWNLINKS_UNDER_WAY) {
      downlinks.decrementAndGet();
      return CompletableFuture.failedFuture(
          calls
              .failures()
              .because(
                  Kind.UNAVAILABLE,
                  what,
                  DOWNLINKS_UNDER_WAY + " downlinks are under way, which is the limit",
                  "send again later"));
    }
    return calls
        .stage(Step.DOWNLINK, what, deadlines.downlink(), () -> transport.downlink(downlink))
        .whenComplete((done, failure) -> downlinks.decrementAndGet());
  }

  CompletableFuture<Health> health() {
    uplinks.deliverStranded();
    return calls
        .value(Step.HEALTH, "health of " + label, deadlines.downlink(), transport::health)
        .thenApply(this::withReceipts);
  }

  CompletableFuture<Void> pause(boolean paused) {
    return calls.value(
        Step.OTHER,
        (paused ? "pause of " : "end of the pause of ") + label,
        deadlines.downlink(),
        () -> {
          transport.pause(paused);
          return null;
        });
  }

  CompletableFuture<Map<String, String>> facts() {
    return calls.value(
        Step.OTHER,
        "facts of " + label,
        deadlines.downlink(),
        () -> TransportFacts.of(transport.facts()));
  }

  CompletableFuture<List<MeterReading>> gauges() {
    return calls.value(
        Step.OTHER, "gauges of " + label, deadlines.downlink(), telling.meters()::gauges);
  }

  UplinkLoad load() {
    return uplinks.load();
  }

  /** A transport that blocks its own receipts cannot know it. */
  private Health withReceipts(Health told) {
    return told != null && told.status() == Health.Status.UP
        ? completions.stalled(deadlines.downlink()).map(Health::degraded).orElse(told)
        : told;
  }

  /** After the stop: nothing of the plugin runs or waits for this transport any more. */
  void release() {
    scheduler.cancelAll();
    uplinks.close();
    telling.close();
  }
}
