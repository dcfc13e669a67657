package io.integrationhost.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.integrationhost.cli.client.HostClient;
import io.integrationhost.cli.client.IntegrationLine;
import io.integrationhost.cli.text.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "log-level",
    description = {
      "Has a running host log more, or less, of something for some time; it goes back by itself.",
      "Without a logger: shows those that have a level of their own for now. docs/operations.md names",
      "the loggers that help."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host log-level",
      "  integration-host log-level io.integrationhost.runtime.wire.SessionLog DEBUG --for 1h",
      "  integration-host log-level io.integrationhost.runtime.wire.SessionLog back",
      "",
      "Exit codes: 0 success, 1 no host answers or it refuses, 2 bad usage."
    })
final class LogLevelCommand implements Callable<Integer> {

  private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
  private static final String BACK = "BACK";

  @Mixin private HostOption host;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "LOGGER",
      description = "A package or class under io.integrationhost.")
  private String logger;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LEVEL",
      description = "TRACE, DEBUG, INFO, WARN or ERROR; back: as it was before.")
  private String level;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "15m",
      description = "For how long: 90s, 15m or 24h, which is the most. Default: ${DEFAULT-VALUE}.")
  private String time;

  @Override
  public Integer call() throws InterruptedException {
    if (logger != null && level == null) {
      throw host.badUsage(
          "say which level '" + logger + "' is to have: TRACE, DEBUG, INFO, WARN, ERROR or back");
    }
    String wanted = level == null ? "" : level.toUpperCase(Locale.ROOT);
    if (level != null && !wanted.equals(BACK) && !LEVELS.contains(wanted)) {
      throw host.badUsage(
          "'" + level + "' is no level; one of TRACE, DEBUG, INFO, WARN, ERROR, back");
    }
    return host.run(client -> logger == null ? list(client) : change(client, wanted));
  }

  private int list(HostClient client) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonElement each : IntegrationLine.list(client.get("/loggers"), "loggers")) {
      JsonObject one = each.getAsJsonObject();
      if (host.json()) {
        host.console().line(one.toString());
      } else if (one.has("until")) {
        rows.add(
            List.of(
                IntegrationLine.text(one, "name"),
                IntegrationLine.text(one, "level"),
                IntegrationLine.text(one, "until")));
      }
    }
    if (!host.json() && rows.isEmpty()) {
      host.console().line("no logger has a level for some time only");
    } else if (!host.json()) {
      new TextTable(List.of("LOGGER", "LEVEL", "UNTIL"), rows)
          .lines()
          .forEach(host.console()::line);
    }
    return ExitCode.SUCCESS;
  }

  private int change(HostClient client, String wanted) {
    JsonObject body = new JsonObject();
    if (wanted.equals(BACK)) {
      body.add("level", JsonNull.INSTANCE);
    } else {
      body.addProperty("level", wanted);
      body.addProperty("for", time);
    }
    JsonObject now =
        client.send(
            "PUT", "/loggers/" + HostClient.encode(logger), Optional.of(body), Duration.ZERO);
    String until = IntegrationLine.text(now, "until");
    host.console()
        .line(
            host.json()
                ? now.toString()
                : IntegrationLine.text(now, "name")
                    + " has level "
                    + IntegrationLine.text(now, "level")
                    + (until.isEmpty() ? "" : " until " + until));
    return ExitCode.SUCCESS;
  }
}
