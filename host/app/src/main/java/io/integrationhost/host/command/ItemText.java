package io.integrationhost.host.command;

import io.integrationhost.emulator.ReceivedItem;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Data that arrived at the emulator, as lines for people. */
final class ItemText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private ItemText() {}

  /** One line per reading, and one for the attributes if there are any. */
  static Stream<String> lines(ReceivedItem item) {
    Stream<String> readings =
        item.telemetry().stream()
            .map(reading -> line(Instant.ofEpochMilli(reading.ts()), item, reading.values()));
    Stream<String> attributes =
        item.attributes().isEmpty()
            ? Stream.empty()
            : Stream.of(line(item.receivedAt(), item, item.attributes()) + "  (attributes)");
    return Stream.concat(readings, attributes);
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
