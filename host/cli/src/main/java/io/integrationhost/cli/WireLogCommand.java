package io.integrationhost.cli;

import com.google.gson.JsonObject;
import io.integrationhost.cli.client.HostClient;
import io.integrationhost.cli.client.IntegrationLine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "wire-log",
    description = {
      "Has a running host write what passes between it and devices to a file, for some time.",
      "The file is on the host's machine, for the host's user only: what devices send may hold",
      "passwords. Without --for and --end: shows whether it is written now."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host wire-log yard --for 15m --device 'Sensor 7'",
      "  integration-host wire-log yard --end",
      "",
      "Exit codes: 0 success, 1 no host answers or it refuses, 2 bad usage or no such integration."
    })
final class WireLogCommand implements Callable<Integer> {

  @Mixin private HostOption host;

  @Parameters(index = "0", paramLabel = "INTEGRATION", description = "Its name in the settings.")
  private String integration;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "For how long: 90s, 15m or 24h, which is the most. In place of one that runs.")
  private String time;

  @Option(names = "--end", description = "Ends it before its time.")
  private boolean end;

  @Option(names = "--transport", paramLabel = "NAME", description = "Only this transport.")
  private String transport;

  @Option(names = "--session", paramLabel = "ID", description = "Only this session.")
  private String session;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "Only sessions of this device, from when its name is known.")
  private String device;

  @Option(names = "--hex", description = "Hexadecimal also for what could be shown as text.")
  private boolean hex;

  @Override
  public Integer call() throws InterruptedException {
    if (end && time != null) {
      throw host.badUsage("--for begins and --end ends; say one of them");
    }
    if (time == null && (transport != null || session != null || device != null || hex)) {
      throw host.badUsage("say for how long: --for 15m");
    }
    return host.run(this::act);
  }

  private int act(HostClient client) {
    String path = HostClient.integration(integration, "/wire-log");
    JsonObject now =
        time == null && !end
            ? client.get(path)
            : client.send(
                end ? "DELETE" : "POST",
                path,
                end ? Optional.empty() : Optional.of(body()),
                Duration.ZERO);
    host.console().line(host.json() ? now.toString() : sentence(now));
    return ExitCode.SUCCESS;
  }

  private JsonObject body() {
    JsonObject body = new JsonObject();
    body.addProperty("for", time);
    body.addProperty("hex", hex);
    Optional.ofNullable(transport).ifPresent(name -> body.addProperty("transport", name));
    Optional.ofNullable(session).ifPresent(name -> body.addProperty("session", name));
    Optional.ofNullable(device).ifPresent(name -> body.addProperty("device", name));
    return body;
  }

  private String sentence(JsonObject now) {
    if (!IntegrationLine.flag(now, "running")) {
      return integration + ": no wire log is written";
    }
    long dropped = (long) IntegrationLine.number(now, "droppedLines").orElse(0);
    return integration
        + ": written to "
        + IntegrationLine.text(now, "directory")
        + " until "
        + IntegrationLine.text(now, "until")
        + (dropped == 0 ? "" : "; " + dropped + " lines were left out, as the disk was too slow");
  }
}
