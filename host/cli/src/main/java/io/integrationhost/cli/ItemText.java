package io.integrationhost.cli;

import io.integrationhost.emulator.ReceivedItem;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Data that arrived at the emulator, as lines for people. */
final class ItemText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  /** Of every event the same, so they say nothing to people. */
  private static final List<String> ORIGIN =
      List.of("id", "createdTime", "tenantId", "entityId", "serviceId", "source");

  private ItemText() {}

  /** One line per reading, one for the attributes if there are any; one for an event. */
  static Stream<String> lines(ReceivedItem item) {
    if (item.kind() == ReceivedItem.Kind.EVENT) {
      return Stream.of(event(item));
    }
    Stream<String> readings =
        item.telemetry().stream()
            .map(reading -> line(Instant.ofEpochMilli(reading.ts()), item, reading.values()));
    Stream<String> attributes =
        item.attributes().isEmpty()
            ? Stream.empty()
            : Stream.of(line(item.receivedAt(), item, item.attributes()) + "  (attributes)");
    return Stream.concat(readings, attributes);
  }

  private static String event(ReceivedItem item) {
    Instant time =
        item.details().get("createdTime") instanceof Long millis
            ? Instant.ofEpochMilli(millis)
            : item.receivedAt();
    Map<String, Object> own = new LinkedHashMap<>(item.details());
    own.keySet().removeAll(ORIGIN);
    return line(time, item, own) + "  (" + item.type() + ")";
  }

  private static String line(Instant time, ReceivedItem item, Map<String, Object> values) {
    return "%s  %s  %s"
        .formatted(
            TIME.format(time),
            item.name(),
            values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("  ")));
  }
}
