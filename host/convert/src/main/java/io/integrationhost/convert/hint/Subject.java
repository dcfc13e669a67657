package io.integrationhost.convert.hint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.integrationhost.convert.Attempt;
import io.integrationhost.convert.Outcome;
import io.integrationhost.convert.ScriptText;
import io.integrationhost.convert.TriedConverter;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a rule looks at.
 *
 * @param attempt one conversion
 * @param result what the script returned, if it is known
 */
record Subject(TriedConverter converter, Attempt attempt, Optional<JsonElement> result) {

  static Subject of(TriedConverter converter, Attempt attempt) {
    return new Subject(converter, attempt, attempt.outcome().output().flatMap(Subject::parse));
  }

  private static Optional<JsonElement> parse(String output) {
    try {
      return Optional.of(JsonParser.parseString(output));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  Outcome outcome() {
    return attempt.outcome();
  }

  ScriptText script() {
    return converter.script();
  }

  boolean isTbel() {
    return converter.script().isTbel();
  }

  boolean isDedicated() {
    return converter.definition().integrationType().isPresent();
  }

  byte[] bytes() {
    return attempt.message().payload().bytes();
  }

  /** The text of the failure; empty when there is none. */
  String reason() {
    return outcome().failure().map(failure -> failure.reason()).orElse("");
  }

  /** The objects that the script returned: one for each item. */
  List<JsonObject> objects() {
    if (result.isEmpty()) {
      return List.of();
    }
    if (result.get() instanceof JsonObject one) {
      return List.of(one);
    }
    return result.get() instanceof JsonArray list
        ? StreamSupport.stream(list.spliterator(), false)
            .filter(JsonElement::isJsonObject)
            .map(JsonElement::getAsJsonObject)
            .toList()
        : List.of();
  }

  /** Objects with telemetry values of one item: flat ones, or what stands under values. */
  static List<JsonObject> telemetry(JsonObject item) {
    JsonElement telemetry = item.get("telemetry");
    List<JsonElement> elements =
        telemetry instanceof JsonArray list
            ? list.asList()
            : telemetry == null ? List.of() : List.of(telemetry);
    return elements.stream()
        .filter(JsonElement::isJsonObject)
        .map(JsonElement::getAsJsonObject)
        .map(one -> one.has("ts") && one.get("values") instanceof JsonObject values ? values : one)
        .toList();
  }
}
