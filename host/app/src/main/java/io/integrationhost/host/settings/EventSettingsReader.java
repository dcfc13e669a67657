package io.integrationhost.host.settings;

import java.time.Duration;

/** Reads the sections {@code statistics} and {@code debug-events}. */
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
            reader.number("debug-events.max-text", 256, 100_000)));
  }
}
