package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.kit.settings.Keys;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * When a reading of a point is worth telling.
 *
 * @param type what decides
 * @param period of those types that have one; looked at when the point is polled
 * @param deadband a number has to differ by more than that to count as changed
 * @param least after a reading was told none is for so long
 * @param most after so long one is told in any case; zero: never because of that
 */
public record Report(Type type, Duration period, double deadband, Duration least, Duration most) {

  /** Every reading. */
  public static final Report ALWAYS =
      new Report(Type.ON_RECEIVED, Duration.ofMillis(1), 0, Duration.ZERO, Duration.ZERO);

  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** What decides, by the words of ThingsBoard's gateway. */
  public enum Type {
    /** Every reading. */
    ON_RECEIVED,
    /** One that differs from the last one told. */
    ON_CHANGE,
    /** The last one of a period. */
    ON_REPORT_PERIOD,
    /** Both. */
    ON_CHANGE_OR_REPORT_PERIOD,
    /** No strategy: every reading. */
    DISABLED
  }

  /**
   * Reads the section of a point or device.
   *
   * @param keys with the section
   * @param key its name
   * @param otherwise what holds without one
   * @return legal, whatever the section says
   */
  static Report read(Keys keys, String key, Report otherwise) {
    if (!keys.given(key)) {
      return otherwise;
    }
    Keys section = keys.section(key);
    Optional<Type> type =
        section.parsed(
            "type",
            "ON_RECEIVED, ON_CHANGE, ON_REPORT_PERIOD, ON_CHANGE_OR_REPORT_PERIOD or DISABLED",
            text -> Optional.of(Type.valueOf(text.toUpperCase(Locale.ROOT))));
    if (!section.given("type")) {
      section.problem("type", "ON_RECEIVED, ON_CHANGE, ON_REPORT_PERIOD or another strategy");
    }
    section.given("ttl");
    return new Report(
        type.orElse(Type.ON_RECEIVED),
        section.timeIfGiven("reportPeriod", SHORTEST, LONGEST).orElse(SHORTEST),
        section.numberIfGiven("deadband", 0, Double.MAX_VALUE).orElse(0.0),
        section.timeIfGiven("minInterval", Duration.ZERO, LONGEST).orElse(Duration.ZERO),
        section.timeIfGiven("maxInterval", Duration.ZERO, LONGEST).orElse(Duration.ZERO));
  }
}
