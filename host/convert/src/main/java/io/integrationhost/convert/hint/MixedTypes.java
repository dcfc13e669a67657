package io.integrationhost.convert.hint;

import io.integrationhost.convert.Attempts;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.TypedValue;
import io.integrationhost.plugin.TimedValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Keys that travel as one type with one payload and as another type with the next. */
final class MixedTypes {
  private MixedTypes() {}

  static Stream<Hint> look(Attempts attempts) {
    Map<String, Set<String>> types = new TreeMap<>();
    attempts.all().stream()
        .flatMap(attempt -> attempt.outcome().items().stream())
        .forEach(item -> collect(item, types));
    return types.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(
            entry ->
                entry.getValue().equals(Set.of("LONG", "DOUBLE"))
                    ? Hint.note(
                        "mixed-types",
                        ("'%s' travels as DOUBLE and, when it is whole, as LONG."
                                + " ThingsBoard keeps both.")
                            .formatted(entry.getKey()))
                    : Hint.warning(
                        "mixed-types",
                        ("'%s' travels as %s, depending on the payload: charts and"
                                + " rules expect one type.")
                            .formatted(entry.getKey(), String.join(" or ", entry.getValue()))));
  }

  private static void collect(EntityData item, Map<String, Set<String>> types) {
    for (TimedValues instant : item.telemetry().orElse(List.of())) {
      instant
          .values()
          .forEach(
              (key, value) ->
                  types
                      .computeIfAbsent(key, any -> new TreeSet<>())
                      .add(TypedValue.of(value).type()));
    }
  }
}
