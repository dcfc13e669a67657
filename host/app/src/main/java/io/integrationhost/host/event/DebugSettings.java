package io.integrationhost.host.event;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Optional;

/**
 * What a tenant wants to see of an integration or a converter (facts 4.3). The field {@code
 * allEnabled} that ThingsBoard sends too is for its own use.
 *
 * @param failuresEnabled whether failures are to be told
 * @param allEnabledUntil until when everything is to be told: milliseconds since 1970-01-01 UTC
 */
record DebugSettings(boolean failuresEnabled, long allEnabledUntil) {

  static final DebugSettings OFF = new DebugSettings(false, 0);

  /** Reads ThingsBoard's JSON; what cannot be read is off. */
  static DebugSettings parse(Optional<String> json) {
    try {
      return json.map(JsonParser::parseString)
          .filter(JsonElement::isJsonObject)
          .map(JsonElement::getAsJsonObject)
          .map(DebugSettings::of)
          .orElse(OFF);
    } catch (JsonParseException | NumberFormatException | UnsupportedOperationException e) {
      return OFF;
    }
  }

  private static DebugSettings of(JsonObject settings) {
    return new DebugSettings(
        settings.get("failuresEnabled") instanceof JsonPrimitive flag && flag.getAsBoolean(),
        settings.get("allEnabledUntil") instanceof JsonPrimitive time ? time.getAsLong() : 0);
  }

  /** Whether everything is to be told. */
  boolean everything(long now) {
    return allEnabledUntil > now;
  }

  /** Whether what succeeded or failed is to be told. */
  boolean wants(boolean failed, long now) {
    return everything(now) || (failed && failuresEnabled);
  }

  /** Whether anything may be to tell. */
  boolean isOn(long now) {
    return wants(true, now);
  }
}
