package io.integrationhost.emulator.file;

import io.integrationhost.emulator.DebugSettings;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads a section {@code debug { failures = true, all-until = "2030-01-01T00:00:00Z" }}. */
final class DebugReader {
  private DebugReader() {}

  static Optional<DebugSettings> read(Section owner) {
    return owner
        .section("debug")
        .map(
            section -> {
              DebugSettings settings =
                  new DebugSettings(section.flag("failures", false), false, allUntil(section));
              section.reportUnknownKeys();
              return settings;
            });
  }

  private static long allUntil(Section section) {
    try {
      return section.text("all-until").map(Instant::parse).map(Instant::toEpochMilli).orElse(0L);
    } catch (DateTimeParseException e) {
      section.problem("all-until", "is no instant", "write it like 2030-01-01T00:00:00Z");
      return 0;
    }
  }
}
