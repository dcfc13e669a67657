package io.integrationhost.host.deadletter;

import static io.integrationhost.host.store.FileJson.required;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.integrationhost.host.store.FileJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A letter as the JSON text of its file. */
final class LetterFormat {

  private static final int VERSION = 1;

  private final Gson gson = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  byte[] write(LetterId id, DeadLetter letter) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("id", id.text());
    json.addProperty("integration", letter.integration());
    json.addProperty("time", letter.time().toString());
    json.addProperty("kind", letter.kind().name());
    json.addProperty("reason", letter.reason());
    letter.item().ifPresent(item -> json.addProperty("item", base64(item)));
    letter
        .payload()
        .ifPresent(
            payload -> {
              json.addProperty("payload", base64(payload.bytes()));
              JsonObject metadata = new JsonObject();
              payload.metadata().forEach(metadata::addProperty);
              json.add("metadata", metadata);
            });
    return gson.toJson(json).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The letter of a file.
   *
   * @throws IllegalArgumentException if the text is not that of a letter
   */
  DeadLetter read(byte[] text) {
    try {
      JsonObject json = FileJson.read(text, VERSION);
      return letter(json);
    } catch (JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException
        | DateTimeException e) {
      throw new IllegalArgumentException("it is damaged or no dead letter: " + e.getMessage(), e);
    }
  }

  private static DeadLetter letter(JsonObject json) {
    return new DeadLetter(
        required(json, "integration").getAsString(),
        Instant.parse(required(json, "time").getAsString()),
        DeadLetter.Kind.valueOf(required(json, "kind").getAsString()),
        required(json, "reason").getAsString(),
        bytes(json, "item"),
        bytes(json, "payload").map(bytes -> new OriginalPayload(bytes, metadata(json))));
  }

  private static Optional<byte[]> bytes(JsonObject json, String key) {
    return Optional.ofNullable(json.get(key))
        .map(value -> Base64.getDecoder().decode(value.getAsString()));
  }

  private static Map<String, String> metadata(JsonObject json) {
    Map<String, String> metadata = new TreeMap<>();
    if (json.has("metadata")) {
      required(json, "metadata")
          .getAsJsonObject()
          .asMap()
          .forEach((key, value) -> metadata.put(key, value.getAsString()));
    }
    return metadata;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
