package io.integrationhost.convert.hint;

import io.integrationhost.plugin.TimedValues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Times that no device means. */
final class Times implements Rule {
  private static final long YEAR_1975 = 157_766_400_000L;
  private static final Duration FUTURE = Duration.ofDays(1);

  private final Clock clock = Clock.systemUTC();

  @Override
  public Stream<Hint> look(Subject subject) {
    return subject.outcome().items().stream()
        .flatMap(item -> item.telemetry().orElse(List.of()).stream())
        .map(TimedValues::ts)
        .flatMap(this::time)
        .distinct();
  }

  private Stream<Hint> time(long ts) {
    if (ts > 0 && ts < YEAR_1975) {
      return Stream.of(
          Hint.warning(
              "time",
              "ts %d is in %s. ThingsBoard wants milliseconds; from seconds: multiply by 1000."
                  .formatted(ts, Instant.ofEpochMilli(ts).toString().substring(0, 10))));
    }
    if (ts <= 0) {
      return Stream.of(Hint.warning("time", "ts %d is not after 1970.".formatted(ts)));
    }
    return ts > clock.instant().plus(FUTURE).toEpochMilli()
        ? Stream.of(
            Hint.warning(
                "time",
                "ts %d is in the future: milliseconds since 1970 in UTC are wanted.".formatted(ts)))
        : Stream.empty();
  }
}
