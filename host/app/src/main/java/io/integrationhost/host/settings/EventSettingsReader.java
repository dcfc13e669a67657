package io.integrationhost.host.settings;

import io.integrationhost.host.event.DebugEventSettings;
import io.integrationhost.host.event.EventSettings;
import io.integrationhost.host.event.StatisticsSettings;
import io.integrationhost.remote.EventUids;
import java.time.Duration;

/** Reads the sections {@code statistics}, {@code debug-events} and {@code event-classes}. */
final class EventSettingsReader {

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  private final SettingsReader reader;

  EventSettingsReader(SettingsReader reader) {
    this.reader = reader;
  }

  EventSettings read() {
    return new EventSettings(
        new StatisticsSettings(
            reader.flag("statistics.enabled"),
            reader.duration("statistics.interval", SHORTEST_INTERVAL)),
        new DebugEventSettings(
            reader.number("debug-events.at-once", 1, 10_000),
            reader.number("debug-events.max-per-minute", 1, 60_000),
            reader.number("debug-events.max-text", 256, 100_000)),
        new EventUids(
            reader.number("event-classes.id-based"),
            reader.number("event-classes.event"),
            reader.number("event-classes.integration-debug"),
            reader.number("event-classes.converter-debug"),
            reader.number("event-classes.raw-data")));
  }
}
