package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import java.util.List;

/**
 * From one object that a dedicated script returned to entity data (facts 5.6).
 *
 * @param metadata as the script saw it
 */
record DedicatedResult(
    DedicatedConfiguration configuration, ResultParser results, JsonObject metadata) {

  /**
   * @throws ScriptFailure when the result breaks the rules
   */
  EntityData entity(JsonObject returned) {
    JsonObject json = withMetadata(returned);
    String profile = text(json, "profile", configuration.profile());
    return new EntityData(
        kind(json),
        name(json),
        profile.isEmpty() ? "default" : profile,
        text(json, "label", configuration.label()),
        text(json, "customer", configuration.customer()),
        text(json, "group", configuration.group()),
        results.telemetry(json),
        results.attributes(json));
  }

  /** The given result is shown in debug events: it stays as the script returned it. */
  private JsonObject withMetadata(JsonObject returned) {
    if (configuration.telemetry().isEmpty() && configuration.attributes().isEmpty()) {
      return returned;
    }
    JsonObject json = returned.deepCopy();
    DedicatedKeys keys = new DedicatedKeys(metadata);
    keys.addTelemetry(json, configuration.telemetry());
    keys.addAttributes(json, configuration.attributes());
    return json;
  }

  private EntityKind kind(JsonObject json) {
    String type = override(json, "type");
    return type.isEmpty()
        ? configuration.kind()
        : DedicatedConfiguration.kind(type)
            .orElseThrow(
                () ->
                    ScriptFailure.result(
                        "The key 'type' of the converter output must be DEVICE or ASSET, but is "
                            + type));
  }

  /**
   * An entity named after an unfilled template would collect the data of all devices: such a
   * message fails. Other texts stay as they are, as in ThingsBoard.
   */
  private String name(JsonObject json) {
    String given = override(json, "name");
    List<String> unknown = configuration.name().unknown(metadata);
    if (given.isEmpty() && !unknown.isEmpty()) {
      throw ScriptFailure.result(
          "The name '"
              + configuration.name().text()
              + "' of the converter's configuration needs the metadata "
              + String.join(", ", unknown)
              + ", which this message does not have. It has "
              + String.join(", ", metadata.keySet()));
    }
    String name = text(json, "name", configuration.name());
    if (name.isBlank()) {
      throw ScriptFailure.result(
          "The entity has no name: set 'name' in the converter's configuration, such as $eui, or"
              + " in the converter output");
    }
    return name;
  }

  private String text(JsonObject json, String key, DedicatedTemplate template) {
    String given = override(json, key);
    return given.isEmpty() ? template.fill(metadata) : given;
  }

  /** Empty when the script leaves it to the configuration. */
  private static String override(JsonObject json, String key) {
    JsonElement value = json.get(key);
    return value == null || value.isJsonNull() ? "" : new Fields(json).text(key, "");
  }
}
