package io.integrationhost.plugins.teltonika.codec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One entry of {@code frames.json}; its keys are those of the file. */
public record Vector(JsonObject json) {

  /** All vectors of the file. */
  public static List<Vector> all() {
    try (InputStream in = Vector.class.getResourceAsStream("/vectors/teltonika/frames.json")) {
      JsonArray array =
          JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .getAsJsonArray();
      return StreamSupport.stream(array.spliterator(), false)
          .map(each -> new Vector(each.getAsJsonObject()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All but the datagrams. */
  public static Stream<Vector> ofTcp() {
    return all().stream().filter(vector -> !vector.isDatagram());
  }

  /** The datagrams. */
  public static Stream<Vector> ofUdp() {
    return all().stream().filter(Vector::isDatagram);
  }

  public String name() {
    return json.get("name").getAsString();
  }

  public boolean isDatagram() {
    return json.get("kind").getAsString().equals("udp");
  }

  public boolean isLoggedIn() {
    return json.has("state") && json.get("state").getAsString().equals("loggedIn");
  }

  /** Whether the server knows the device. */
  public boolean isKnown() {
    return !json.has("imeiKnown") || json.get("imeiKnown").getAsBoolean();
  }

  /** Whether the bytes travel to the device. */
  public boolean isRequest() {
    return json.has("direction") && json.get("direction").getAsString().equals("toDevice");
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(json.get("hex").getAsString());
  }

  public JsonObject expect() {
    return json.getAsJsonObject("expect");
  }

  public String answer() {
    return expect().get("answerHex").getAsString();
  }

  public boolean isClosing() {
    return expect().has("close") && expect().get("close").getAsBoolean();
  }

  /** The expected error; empty when there is none. */
  public String error() {
    return expect().has("error") ? expect().get("error").getAsString() : "";
  }

  public List<JsonObject> list(String key) {
    return expect().has(key)
        ? expect().getAsJsonArray(key).asList().stream().map(JsonElement::getAsJsonObject).toList()
        : List.of();
  }

  @Override
  public String toString() {
    return name();
  }
}
