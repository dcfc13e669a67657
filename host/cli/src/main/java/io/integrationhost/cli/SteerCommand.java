package io.integrationhost.cli;

import com.google.gson.JsonObject;
import io.integrationhost.cli.client.HostClient;
import io.integrationhost.cli.client.IntegrationLine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done with one integration of a running host, and how it is afterwards. */
abstract class SteerCommand implements Callable<Integer> {

  private static final int LONGEST_WAIT = 60;

  @Mixin private HostOption host;

  @Parameters(index = "0", paramLabel = "INTEGRATION", description = "Its name in the settings.")
  private String integration;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long to wait for the end, 60 at most. Default: ${DEFAULT-VALUE}.")
  private int wait;

  private final String verb;

  SteerCommand(String verb) {
    this.verb = verb;
  }

  /** What is sent with it. */
  Optional<JsonObject> body() {
    return Optional.empty();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (wait < 0 || wait > LONGEST_WAIT) {
      throw host.badUsage("--wait must be 0 to 60 seconds, is " + wait);
    }
    return host.run(this::act);
  }

  private int act(HostClient client) {
    JsonObject answer =
        client.send(
            "POST",
            HostClient.integration(integration, "/" + verb) + "?wait=" + wait + "s",
            body(),
            Duration.ofSeconds(wait));
    IntegrationLine now = IntegrationLine.of(answer);
    host.console()
        .line(
            host.json()
                ? answer.toString()
                : now.name()
                    + " is "
                    + now.condition()
                    + (now.reason().isEmpty() ? "" : ": " + now.reason()));
    return ExitCode.SUCCESS;
  }
}
