package io.integrationhost.emulator.file;

import io.integrationhost.emulator.DebugSettings;
import io.integrationhost.ground.Keys;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads a section {@code debug { failures = true, all-until = "2030-01-01T00:00:00Z" }}. */
final class DebugReader {
  private DebugReader() {}

  static Optional<DebugSettings> read(Keys owner) {
    return owner
        .section("debug")
        .map(
            section -> {
              DebugSettings settings =
                  new DebugSettings(
                      section.flag("failures").orElse(false), false, allUntil(section));
              section.refuseUnknown();
              return settings;
            });
  }

  private static long allUntil(Keys section) {
    try {
      return section.text("all-until").map(Instant::parse).map(Instant::toEpochMilli).orElse(0L);
    } catch (DateTimeParseException e) {
      section.problem("all-until", "is no instant", "write it like 2030-01-01T00:00:00Z");
      return 0;
    }
  }
}
