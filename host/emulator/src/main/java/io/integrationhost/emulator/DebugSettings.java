package io.integrationhost.emulator;

/**
 * What an integration or converter should report as debug events (facts 1.3, 4.3).
 *
 * @param allEnabledUntil everything is reported before this time, milliseconds since 1970-01-01 UTC
 */
public record DebugSettings(boolean failuresEnabled, boolean allEnabled, long allEnabledUntil) {

  String json() {
    return "{\"failuresEnabled\":%b,\"allEnabled\":%b,\"allEnabledUntil\":%d}"
        .formatted(failuresEnabled, allEnabled, allEnabledUntil);
  }
}
