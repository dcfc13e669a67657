package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.dedicated.Platform;
import java.util.Optional;

/**
 * Tells dedicated converters from generic ones (facts 5.6). A server that leaves the version at 0
 * does so for both kinds; then the keys tell that only a dedicated converter's configuration has.
 */
final class DedicatedRecognition {
  private static final int DEDICATED = 2;
  private static final int NOT_TOLD = 0;

  private DedicatedRecognition() {}

  /**
   * Absent for a generic converter.
   *
   * @throws ScriptFailure when the converter is dedicated to what none can be dedicated to here
   */
  static Optional<Platform> platform(ConverterDefinition definition, JsonObject configuration) {
    Optional<String> type = definition.integrationType().filter(each -> !each.isBlank());
    Optional<Platform> platform = type.flatMap(Platform::of);
    if (definition.version() == DEDICATED && type.isPresent()) {
      return Optional.of(platform.orElseThrow(() -> unsupported(type.get())));
    }
    return definition.version() == NOT_TOLD && has(configuration, "name", "type")
        ? platform
        : Optional.empty();
  }

  private static boolean has(JsonObject configuration, String... keys) {
    for (String key : keys) {
      JsonElement value = configuration.get(key);
      if (value == null || value.isJsonNull()) {
        return false;
      }
    }
    return true;
  }

  private static ScriptFailure unsupported(String type) {
    return new ScriptFailure(
        Kind.CONFIGURATION,
        "Unsupported integrationType: "
            + type
            + ". A converter can be dedicated to "
            + Platform.names()
            + "; for other integrations make a generic converter in ThingsBoard");
  }
}
