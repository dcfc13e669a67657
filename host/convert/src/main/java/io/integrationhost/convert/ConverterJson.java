package io.integrationhost.convert;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.integrationhost.converter.ConverterDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A converter in ThingsBoard's JSON: its configuration (facts 5.1), or a whole exported converter
 * that holds one.
 *
 * @param origin for people
 * @param configuration with the scripts
 * @param integrationType absent for a generic converter
 */
record ConverterJson(
    String origin, JsonObject configuration, Optional<String> integrationType, int version) {

  private static final List<String> SCRIPTS =
      List.of("decoder", "tbelDecoder", "encoder", "tbelEncoder");

  /** Absent when the JSON is something else. */
  static Optional<ConverterJson> find(String origin, JsonObject json) {
    if (holdsScript(json)) {
      return Optional.of(new ConverterJson(origin, json, type(json), version(json)));
    }
    return json.get("configuration") instanceof JsonObject inner && holdsScript(inner)
        ? Optional.of(new ConverterJson(origin, inner, type(json), version(json)))
        : Optional.empty();
  }

  /**
   * Of a configuration as text.
   *
   * @throws InputException when it is no JSON object
   */
  static ConverterJson of(String origin, String text, Optional<String> type, int version) {
    try {
      return new ConverterJson(
          origin, JsonParser.parseString(text).getAsJsonObject(), type, version);
    } catch (JsonParseException | IllegalStateException e) {
      throw new InputException(origin + ": the converter's configuration is no JSON object");
    }
  }

  /** A configuration or export that gets its script from elsewhere. */
  static ConverterJson around(String origin, JsonObject json, ScriptText script, boolean downlink) {
    JsonObject configuration = json.get("configuration") instanceof JsonObject inner ? inner : json;
    JsonObject whole = configuration.deepCopy();
    whole.addProperty(TriedConverter.key(script.language(), downlink), script.body());
    return new ConverterJson(origin, whole, type(json), version(json));
  }

  /** The same with another script. */
  ConverterJson with(ScriptText script, boolean downlink) {
    JsonObject whole = configuration.deepCopy();
    whole.addProperty("scriptLang", script.language());
    whole.addProperty(TriedConverter.key(script.language(), downlink), script.body());
    return new ConverterJson(origin, whole, integrationType, version);
  }

  private static boolean holdsScript(JsonObject json) {
    return SCRIPTS.stream().anyMatch(key -> text(json, key).isPresent());
  }

  private static Optional<String> type(JsonObject json) {
    return text(json, "integrationType");
  }

  private static int version(JsonObject json) {
    return json.get("converterVersion") instanceof JsonPrimitive value ? value.getAsInt() : 0;
  }

  /** The converter as wished; what the wish leaves open is as the JSON says. */
  TriedConverter choose(Wish wish, Map<String, String> metadata) {
    String language = wish.language().or(() -> text(configuration, "scriptLang")).orElse("JS");
    boolean downlink = wish.downlink() || onlyDownlink();
    String key = TriedConverter.key(language, downlink);
    String body =
        text(configuration, key)
            .orElseThrow(
                () ->
                    new InputException(
                        ("%s: there is no script under '%s', which a converter for"
                                + " %s in %s needs; found: %s")
                            .formatted(
                                origin,
                                key,
                                downlink ? "downlinks" : "uplinks",
                                language,
                                String.join(", ", present()))));
    JsonObject chosen = configuration.deepCopy();
    chosen.addProperty("scriptLang", language);
    return new TriedConverter(
            origin,
            downlink,
            new ScriptText(language, body),
            new ConverterDefinition(origin, origin, chosen.toString(), integrationType, version),
            metadata)
        .withType(wish.type());
  }

  /** The one that it says, or the usual one. */
  String language() {
    return text(configuration, "scriptLang").orElse("JS");
  }

  private boolean onlyDownlink() {
    return present().stream().allMatch(key -> key.endsWith("ncoder"));
  }

  private List<String> present() {
    return SCRIPTS.stream().filter(key -> text(configuration, key).isPresent()).toList();
  }

  private static Optional<String> text(JsonObject json, String key) {
    return json.get(key) instanceof JsonPrimitive value && !value.getAsString().isEmpty()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }
}
