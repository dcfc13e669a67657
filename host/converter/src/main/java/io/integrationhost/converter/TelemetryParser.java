package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.plugin.TimedValues;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Telemetry in its three shapes: flat, with a time, or an array of both (facts 5.4). */
record TelemetryParser(ValueParser values, Clock clock) {

  List<TimedValues> parse(JsonElement telemetry) {
    long now = clock.millis();
    if (!telemetry.isJsonArray()) {
      return List.of(element(telemetry, now));
    }
    List<TimedValues> all = new ArrayList<>(telemetry.getAsJsonArray().size());
    for (JsonElement element : telemetry.getAsJsonArray()) {
      all.add(element(element, now));
    }
    return all;
  }

  private TimedValues element(JsonElement element, long now) {
    if (!element.isJsonObject()) {
      throw Fields.unreadable(element);
    }
    JsonObject json = element.getAsJsonObject();
    if (json.has("ts") && json.has("values")) {
      long ts = new Fields(json).number("ts");
      return new TimedValues(ts, values.parse(Fields.object(json.get("values"))));
    }
    return new TimedValues(now, values.parse(json));
  }
}
