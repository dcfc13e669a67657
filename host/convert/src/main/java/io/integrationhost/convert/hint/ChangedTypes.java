package io.integrationhost.convert.hint;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Values that travel as another type than their author may think (facts 5.4). */
final class ChangedTypes implements Rule {
  private static final int MAX_DECIMALS = 16;
  private static final Pattern FRACTIONS =
      Pattern.compile("\\d\\.\\d|[\\w)\\]]\\s*/\\s*[\\w(]|\\b(parseFloat|Number)\\(");

  @Override
  public Stream<Hint> look(Subject subject) {
    List<Hint> hints = new ArrayList<>();
    List<JsonObject> objects = subject.objects();
    List<EntityData> items = subject.outcome().items();
    for (int i = 0; i < Math.min(items.size(), objects.size()); i++) {
      JsonObject object = objects.get(i);
      List<JsonObject> telemetry = Subject.telemetry(object);
      List<TimedValues> instants = items.get(i).telemetry().orElse(List.of());
      for (int j = 0; j < Math.min(telemetry.size(), instants.size()); j++) {
        compare(telemetry.get(j), instants.get(j).values(), subject, hints);
      }
      if (object.get("attributes") instanceof JsonObject attributes) {
        compare(attributes, items.get(i).attributes().orElse(Map.of()), subject, hints);
      }
    }
    wholeNumber(subject, items).forEach(hints::add);
    return hints.stream().distinct();
  }

  private static void compare(
      JsonObject written, Map<String, Value> values, Subject subject, List<Hint> hints) {
    values.forEach(
        (key, value) -> {
          if (written.get(key) instanceof JsonPrimitive primitive) {
            if (primitive.isNumber() && value instanceof Value.StringValue) {
              hints.add(numberBecameText(key, primitive.getAsString(), subject.isTbel()));
            } else if (primitive.isString() && changed(primitive.getAsString(), value)) {
              hints.add(textBecameNumber(key, primitive.getAsString(), value));
            }
          }
        });
  }

  private static Hint numberBecameText(String key, String number, boolean tbel) {
    boolean fraction = new BigDecimal(number).scale() > MAX_DECIMALS;
    return Hint.warning(
        "number-became-text",
        fraction
            ? "'%s' travels as STRING: %s has more than 16 decimal places. Round it: %s"
                .formatted(key, number, tbel ? "toFixed(x, 2)" : "Number(x.toFixed(2))")
            : "'%s' travels as STRING: %s does not fit into 64 bits.".formatted(key, number));
  }

  private static boolean changed(String text, Value value) {
    return (value instanceof Value.LongValue number && !Long.toString(number.value()).equals(text))
        || (value instanceof Value.StringValue other && !other.value().equals(text));
  }

  private static Hint textBecameNumber(String key, String text, Value value) {
    boolean number = value instanceof Value.LongValue;
    return Hint.warning(
        "text-became-number",
        ("The text \"%s\" of '%s' looks like a number and travels as %s. Add a"
                + " letter to keep it as it is, such as 'SN %s'.")
            .formatted(
                text,
                key,
                number
                    ? "LONG " + ((Value.LongValue) value).value()
                    : "\"" + ((Value.StringValue) value).value() + "\"",
                text));
  }

  private static Stream<Hint> wholeNumber(Subject subject, List<EntityData> items) {
    return items.stream()
        .flatMap(item -> item.telemetry().orElse(List.of()).stream())
        .flatMap(instant -> instant.values().entrySet().stream())
        .filter(entry -> isWhole(entry.getValue(), subject))
        .map(Map.Entry::getKey)
        .findFirst()
        .map(
            key ->
                Hint.note(
                    "whole-number",
                    subject.isTbel()
                        ? "'%s' is whole and travels as DOUBLE; the same in JavaScript is LONG."
                            .formatted(key)
                        : ("'%s' travels as LONG: in JavaScript 20.0 is 20; TBEL"
                                + " makes a DOUBLE of it. Both are fine in ThingsBoard.")
                            .formatted(key)))
        .stream();
  }

  private static boolean isWhole(Value value, Subject subject) {
    return subject.isTbel()
        ? value instanceof Value.DoubleValue number
            && number.value() == Math.rint(number.value())
            && Double.isFinite(number.value())
        : value instanceof Value.LongValue && FRACTIONS.matcher(subject.script().code()).find();
  }
}
