package io.integrationhost.convert.hint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Telemetry whose time or values are not where ThingsBoard looks for them (facts 5.4). */
final class TelemetryShapes implements Rule {

  @Override
  public Stream<Hint> look(Subject subject) {
    List<Hint> hints = new ArrayList<>();
    for (JsonObject item : subject.objects()) {
      JsonElement telemetry = item.get("telemetry");
      if (telemetry instanceof JsonArray list) {
        list.forEach(one -> element(one, hints));
      } else if (telemetry != null) {
        element(telemetry, hints);
      }
    }
    return hints.stream().distinct();
  }

  private static void element(JsonElement element, List<Hint> hints) {
    if (!(element instanceof JsonObject json)) {
      return;
    }
    boolean ts = json.has("ts");
    boolean values = json.has("values");
    if (ts && values) {
      Set<String> beside = new TreeSet<>(json.keySet());
      beside.removeAll(Set.of("ts", "values"));
      if (!beside.isEmpty()) {
        hints.add(
            Hint.warning(
                "beside-values",
                "Not sent, as it stands beside 'values' and not in it: %s."
                    .formatted(String.join(", ", beside))));
      }
    } else if (ts || values) {
      hints.add(
          Hint.warning(
              "half-a-time",
              ts
                  ? "'ts' without 'values' is a value like any other: write {ts: ..., values:"
                      + " {...}}."
                  : "'values' without 'ts' is one value of type JSON: write {ts: ..., values:"
                      + " {...}}, or the values without 'values'."));
    }
  }
}
