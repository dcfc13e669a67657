package io.integrationhost.convert;

import com.google.gson.JsonObject;
import io.integrationhost.converter.ConverterDefinition;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A converter that is tried out.
 *
 * @param origin where it was found, for people
 * @param downlink whether it converts what is sent to devices
 * @param metadata what its integration adds to each message; {@code integrationName} at least
 */
public record TriedConverter(
    String origin,
    boolean downlink,
    ScriptText script,
    ConverterDefinition definition,
    Map<String, String> metadata) {

  public TriedConverter {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(script, "script");
    Objects.requireNonNull(definition, "definition");
    metadata = Map.copyOf(metadata);
  }

  /**
   * A generic converter of a bare script.
   *
   * @param integration the name that the script sees as {@code integrationName}
   */
  public static TriedConverter of(
      String origin, boolean downlink, ScriptText script, String integration) {
    JsonObject configuration = new JsonObject();
    configuration.addProperty("scriptLang", script.language());
    configuration.addProperty(key(script.language(), downlink), script.body());
    return new TriedConverter(
        origin,
        downlink,
        script,
        new ConverterDefinition(origin, origin, configuration.toString()),
        Map.of("integrationName", integration));
  }

  /** As a dedicated converter of an integration type (facts 5.6); the same when none is given. */
  public TriedConverter withType(Optional<String> type) {
    return type.isEmpty()
        ? this
        : new TriedConverter(
            origin,
            downlink,
            script,
            new ConverterDefinition(
                definition.id(), definition.name(), definition.configuration(), type, 2),
            metadata);
  }

  /** Of an integration type when it says none itself; whether it is dedicated is then inferred. */
  public TriedConverter orType(String type) {
    return definition.integrationType().isPresent()
        ? this
        : new TriedConverter(
            origin,
            downlink,
            script,
            new ConverterDefinition(
                definition.id(),
                definition.name(),
                definition.configuration(),
                Optional.of(type),
                definition.version()),
            metadata);
  }

  /** The key of a converter's configuration under which the script stands (facts 5.1). */
  static String key(String language, boolean downlink) {
    if (downlink) {
      return language.equals("TBEL") ? "tbelEncoder" : "encoder";
    }
    return language.equals("TBEL") ? "tbelDecoder" : "decoder";
  }

  /** Like "decoder.js, JavaScript, uplink". */
  public String title() {
    return origin
        + ", "
        + (script.isTbel() ? "TBEL" : "JavaScript")
        + (downlink ? ", downlink" : ", uplink")
        + definition.integrationType().map(type -> ", dedicated to " + type).orElse("");
  }
}
