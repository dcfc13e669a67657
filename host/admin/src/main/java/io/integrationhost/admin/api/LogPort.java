package io.integrationhost.admin.api;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The log of the process, whatever writes it. Safe for any thread. */
public interface LogPort {

  /** How much is logged; from much to little. */
  enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    OFF
  }

  /** The names of all loggers that there are now. */
  Set<String> loggers();

  /** The level that counts for a logger, also for one that there is not; that makes none. */
  Level level(String logger);

  /**
   * The level that was set for a logger itself; empty: it has that of the one above it. Makes none.
   */
  Optional<Level> ownLevel(String logger);

  /**
   * Sets the level of a logger itself; empty: that of the one above it. A logger that there is not
   * is made, and stays.
   */
  void set(String logger, Optional<Level> level);

  /** The last lines, at most so many, the newest last. */
  List<Line> tail(int most);

  /**
   * Tells of each line from now on, on the thread that writes it.
   *
   * @param listener must not block, throw or log
   * @return ends that
   */
  Runnable listen(Consumer<Line> listener);

  /** Lines of that level since the start: {@link Level#WARN} or {@link Level#ERROR}. */
  long count(Level level);

  /**
   * A line of the log.
   *
   * @param exception with its frames; empty without one
   */
  record Line(
      Instant time,
      Level level,
      String logger,
      String thread,
      String message,
      Optional<String> exception) {

    /** As the API tells it. */
    JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("time", time.toString());
      json.addProperty("level", level.name());
      json.addProperty("logger", logger);
      json.addProperty("thread", thread);
      json.addProperty("message", message);
      exception.ifPresent(text -> json.addProperty("exception", text));
      return json;
    }
  }
}
