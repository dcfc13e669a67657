package io.integrationhost.cli;

import com.google.gson.JsonObject;
import io.integrationhost.cli.client.EventStream;
import io.integrationhost.cli.client.HostClient;
import io.integrationhost.cli.client.IntegrationLine;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "tap",
    description = {
      "Shows what passes through an integration of a running host, as it happens.",
      "A line for each message of a device or to one: what came, what became of it, and later what",
      "ThingsBoard answered. Notices go to standard error."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host tap yard --failures",
      "  integration-host tap yard --device 'Sensor 7' --json",
      "  integration-host tap yard --hex --frames 20 |",
      "    integration-host convert --script decoder.js --lines /dev/stdin --form hex",
      "",
      "Exit codes: 0 it ended, 1 no host answers or it breaks off, 2 bad usage or no such integration."
    })
final class TapCommand implements Callable<Integer> {

  @Mixin private HostOption host;

  @Parameters(index = "0", paramLabel = "INTEGRATION", description = "Its name in the settings.")
  private String integration;

  @Option(names = "--device", paramLabel = "NAME", description = "Only of this device.")
  private String device;

  @Option(names = "--transport", paramLabel = "NAME", description = "Only of this transport.")
  private String transport;

  @Option(names = "--session", paramLabel = "ID", description = "Only of this session.")
  private String session;

  @Option(names = "--direction", paramLabel = "up|down", description = "Only one way.")
  private String direction;

  @Option(names = "--failures", description = "Only what was not stored, or not sent.")
  private boolean failures;

  @Option(names = "--find", paramLabel = "TEXT", description = "Only payloads that hold this text.")
  private String text;

  @Option(
      names = "--find-hex",
      paramLabel = "HEX",
      description = "Only payloads that hold these bytes.")
  private String pattern;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "So many a second at most, 1 to 1000. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--frames", paramLabel = "N", description = "Ends after so many.")
  private Long frames;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "Ends after 30s, 10m, 1h. Default: ${DEFAULT-VALUE}.")
  private String duration;

  @ArgGroup private Form form;

  /** Payloads alone, for other commands. */
  private static final class Form {
    @Option(names = "--hex", description = "Prints the payloads alone, in hexadecimal.")
    @SuppressWarnings("unused") // the one that is not the other
    private boolean hex;

    @Option(names = "--text", description = "Prints the payloads alone, as text.")
    private boolean text;
  }

  private long shown;

  @Override
  public Integer call() throws InterruptedException {
    if (host.json() && form != null) {
      throw host.badUsage("--json prints whole messages; leave out --hex and --text");
    }
    if (frames != null && frames < 1) {
      throw host.badUsage("--frames must be at least 1, is " + frames);
    }
    String path = HostClient.integration(integration, "/tap") + HostClient.query(filters());
    return host.run(client -> follow(client, path));
  }

  private Map<String, Optional<String>> filters() {
    Map<String, Optional<String>> filters = new LinkedHashMap<>();
    filters.put("transport", Optional.ofNullable(transport));
    filters.put("session", Optional.ofNullable(session));
    filters.put("device", Optional.ofNullable(device));
    filters.put("direction", Optional.ofNullable(direction).map(this::way));
    filters.put("failures", failures ? Optional.of("true") : Optional.empty());
    filters.put("text", Optional.ofNullable(text));
    filters.put("hex", Optional.ofNullable(pattern).map(hex -> hex.replaceAll("\\s", "")));
    filters.put("limit", Optional.of(Integer.toString(limit)));
    filters.put("for", Optional.of(duration));
    return filters;
  }

  private String way(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "up", "uplink" -> "UPLINK";
      case "down", "downlink" -> "DOWNLINK";
      default -> throw host.badUsage("--direction must be up or down, is " + word);
    };
  }

  private int follow(HostClient client, String path) throws InterruptedException {
    try (EventStream events = client.events(path)) {
      for (var event = events.next(); event.isPresent(); event = events.next()) {
        String name = event.get().name();
        JsonObject data = event.get().data();
        if (name.equals("ended")) {
          notice("ended (" + IntegrationLine.text(data, "reason") + "), " + shown + " shown");
          return ExitCode.SUCCESS;
        }
        take(name, data);
        if (host.console().out().checkError()) {
          // Who reads has had enough.
          return ExitCode.SUCCESS;
        }
        if (frames != null && shown >= frames) {
          notice(shown + " shown");
          return ExitCode.SUCCESS;
        }
      }
    }
    notice("the host ended it, " + shown + " shown");
    return ExitCode.FAILURE;
  }

  private void take(String name, JsonObject data) {
    switch (name) {
      case "started" -> notice("until " + IntegrationLine.text(data, "ends") + "; Ctrl-C ends it");
      case "dropped" ->
          notice(
              (long) IntegrationLine.number(data, "count").orElse(0)
                  + " more were not shown, as they were too many; filters or --limit help");
      case "frame" -> {
        shown++;
        print(name, data, FrameText.line(data));
      }
      case "answer" -> {
        if (form == null) {
          print(name, data, FrameText.answer(data));
        }
      }
      default -> {
        // A later host may tell of more.
      }
    }
  }

  private void print(String name, JsonObject data, String line) {
    if (host.json()) {
      JsonObject json = new JsonObject();
      json.addProperty("event", name);
      data.entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
      host.console().line(json.toString());
    } else if (form == null) {
      host.console().line(line);
    } else {
      host.console().line(form.text ? FrameText.text(data) : FrameText.hex(data));
    }
  }

  private void notice(String text) {
    host.console().error("tap of " + integration + ": " + text);
  }
}
