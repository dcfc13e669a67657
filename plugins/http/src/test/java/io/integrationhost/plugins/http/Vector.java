package io.integrationhost.plugins.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One entry of {@code requests.json}; its keys are those of the file. */
record Vector(JsonObject json) {

  static Stream<Vector> all() {
    try (InputStream in = Vector.class.getResourceAsStream("/vectors/webhook/requests.json")) {
      JsonArray array =
          JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .getAsJsonArray();
      return StreamSupport.stream(array.spliterator(), false)
          .map(each -> new Vector(each.getAsJsonObject()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return json.get("name").getAsString();
  }

  JsonObject integration() {
    return json.getAsJsonObject("integration");
  }

  JsonObject expect() {
    return json.getAsJsonObject("expect");
  }

  String text(String key, String absent) {
    return json.has(key) && !json.get(key).isJsonNull() ? json.get(key).getAsString() : absent;
  }

  List<String> devices() {
    return json.has("devices")
        ? json.getAsJsonArray("devices").asList().stream().map(JsonElement::getAsString).toList()
        : List.of("barn-7");
  }

  /** The bytes of the request, but for its body when the client waits to be told to send it. */
  byte[] head() {
    JsonObject request = json.getAsJsonObject("request");
    var text = new StringBuilder();
    text.append(request.get("method").getAsString())
        .append(' ')
        .append(request.get("target").getAsString())
        .append(" HTTP/1.1\r\n");
    for (JsonElement each : request.getAsJsonArray("headers")) {
      JsonArray line = each.getAsJsonArray();
      text.append(line.get(0).getAsString())
          .append(": ")
          .append(line.get(1).getAsString())
          .append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  byte[] body() {
    JsonElement hex = json.getAsJsonObject("request").get("bodyHex");
    return hex == null || hex.isJsonNull()
        ? new byte[0]
        : HexFormat.of().parseHex(hex.getAsString());
  }

  byte[] whole() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(head());
    all.writeBytes(body());
    return all.toByteArray();
  }

  boolean asksFirst() {
    return new String(head(), StandardCharsets.ISO_8859_1).contains("100-continue");
  }

  @Override
  public String toString() {
    return name();
  }
}
