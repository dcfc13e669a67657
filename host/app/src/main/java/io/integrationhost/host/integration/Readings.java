package io.integrationhost.host.integration;

import io.integrationhost.converter.IntegrationScripts;
import io.integrationhost.host.back.Back;
import io.integrationhost.host.board.Joint;
import io.integrationhost.host.deadletter.DeadLetterStore;
import io.integrationhost.host.downlink.DownlinkCounters;
import io.integrationhost.host.front.Front;
import io.integrationhost.host.front.Parts;
import io.integrationhost.host.front.TransportFigures;
import io.integrationhost.host.front.TransportRecord;
import io.integrationhost.host.front.TransportView;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Where the numbers of one integration are read. Safe for any thread. */
final class Readings {

  private final Joint joint;
  private final Front front;
  private final Back back;
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
      Joint joint,
      Front front,
      Back back,
      DownlinkCounters downlinks,
      IntegrationScripts scripts,
      DeadLetterStore letters,
      Supplier<Paused> paused,
      Optional<Spread> spread) {
    this.joint = joint;
    this.front = front;
    this.back = back;
    this.downlinks = downlinks;
    this.scripts = scripts;
    this.letters = letters;
    this.paused = paused;
    this.spread = spread;
    letters.look(joint.name());
  }

  /** Asks the plugins of its transports for their gauges; completes with the answers. */
  List<CompletableFuture<?>> askGauges() {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (TransportView view : front.parts().transports()) {
      front.record(view.name()).map(TransportRecord::askGauges).ifPresent(answers::add);
    }
    return answers;
  }

  IntegrationFigures read() {
    String name = joint.name();
    // What people changed is in the next reading.
    letters.look(name);
    Parts parts = front.parts();
    return new IntegrationFigures(
        name,
        parts.configuration().map(IntegrationConfiguration::type),
        front.status().phase(),
        front.entries(),
        paused.get(),
        front.pushes(),
        parts.configured(),
        back.linkState() instanceof LinkState.Connected,
        back.linkFigures(),
        back.linkCounters().read(),
        joint.events().counters(),
        joint.counters().snapshot(),
        joint.counters().limitedNanos(),
        joint.log().stats(),
        scripts.figures(),
        letters.counts(name),
        back.waitsForLetters(),
        downlinks.read(),
        transports(parts),
        spread);
  }

  private List<TransportFigures> transports(Parts parts) {
    return parts.transports().stream()
        .flatMap(
            view ->
                front
                    .record(view.name())
                    .map(record -> record.figures(view, joint.counters().uplinks(view.name())))
                    .stream())
        .toList();
  }
}
