package io.integrationhost.host.settings;

import io.integrationhost.converter.ConverterLimits;
import java.time.Duration;

/** Reads the section {@code converter}. */
final class ConverterReader {

  private static final Duration SHORTEST_TIME = Duration.ofMillis(10);
  private static final int MOST_ERRORS = 100_000;

  /** On the wall, for the processor time of a script: a busy machine is not the script's fault. */
  private static final int WALL = 4;

  /** Errors of all sources, for those of one. */
  private static final int TOTAL = 10;

  private final SettingsReader reader;

  ConverterReader(SettingsReader reader) {
    this.reader = reader;
  }

  ConverterLimits read() {
    Duration cpu = reader.duration("converter.max-time", SHORTEST_TIME);
    int threads = reader.number("converter.threads", 0, 256);
    ConverterLimits defaults = ConverterLimits.defaults();
    return new ConverterLimits(
        sizes("converter."),
        new ConverterLimits.Budget(
            cpu,
            time("converter.max-wall-time", cpu.multipliedBy(WALL)),
            defaults.budget().grace(),
            reader.size("converter.max-memory", 1024 * 1024)),
        new ConverterLimits.Pool(
            threads == 0 ? defaults.pool().threads() : threads,
            reader.number("converter.max-waiting", 1, 1_000_000)),
        errors("converter."),
        new ConverterLimits.Values(
            reader.flag("converter.type-cast"),
            reader.number("converter.max-string-length", 0, Integer.MAX_VALUE)),
        new ConverterLimits.Tbel(
            reader.flag("converter.tbel.enabled"),
            sizes("converter.tbel."),
            time("converter.tbel.max-time", cpu),
            reader.number("converter.tbel.max-memory-mb", 1, 1_024) * 1024L * 1024,
            errors("converter.tbel.")),
        new ConverterLimits.Isolation(
            reader.choice("converter.isolation", ConverterLimits.Isolation.Mode.class),
            reader.number("converter.max-processes", 1, 1_000)));
  }

  private Duration time(String key, Duration whenZero) {
    return reader.duration(key, Duration.ZERO).isZero()
        ? whenZero
        : reader.duration(key, SHORTEST_TIME);
  }

  private ConverterLimits.Sizes sizes(String prefix) {
    return new ConverterLimits.Sizes(
        reader.number(prefix + "max-script-size", 1, Integer.MAX_VALUE),
        reader.number(prefix + "max-arguments-size", 1, Integer.MAX_VALUE),
        reader.number(prefix + "max-result-size", 1, Integer.MAX_VALUE));
  }

  private ConverterLimits.Errors errors(String prefix) {
    int perSource = reader.number(prefix + "max-errors", 1, MOST_ERRORS);
    String totalKey = prefix + "max-errors-total";
    int total = reader.number(totalKey, 0, TOTAL * MOST_ERRORS);
    if (total != 0 && total < perSource) {
      reader.problem(
          totalKey,
          "must be at least "
              + prefix
              + "max-errors ("
              + perSource
              + "), is "
              + total
              + "; 0 means ten times max-errors");
    }
    return new ConverterLimits.Errors(
        perSource,
        total == 0 ? TOTAL * perSource : total,
        reader.duration("converter.max-error-time", SHORTEST_TIME),
        reader.duration(prefix + "block-time", Duration.ofMillis(1)));
  }
}
