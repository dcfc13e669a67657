package io.integrationhost.admin.live;

import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.EventStream;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.metrics.AdminCounters;
import io.integrationhost.host.integration.RunningIntegration;
import java.time.Clock;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** All taps. Safe for any thread. */
public final class Taps {

  private static final int PLACES = 256;

  private final Streams streams;
  private final Wires wires;
  private final AdminCounters counters;
  private final Clock clock;
  private final Map<RunningIntegration, Seat> seats = new IdentityHashMap<>();

  /** A hub, and what ends its look at the sockets. */
  private record Seat(TapHub hub, Runnable leave) {}

  Taps(Streams streams, Wires wires, AdminCounters counters, Clock clock) {
    this.streams = streams;
    this.wires = wires;
    this.counters = counters;
    this.clock = clock;
  }

  /** The live traffic of an integration, for one reader. */
  public Answer stream(Request request, RunningIntegration integration) {
    Tap.Wish wish = Tap.Wish.of(request);
    return streams.open(
        request, Streams.Kind.TAP, PLACES, stream -> begin(integration, wish, stream));
  }

  private void begin(RunningIntegration integration, Tap.Wish wish, EventStream stream) {
    Tap tap = new Tap(wish, stream, counters, clock.instant());
    synchronized (this) {
      Seat seat = seats.computeIfAbsent(integration, this::sit);
      seat.hub().add(tap);
    }
    stream.onClose(() -> leave(integration, tap));
  }

  private Seat sit(RunningIntegration integration) {
    TapHub hub = new TapHub(integration, clock);
    Runnable leave = wires.watch(integration.name(), hub);
    integration.tap().take(hub);
    return new Seat(hub, leave);
  }

  private synchronized void leave(RunningIntegration integration, Tap tap) {
    Seat seat = seats.get(integration);
    if (seat != null && !seat.hub().remove(tap)) {
      seats.remove(integration);
      integration.tap().leave();
      seat.leave().run();
    }
  }

  private synchronized List<Map.Entry<RunningIntegration, Seat>> all() {
    return List.copyOf(seats.entrySet());
  }

  /** Looks for answers; several times a second. */
  public void lookForAnswers() {
    all().forEach(each -> each.getValue().hub().look());
  }

  /**
   * Ends what is over; about once a second.
   *
   * @param running those that run now
   */
  public void look(List<RunningIntegration> running) {
    Instant now = clock.instant();
    for (Map.Entry<RunningIntegration, Seat> each : all()) {
      if (running.contains(each.getKey())) {
        each.getValue().hub().end(now);
      } else {
        each.getValue().hub().taps().forEach(tap -> tap.end("INTEGRATION_STOPPED"));
      }
    }
  }

  /** Ends all. */
  public void close() {
    all().forEach(each -> each.getValue().hub().taps().forEach(tap -> tap.end("HOST_STOPS")));
  }
}
