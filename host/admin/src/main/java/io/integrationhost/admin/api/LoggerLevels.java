package io.integrationhost.admin.api;

import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Levels of loggers that somebody has changed for a while. Safe for any thread. */
final class LoggerLevels {

  private static final Logger log = LoggerFactory.getLogger(LoggerLevels.class);
  private static final int MOST = 50;

  /** Each name that the log does not know yet stays in memory until the end. */
  private static final int MOST_NEW = 50;

  private static final String OURS = "io.integrationhost";

  private final LogPort port;
  private final Clock clock;
  private final Map<String, Changed> changed = new TreeMap<>();
  private final Set<String> made = new HashSet<>();

  /** What it was like before, and until when it is another way. */
  private record Changed(Optional<LogPort.Level> before, Instant until) {}

  LoggerLevels(LogPort port, Clock clock) {
    this.port = port;
    this.clock = clock;
  }

  /**
   * Another level for some time.
   *
   * @throws ProblemException for a logger that is none of the host's: a library that tells more may
   *     tell tokens and secrets
   */
  synchronized void set(String logger, LogPort.Level level, Duration time) {
    if (!logger.equals(OURS) && !logger.startsWith(OURS + ".")) {
      throw Request.bad(
          "logger",
          "'"
              + logger
              + "' is none of "
              + OURS
              + ": libraries may write tokens and secrets at such a level; set it in logback.xml, and"
              + " restart");
    }
    boolean isNew = !made.contains(logger) && !port.loggers().contains(logger);
    if (isNew && made.size() >= MOST_NEW) {
      throw new ProblemException(
          ProblemType.NOT_FOUND,
          "the log knows no logger '"
              + logger
              + "', and "
              + MOST_NEW
              + " unknown ones were named already; name one of GET /api/v1/loggers");
    }
    if (!changed.containsKey(logger) && changed.size() >= MOST) {
      throw new ProblemException(
              ProblemType.TOO_MANY,
              MOST + " loggers have another level already; set one of them back first")
          .after(60);
    }
    if (isNew) {
      made.add(logger);
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
