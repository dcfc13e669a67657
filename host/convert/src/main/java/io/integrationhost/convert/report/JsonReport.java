package io.integrationhost.convert.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.integrationhost.convert.Attempt;
import io.integrationhost.convert.Attempts;
import io.integrationhost.convert.ItemDifference;
import io.integrationhost.convert.Outcome;
import io.integrationhost.convert.Payload;
import io.integrationhost.convert.TriedConverter;
import io.integrationhost.convert.hint.Hint;
import io.integrationhost.convert.hint.Hints;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.entity.ItemJson;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** What became of payloads, for programs. */
public final class JsonReport {
  private JsonReport() {}

  /** One object; its shape does not depend on how many payloads there were. */
  public static JsonObject of(Attempts attempts) {
    JsonObject json = new JsonObject();
    TriedConverter converter = attempts.converter();
    json.addProperty("converter", converter.origin());
    json.addProperty("language", converter.script().language());
    json.addProperty("direction", converter.downlink() ? "downlink" : "uplink");
    JsonArray conversions = new JsonArray();
    attempts.all().forEach(attempt -> conversions.add(conversion(attempts, attempt)));
    json.add("conversions", conversions);
    json.add("hints", hints(Hints.ofAll(attempts)));
    JsonObject time = new JsonObject();
    time.addProperty("firstNanos", attempts.timing().first());
    attempts.timing().median().ifPresent(nanos -> time.addProperty("medianNanos", nanos));
    time.addProperty("later", attempts.timing().later());
    json.add("time", time);
    return json;
  }

  private static JsonObject conversion(Attempts attempts, Attempt attempt) {
    JsonObject json = new JsonObject();
    Payload payload = attempt.message().payload();
    if (!payload.name().isEmpty()) {
      json.addProperty("name", payload.name());
    }
    json.addProperty("payloadHex", HexFormat.of().formatHex(payload.bytes()));
    Outcome outcome = attempt.outcome();
    JsonObject metadata = new JsonObject();
    outcome.metadata().forEach(metadata::addProperty);
    json.add("metadata", metadata);
    if (!outcome.console().isEmpty()) {
      JsonArray console = new JsonArray();
      outcome.console().forEach(console::add);
      json.add("console", console);
    }
    outcome.output().ifPresent(output -> json.add("result", result(output)));
    attempt.refusal().ifPresent(reason -> json.addProperty("refused", reason));
    outcome.failure().ifPresent(failure -> json.add("error", error(failure)));
    if (outcome.failure().isEmpty()) {
      json.add("travels", travels(attempt));
    }
    json.add("hints", hints(Hints.of(attempts, attempt)));
    return json;
  }

  private static JsonElement result(String output) {
    try {
      return JsonParser.parseString(output);
    } catch (JsonParseException e) {
      return new JsonPrimitive(output);
    }
  }

  private static JsonObject error(ConverterException failure) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", failure.kind().name());
    json.addProperty("reason", failure.reason());
    failure
        .place()
        .ifPresent(
            place -> {
              json.addProperty("line", place.line());
              json.addProperty("column", place.column());
            });
    return json;
  }

  private static JsonArray travels(Attempt attempt) {
    JsonArray all = new JsonArray();
    for (int i = 0; i < attempt.sent().size(); i++) {
      JsonObject item = ItemJson.of(attempt.sent().get(i));
      JsonArray unchanged = new JsonArray();
      ItemDifference.dropped(attempt.outcome().items().get(i), attempt.sent().get(i))
          .forEach(unchanged::add);
      item.add("unchangedKeys", unchanged);
      all.add(item);
    }
    attempt
        .outcome()
        .downlinks()
        .forEach(
            downlink -> {
              JsonObject json = new JsonObject();
              json.addProperty("contentType", downlink.contentType().name());
              json.addProperty("dataHex", HexFormat.of().formatHex(downlink.data()));
              json.addProperty("dataBase64", Base64.getEncoder().encodeToString(downlink.data()));
              JsonObject metadata = new JsonObject();
              downlink.metadata().forEach(metadata::addProperty);
              json.add("metadata", metadata);
              all.add(json);
            });
    return all;
  }

  private static JsonArray hints(List<Hint> hints) {
    JsonArray all = new JsonArray();
    hints.forEach(
        hint -> {
          JsonObject json = new JsonObject();
          json.addProperty("code", hint.code());
          json.addProperty("level", hint.level().name());
          json.addProperty("text", hint.text());
          all.add(json);
        });
    return all;
  }
}
