package io.integrationhost.bench;

import io.integrationhost.bench.DevicesLoad.TcpHost;
import io.integrationhost.host.Host;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.integration.RunningIntegration;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** The host itself with all integrations of a target; the first one is looked at. */
final class WholeHost implements TcpHost {

  private final Host host;
  private final RunningIntegration integration;

  WholeHost(Target target, Path home, Path directory, String durability) {
    host =
        Host.start(
            Defaults.settings(
                home, directory, target.server().port(), durability, target.integrations()),
            Clock.systemUTC(),
            List.of());
    integration = host.integrations().get(0);
    Waiting.until(
        () -> host.integrations().stream().allMatch(each -> each.status().phase() == Phase.RUNNING),
        () -> "the start of the integrations (" + states(home) + ")");
  }

  private String states(Path home) {
    return host.integrations().stream()
            .map(
                each ->
                    each.name() + " is " + each.status().phase() + ": " + each.status().reason())
            .collect(Collectors.joining("; "))
        + "; is the plugin in "
        + home.resolve("plugins")
        + "?";
  }

  /** The one that is looked at. */
  RunningIntegration integration() {
    return integration;
  }

  @Override
  public long delivered() {
    return integration.counters().delivered();
  }

  @Override
  public void close() {
    host.close();
  }
}
