package io.integrationhost.converter;

import com.google.gson.JsonObject;
import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.entity.EntityKind;
import java.util.Optional;
import java.util.Set;

/**
 * What a dedicated converter's configuration says of the entity (facts 5.1, 5.6). Templates are
 * empty when the configuration has none.
 *
 * @param telemetry metadata keys to send as telemetry
 * @param attributes metadata keys to send as attributes
 */
record DedicatedConfiguration(
    EntityKind kind,
    DedicatedTemplate name,
    DedicatedTemplate profile,
    DedicatedTemplate label,
    DedicatedTemplate customer,
    DedicatedTemplate group,
    Set<String> telemetry,
    Set<String> attributes) {

  /**
   * @throws ScriptFailure when a key has a value of the wrong kind
   */
  static DedicatedConfiguration parse(JsonObject root) {
    String type = ConverterConfiguration.text(root, "type", "");
    return new DedicatedConfiguration(
        type.isEmpty() ? EntityKind.DEVICE : kind(type).orElseThrow(() -> unknown(type)),
        template(root, "name"),
        template(root, "profile"),
        template(root, "label"),
        template(root, "customer"),
        template(root, "group"),
        ConverterConfiguration.keys(root, "telemetry"),
        ConverterConfiguration.keys(root, "attributes"));
  }

  /** Absent for a text that is neither DEVICE nor ASSET. */
  static Optional<EntityKind> kind(String type) {
    return switch (type) {
      case "DEVICE" -> Optional.of(EntityKind.DEVICE);
      case "ASSET" -> Optional.of(EntityKind.ASSET);
      default -> Optional.empty();
    };
  }

  private static DedicatedTemplate template(JsonObject root, String key) {
    return new DedicatedTemplate(ConverterConfiguration.text(root, key, ""));
  }

  private static ScriptFailure unknown(String type) {
    return new ScriptFailure(
        Kind.CONFIGURATION,
        "The key 'type' of the converter's configuration must be DEVICE or ASSET, but is " + type);
  }
}
