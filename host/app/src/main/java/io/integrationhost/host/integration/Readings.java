package io.integrationhost.host.integration;

import io.integrationhost.converter.IntegrationScripts;
import io.integrationhost.host.deadletter.DeadLetterStore;
import io.integrationhost.host.delivery.Deliverer;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.downlink.DownlinkCounters;
import io.integrationhost.host.event.IntegrationEvents;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkCounters;
import io.integrationhost.remote.LinkState;
import io.integrationhost.spool.Spool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Where the numbers of one integration are read. Safe for any thread. */
final class Readings {

  private final String name;
  private final Integration integration;
  private final Lifecycle lifecycle;
  private final PushCounters pushes;
  private final LinkSlot link;
  private final LinkCounters linkCounters;
  private final Spool spool;
  private final Deliverer deliverer;
  private final DeliveryCounters delivery;
  private final IntegrationEvents events;
  private final DownlinkCounters downlinks;
  private final IntegrationScripts scripts;
  private final DeadLetterStore letters;
  private final Supplier<Paused> paused;
  private final Optional<Spread> spread;

  /**
   * The sources.
   *
   * @param spread of this integration alone; empty when all share one
   */
  Readings(
      String name,
      Integration integration,
      Lifecycle lifecycle,
      PushCounters pushes,
      LinkSlot link,
      LinkCounters linkCounters,
      Spool spool,
      Deliverer deliverer,
      DeliveryCounters delivery,
      IntegrationEvents events,
      DownlinkCounters downlinks,
      IntegrationScripts scripts,
      DeadLetterStore letters,
      Supplier<Paused> paused,
      Optional<Spread> spread) {
    this.name = name;
    this.integration = integration;
    this.lifecycle = lifecycle;
    this.pushes = pushes;
    this.link = link;
    this.linkCounters = linkCounters;
    this.spool = spool;
    this.deliverer = deliverer;
    this.delivery = delivery;
    this.events = events;
    this.downlinks = downlinks;
    this.scripts = scripts;
    this.letters = letters;
    this.paused = paused;
    this.spread = spread;
    letters.look(name);
  }

  /** Asks the plugins of its transports for their gauges; completes with the answers. */
  List<CompletableFuture<?>> askGauges() {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (TransportView view : integration.parts().transports()) {
      integration.record(view.name()).map(TransportRecord::askGauges).ifPresent(answers::add);
    }
    return answers;
  }

  IntegrationFigures read() {
    // What people changed is in the next reading.
    letters.look(name);
    Parts parts = integration.parts();
    return new IntegrationFigures(
        name,
        parts.configuration().map(IntegrationConfiguration::type),
        lifecycle.phase(),
        lifecycle.entries(),
        paused.get(),
        pushes.figures(),
        parts.configured(),
        link.state() instanceof LinkState.Connected,
        link.figures(),
        linkCounters.read(),
        events.counters(),
        delivery.snapshot(),
        delivery.limitedNanos(),
        spool.stats(),
        scripts.figures(),
        letters.counts(name),
        deliverer.waitsForLetters(),
        downlinks.read(),
        transports(parts),
        spread);
  }

  private List<TransportFigures> transports(Parts parts) {
    return parts.transports().stream()
        .flatMap(
            view ->
                integration
                    .record(view.name())
                    .map(record -> record.figures(view, delivery.uplinks(view.name())))
                    .stream())
        .toList();
  }
}
