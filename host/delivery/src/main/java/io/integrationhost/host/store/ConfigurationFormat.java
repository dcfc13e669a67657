package io.integrationhost.host.store;

import static io.integrationhost.host.store.FileJson.required;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A saved configuration as JSON text. The routing key is left out: its reader knows it. */
final class ConfigurationFormat {

  private static final int VERSION = 1;

  private final Gson gson = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  byte[] write(SavedConfiguration saved) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("integration", saved.integration());
    json.addProperty("routingKeySha256", saved.keyDigest());
    json.addProperty("saved", saved.time().toString());
    json.add("configuration", integration(saved.configuration()));
    return FileJson.write(gson, json);
  }

  /**
   * Reads what {@link #write} made.
   *
   * @param routingKey becomes the one of the configuration
   * @throws DamagedFileException if it is not what was written
   * @throws IllegalArgumentException if it is of another program; names no content
   */
  SavedConfiguration read(byte[] text, String routingKey) {
    try {
      JsonObject json = FileJson.read(text, VERSION);
      return new SavedConfiguration(
          text(json, "integration"),
          text(json, "routingKeySha256"),
          Instant.parse(text(json, "saved")),
          integration(required(json, "configuration").getAsJsonObject(), routingKey));
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException
        | DateTimeException e) {
      // The parser's message may quote the text, which may hold secrets.
      throw new DamagedFileException("it is damaged or no saved configuration", e);
    }
  }

  private static JsonObject integration(IntegrationConfiguration configuration) {
    JsonObject json = new JsonObject();
    json.addProperty("tenantId", configuration.tenantId().toString());
    json.addProperty("integrationId", configuration.integrationId().toString());
    json.addProperty("name", configuration.name());
    json.addProperty("type", configuration.type());
    json.addProperty("configuration", configuration.configuration());
    json.addProperty("additionalInfo", configuration.additionalInfo());
    json.addProperty("enabled", configuration.enabled());
    configuration.debugSettings().ifPresent(text -> json.addProperty("debugSettings", text));
    json.add("uplinkConverter", converter(configuration.uplinkConverter()));
    configuration
        .downlinkConverter()
        .ifPresent(converter -> json.add("downlinkConverter", converter(converter)));
    return json;
  }

  private static JsonObject converter(ConverterConfiguration converter) {
    JsonObject json = new JsonObject();
    json.addProperty("tenantId", converter.tenantId().toString());
    json.addProperty("converterId", converter.converterId().toString());
    json.addProperty("name", converter.name());
    json.addProperty("configuration", converter.configuration());
    json.addProperty("additionalInfo", converter.additionalInfo());
    converter.debugSettings().ifPresent(text -> json.addProperty("debugSettings", text));
    converter.integrationType().ifPresent(text -> json.addProperty("integrationType", text));
    json.addProperty("version", converter.version());
    return json;
  }

  private static IntegrationConfiguration integration(JsonObject json, String routingKey) {
    return new IntegrationConfiguration(
        id(json, "tenantId"),
        id(json, "integrationId"),
        text(json, "name"),
        routingKey,
        text(json, "type"),
        text(json, "configuration"),
        text(json, "additionalInfo"),
        flag(json, "enabled"),
        optionalText(json, "debugSettings"),
        converter(required(json, "uplinkConverter").getAsJsonObject()),
        Optional.ofNullable(json.get("downlinkConverter"))
            .map(converter -> converter(converter.getAsJsonObject())));
  }

  private static ConverterConfiguration converter(JsonObject json) {
    return new ConverterConfiguration(
        id(json, "tenantId"),
        id(json, "converterId"),
        text(json, "name"),
        text(json, "configuration"),
        text(json, "additionalInfo"),
        optionalText(json, "debugSettings"),
        optionalText(json, "integrationType"),
        required(json, "version").getAsInt());
  }

  private static UUID id(JsonObject json, String key) {
    try {
      return UUID.fromString(text(json, key));
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException("'" + key + "' is no id", e);
    }
  }

  private static String text(JsonObject json, String key) {
    return required(json, key).getAsString();
  }

  private static boolean flag(JsonObject json, String key) {
    return required(json, key).getAsBoolean();
  }

  private static Optional<String> optionalText(JsonObject json, String key) {
    return Optional.ofNullable(json.get(key)).map(JsonElement::getAsString);
  }
}
