package io.integrationhost.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.remote.proto.RequestMsg;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/** A message made with the vendor's classes. */
record Vector(byte[] bytes, JsonObject json) {

  static Vector load(String name) {
    try (InputStream in = Vector.class.getResourceAsStream("/vectors/wire/" + name + ".json")) {
      JsonObject vector =
          JsonParser.parseString(new String(in.readAllBytes(), UTF_8)).getAsJsonObject();
      return new Vector(
          HexFormat.of().parseHex(vector.get("hex").getAsString()), vector.getAsJsonObject("json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RequestMsg request() throws IOException {
    return RequestMsg.parseFrom(bytes);
  }
}
