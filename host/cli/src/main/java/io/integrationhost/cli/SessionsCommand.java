package io.integrationhost.cli;

import com.google.gson.JsonObject;
import io.integrationhost.cli.client.HostClient;
import io.integrationhost.cli.client.IntegrationLine;
import io.integrationhost.cli.text.Amount;
import io.integrationhost.cli.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sessions",
    description = {
      "Shows which devices are connected to a running host.",
      "SINCE is how long the session is open, LAST how long ago bytes last came, FAULTS how many",
      "frames could not be read. A device whose name is not known yet, or never is (some protocols",
      "leave that to the converter), is shown as '-'."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host sessions",
      "  integration-host sessions yard --search 'Device B'",
      "  integration-host sessions yard --search 10.1.7.",
      "",
      "Exit codes: 0 told, also when there are none, 1 no host answers, 2 bad usage or no such",
      "integration."
    })
final class SessionsCommand implements Callable<Integer> {

  private static final int MOST = 500;

  private static final List<String> HEAD =
      List.of(
          "INTEGRATION",
          "TRANSPORT",
          "DEVICE",
          "ADDRESS",
          " SINCE",
          " LAST",
          " RECEIVED",
          " SENT",
          " FAULTS",
          "");

  @Mixin private HostOption host;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "INTEGRATION",
      description = "Its name in the settings. Default: all of them.")
  private String integration;

  @Option(names = "--transport", paramLabel = "NAME", description = "Of this transport only.")
  private String transport;

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only those with this in the name of device or session or in the address.")
  private String search;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Of each integration, 1 to 500. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Override
  public Integer call() throws InterruptedException {
    if (limit < 1 || limit > MOST) {
      throw host.badUsage("--limit must be 1 to " + MOST + ", is " + limit);
    }
    return host.run(this::show);
  }

  private int show(HostClient client) {
    List<String> names =
        integration == null
            ? client.list("/integrations").stream()
                .map(each -> IntegrationLine.of(each).name())
                .toList()
            : List.of(integration);
    Map<String, JsonObject> pages = new LinkedHashMap<>();
    for (String name : names) {
      pages.put(name, client.get(path(name)));
    }
    if (host.json()) {
      pages.forEach(this::printJson);
    } else {
      printTable(pages);
    }
    return ExitCode.SUCCESS;
  }

  private String path(String name) {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    values.put("limit", Optional.of(Integer.toString(limit)));
    values.put("transport", Optional.ofNullable(transport));
    values.put("search", Optional.ofNullable(search));
    return HostClient.integration(name, "/sessions") + HostClient.query(values);
  }

  private void printJson(String name, JsonObject page) {
    for (JsonObject each : IntegrationLine.list(page, "items")) {
      JsonObject session = new JsonObject();
      session.addProperty("integration", name);
      each.entrySet().forEach(of -> session.add(of.getKey(), of.getValue()));
      host.console().line(session.toString());
    }
  }

  private void printTable(Map<String, JsonObject> pages) {
    Instant now = Instant.now();
    List<List<String>> rows = new ArrayList<>();
    pages.forEach(
        (name, page) ->
            IntegrationLine.list(page, "items").forEach(each -> rows.add(row(name, each, now))));
    if (rows.isEmpty()) {
      host.console().line("no device is connected" + (narrowed() ? " that is meant" : ""));
      return;
    }
    new TextTable(HEAD, rows).lines().forEach(host.console()::line);
    pages.forEach(this::printRest);
  }

  private boolean narrowed() {
    return integration != null || transport != null || search != null;
  }

  private void printRest(String name, JsonObject page) {
    if (page.has("next")) {
      long open = (long) IntegrationLine.number(page, "open").orElse(0);
      host.console()
          .line(
              "integration '%s' has %d open sessions, more than are shown; choose with --search,"
                      .formatted(name, open)
                  + " or raise --limit");
    }
  }

  private static List<String> row(String integration, JsonObject session, Instant now) {
    String device = IntegrationLine.text(session, "device");
    return List.of(
        integration,
        IntegrationLine.text(session, "transport"),
        device.isEmpty() ? "-" : device,
        IntegrationLine.text(session, "remoteAddress"),
        age(session, "since", now),
        age(session, "lastFrame", now),
        Amount.bytes(IntegrationLine.number(session, "receivedBytes")),
        Amount.bytes(IntegrationLine.number(session, "sentBytes")),
        Amount.of(IntegrationLine.number(session, "faults")),
        IntegrationLine.flag(session, "paused") ? "not read now, as the host is slower" : "");
  }

  private static String age(JsonObject session, String key, Instant now) {
    return IntegrationLine.time(session, key)
        .map(time -> Amount.time(Duration.between(time, now)))
        .orElse("-");
  }
}
