package io.integrationhost.plugins.mqtt.sparkplug;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.kit.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The files of {@code vectors/sparkplug}. */
final class Vectors {

  private Vectors() {}

  static List<JsonObject> of(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/sparkplug/" + file)) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonArray()
          .asList()
          .stream()
          .map(JsonElement::getAsJsonObject)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(JsonObject message) {
    return Bytes.hex(message.get("hex").getAsString());
  }
}
