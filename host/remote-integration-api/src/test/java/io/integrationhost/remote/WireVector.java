package io.integrationhost.remote;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** A recorded message: its bytes on the wire and the same as JSON. */
record WireVector(String name, byte[] bytes, JsonObject json) {

  static WireVector load(String name) {
    String path = "/vectors/wire/" + name + ".json";
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(WireVector.class.getResourceAsStream(path), path),
            StandardCharsets.UTF_8)) {
      JsonObject vector = JsonParser.parseReader(reader).getAsJsonObject();
      return new WireVector(
          name,
          HexFormat.of().parseHex(vector.get("hex").getAsString()),
          vector.getAsJsonObject("json"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
