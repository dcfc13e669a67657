package io.integrationhost.admin.api;

import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Levels of loggers that somebody has changed for a while. Safe for any thread. */
final class LoggerLevels {

  private static final Logger log = LoggerFactory.getLogger(LoggerLevels.class);
  private static final int MOST = 50;

  private final LogPort port;
  private final Clock clock;
  private final Map<String, Changed> changed = new TreeMap<>();

  /** What it was like before, and until when it is another way. */
  private record Changed(Optional<LogPort.Level> before, Instant until) {}

  LoggerLevels(LogPort port, Clock clock) {
    this.port = port;
    this.clock = clock;
  }

  synchronized void set(String logger, LogPort.Level level, Duration time) {
    if (!changed.containsKey(logger) && changed.size() >= MOST) {
      throw new ProblemException(
              ProblemType.TOO_MANY,
              MOST + " loggers have another level already; set one of them back first")
          .after(60);
    }
    Changed former = changed.get(logger);
    Optional<LogPort.Level> before = former == null ? port.ownLevel(logger) : former.before();
    changed.put(logger, new Changed(before, clock.instant().plus(time)));
    port.set(logger, Optional.of(level));
    log.info("logger {} has level {} for {} s", logger, level, time.toSeconds());
  }

  synchronized void back(String logger) {
    Changed former = changed.remove(logger);
    if (former != null) {
      port.set(logger, former.before());
      log.info("logger {} has its former level again", logger);
    }
  }

  /** Sets back what has been another way long enough; called about once a second. */
  synchronized void look() {
    Instant now = clock.instant();
    changed.entrySet().stream()
        .filter(entry -> !now.isBefore(entry.getValue().until()))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::back);
  }

  synchronized JsonObject json(String logger) {
    JsonObject json = new JsonObject();
    json.addProperty("name", logger);
    json.addProperty("level", port.level(logger).name());
    Optional.ofNullable(changed.get(logger))
        .ifPresent(each -> json.addProperty("until", each.until().toString()));
    return json;
  }
}
