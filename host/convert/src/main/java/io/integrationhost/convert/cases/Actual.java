package io.integrationhost.convert.cases;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.integrationhost.convert.Attempt;
import io.integrationhost.convert.Outcome;
import io.integrationhost.convert.TriedConverter;
import io.integrationhost.converter.ConverterException.Kind;
import java.util.Optional;

/**
 * What a case gave.
 *
 * @param result what the script returned; JSON null when nothing
 * @param assembled with what a dedicated converter's configuration adds, and the names by which
 *     ThingsBoard calls it then; empty for other converters
 * @param error why it failed, without the place in the script
 * @param isRefused whether that is for what the script returned
 * @param millis when
 */
record Actual(
    JsonElement result,
    Optional<JsonElement> assembled,
    Optional<String> error,
    boolean isRefused,
    long millis) {

  static Actual of(TriedConverter converter, Attempt attempt, long millis) {
    Outcome outcome = attempt.outcome();
    JsonElement result = outcome.output().map(Actual::parse).orElse(JsonNull.INSTANCE);
    boolean dedicated = converter.definition().integrationType().isPresent();
    return new Actual(
        result,
        dedicated ? Optional.of(AssembledResult.of(result, converter, attempt)) : Optional.empty(),
        outcome.failure().map(failure -> withoutPlace(failure.reason())).or(attempt::refusal),
        outcome.failure().map(failure -> failure.kind() == Kind.RESULT).orElse(true),
        millis);
  }

  /** As a file of expectations; a time that is now is written so. */
  JsonObject expectation() {
    JsonObject json = new JsonObject();
    if (error.isPresent()) {
      json.addProperty("error", error.get());
    } else {
      json.add("result", withNow("", result));
    }
    return json;
  }

  private JsonElement withNow(String key, JsonElement value) {
    if (value instanceof JsonObject object) {
      JsonObject changed = new JsonObject();
      object
          .entrySet()
          .forEach(entry -> changed.add(entry.getKey(), withNow(entry.getKey(), entry.getValue())));
      return changed;
    }
    if (value instanceof JsonArray list) {
      JsonArray changed = new JsonArray();
      list.forEach(element -> changed.add(withNow("", element)));
      return changed;
    }
    return key.equals("ts") && JsonDifference.isNow(value, millis)
        ? new JsonPrimitive(JsonDifference.NOW)
        : value;
  }

  private static JsonElement parse(String output) {
    try {
      return JsonParser.parseString(output);
    } catch (JsonParseException e) {
      return new JsonPrimitive(output);
    }
  }

  private static String withoutPlace(String reason) {
    return reason.replaceFirst(" \\((line \\d+, column \\d+|at the end of the script)\\)$", "");
  }
}
