package io.integrationhost.convert.hint;

import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Keys that the script set but that are not sent, as they are null. */
final class LostValues implements Rule {

  @Override
  public Stream<Hint> look(Subject subject) {
    if (subject.converter().downlink()) {
      return Stream.empty();
    }
    Set<String> lost = new LinkedHashSet<>();
    for (JsonObject item : subject.objects()) {
      Subject.telemetry(item).forEach(values -> addNulls(values, lost));
      if (item.get("attributes") instanceof JsonObject attributes) {
        addNulls(attributes, lost);
      }
    }
    String why = subject.isTbel() ? "" : " In JavaScript NaN becomes null, as of Number('abc').";
    return lost.isEmpty()
        ? Stream.empty()
        : Stream.of(
            Hint.warning(
                "null-value", "Null, so not sent: %s.%s".formatted(String.join(", ", lost), why)));
  }

  private static void addNulls(JsonObject values, Set<String> lost) {
    values
        .entrySet()
        .forEach(
            entry -> {
              if (entry.getValue().isJsonNull()) {
                lost.add(entry.getKey());
              }
            });
  }
}
