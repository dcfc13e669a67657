package io.integrationhost.convert.report;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.entity.TypedValue;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An item for ThingsBoard, for people: each value with the type in which it travels.
 *
 * @param item as it is sent
 */
record ItemLines(EntityData item) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "travels    %s '%s', type '%s'%s%s%s"
            .formatted(
                item.kind() == EntityKind.DEVICE ? "device" : "asset",
                Shown.printable(item.name()),
                Shown.printable(item.type()),
                part("label", item.label()),
                part("customer", item.customerName()),
                part("group", item.groupName())));
    for (TimedValues instant : item.telemetry().orElse(List.of())) {
      lines.add("  telemetry of %s (ts %d)".formatted(time(instant.ts()), instant.ts()));
      values(instant.values(), lines);
    }
    item.attributes()
        .ifPresent(
            attributes -> {
              lines.add("  attributes");
              values(attributes, lines);
            });
    return lines;
  }

  private static String time(long ts) {
    return Instant.ofEpochMilli(ts).toString();
  }

  private static String part(String what, String text) {
    return text.isEmpty() ? "" : ", %s '%s'".formatted(what, Shown.printable(text));
  }

  private static void values(Map<String, Value> values, List<String> lines) {
    int widest = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    if (values.isEmpty()) {
      lines.add("    (none)");
    }
    values.forEach(
        (key, value) -> {
          TypedValue typed = TypedValue.of(value);
          String text = Shown.cut(Shown.printable(typed.text()));
          lines.add(
              "    %s  %-7s  %s"
                  .formatted(
                      pad(Shown.printable(key), Math.min(widest, 40)),
                      typed.type(),
                      typed.type().equals("STRING") ? "\"" + text + "\"" : text));
        });
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
