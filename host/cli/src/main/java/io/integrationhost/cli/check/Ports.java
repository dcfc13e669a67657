package io.integrationhost.cli.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who wants which port of this machine. */
final class Ports {

  private record Wish(String who, ListeningPort port) {}

  private final List<Wish> wishes = new ArrayList<>();
  private final RunningHost host;
  private final OpenFiles openFiles;

  /**
   * Nobody wants a port yet.
   *
   * @param host may have its ports open
   */
  Ports(RunningHost host, OpenFiles openFiles) {
    this.host = host;
    this.openFiles = openFiles;
  }

  /** Looks at one port more; a port that is free is taken for a moment. */
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
    return refusal.get().taken()
        ? taken(who, port, refusal.get().reason())
        : Finding.problem(who, refusal.get().reason());
  }

  private Finding taken(String who, ListeningPort port, String reason) {
    Optional<Long> holder = openFiles.holder(port);
    if (host.isRunning() && holder.isPresent() && holder.equals(host.process())) {
      return Finding.ok(who, reason + " by the host that runs on the data directory");
    }
    if (host.isRunning() && (holder.isEmpty() || host.process().isEmpty())) {
      return Finding.ok(
          who,
          reason
              + ", most likely by the host that runs on the data directory: if its log says that"
              + " this transport is FAILED, by another program");
    }
    return Finding.problem(
        who,
        "%s%s; stop the other program or change '%s'"
            .formatted(
                reason,
                holder.map(process -> " by " + OpenFiles.describe(process)).orElse(""),
                port.key()));
  }
}
