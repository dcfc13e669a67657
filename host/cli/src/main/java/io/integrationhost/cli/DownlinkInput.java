package io.integrationhost.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.integrationhost.emulator.EmulatedDownlink;
import io.integrationhost.emulator.IntegrationHandle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends a running emulator's downlinks, written as one JSON object per line. */
final class DownlinkInput {

  private static final String USUAL_TYPE = "RPC_CALL_FROM_SERVER_TO_DEVICE";

  private final Supplier<List<IntegrationHandle>> integrations;
  private final Console console;

  DownlinkInput(Supplier<List<IntegrationHandle>> integrations, Console console) {
    this.integrations = integrations;
    this.console = console;
  }

  /** Reads to the end on a thread of its own. */
  void follow(InputStream input) {
    Thread reader = new Thread(() -> read(input), "downlink-input");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream input) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          console.error(send(line));
        }
      }
    } catch (IOException e) {
      console.error("no more downlinks are read: " + e);
    }
  }

  /** What became of a line, in words. */
  String send(String line) {
    try {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      EmulatedDownlink downlink =
          EmulatedDownlink.of(
              text(json, "device")
                  .orElseThrow(() -> new IllegalArgumentException("'device' is missing")),
              text(json, "type").orElse(USUAL_TYPE),
              Optional.ofNullable(json.get("data")).map(JsonElement::toString).orElse("{}"),
              metadata(json));
      boolean sent = integration(text(json, "integration")).push(downlink);
      return sent
          ? "sent a downlink for device '" + downlink.deviceName() + "'"
          : "no host is connected: the downlink is lost, as with ThingsBoard";
    } catch (JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException e) {
      return "not a downlink ("
          + e.getMessage()
          + "); write one line such as {\"device\": \"Device B\", \"data\": {\"valve\": \"open\"}}";
    }
  }

  private IntegrationHandle integration(Optional<String> routingKey) {
    List<IntegrationHandle> all = integrations.get();
    if (routingKey.isPresent()) {
      return all.stream()
          .filter(each -> each.configuration().routingKey().equals(routingKey.get()))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "there is no integration with the routing key '" + routingKey.get() + "'"));
    }
    if (all.size() != 1) {
      throw new IllegalArgumentException(
          "'integration' is missing: a routing key, since there are " + all.size());
    }
    return all.get(0);
  }

  private static Optional<String> text(JsonObject json, String key) {
    return Optional.ofNullable(json.get(key)).map(JsonElement::getAsString);
  }

  private static Map<String, String> metadata(JsonObject json) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (json.get("metadata") != null) {
      json.getAsJsonObject("metadata")
          .entrySet()
          .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().getAsString()));
    }
    return metadata;
  }
}
