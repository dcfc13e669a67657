package io.integrationhost.host.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who wants which port of this machine. */
final class Ports {

  private record Wish(String who, ListeningPort port) {}

  private final List<Wish> wishes = new ArrayList<>();
  private final boolean hostRuns;

  /**
   * Nobody wants a port yet.
   *
   * @param hostRuns whether a host runs with these settings, which may have its ports open
   */
  Ports(boolean hostRuns) {
    this.hostRuns = hostRuns;
  }

  /** Looks at one port more; taken ports are tried for a moment. */
  Finding wanted(String who, ListeningPort port) {
    Optional<Wish> rival = wishes.stream().filter(wish -> wish.port().excludes(port)).findFirst();
    wishes.add(new Wish(who, port));
    if (rival.isPresent()) {
      return Finding.problem(
          who,
          "%s is wanted by %s too, and only one of them can have it; change '%s' of one"
              .formatted(port, rival.get().who(), port.key()));
    }
    Optional<ListeningPort.Refusal> refusal = port.refusal();
    if (refusal.isEmpty()) {
      return Finding.ok(who, port + " is free");
    }
    if (!refusal.get().taken()) {
      return Finding.problem(who, refusal.get().reason());
    }
    return hostRuns
        ? Finding.ok(
            who,
            refusal.get().reason()
                + ", most likely by the host that runs on the data directory: if its log says that"
                + " this transport is FAILED, by another program")
        : Finding.problem(
            who,
            refusal.get().reason() + "; stop the other program or change '" + port.key() + "'");
  }
}
