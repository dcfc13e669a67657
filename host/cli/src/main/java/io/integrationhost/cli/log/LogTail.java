package io.integrationhost.cli.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.integrationhost.admin.api.LogPort;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The last lines of the log, in memory, and the levels of its loggers. Lines are cleaned and
 * bounded as those that are written are.
 */
public final class LogTail extends UnsynchronizedAppenderBase<ILoggingEvent>
    implements LogPort, LoggerContextListener {

  private static final int MOST_LINES = 2_000;
  private static final int MOST_CHARACTERS = 4_000_000;
  private static final int MOST_TEXT = 4_000;

  private final LoggerContext loggers;
  private final LogCounts counts;
  private final CleanThrowable traces = new CleanThrowable();
  private final Deque<Line> lines = new ArrayDeque<>();
  private final List<Consumer<Line>> listeners = new CopyOnWriteArrayList<>();
  private long characters;

  private LogTail(LoggerContext loggers, LogCounts counts) {
    this.loggers = loggers;
    this.counts = counts;
  }

  /** Keeps what is logged from now on. */
  public static LogTail of(LoggerContext context) {
    LogTail tail = new LogTail(context, LogGuard.counts(context).orElseThrow());
    tail.setContext(context);
    tail.setName("tail");
    tail.traces.setContext(context);
    tail.traces.start();
    tail.install();
    context.addListener(tail);
    return tail;
  }

  private void install() {
    start();
    loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
  }

  /** A configuration that is read again while the program runs changes nothing here. */
  @Override
  public boolean isResetResistant() {
    return true;
  }

  @Override
  public void onReset(LoggerContext context) {
    install();
  }

  @Override
  public void onStart(LoggerContext context) {}

  @Override
  public void onStop(LoggerContext context) {}

  @Override
  public void onLevelChange(Logger logger, ch.qos.logback.classic.Level level) {}

  @Override
  protected void append(ILoggingEvent event) {
    Line line =
        new Line(
            Instant.ofEpochMilli(event.getTimeStamp()),
            level(event.getLevel()),
            event.getLoggerName(),
            event.getThreadName(),
            cut(CleanMessage.clean(event.getFormattedMessage())),
            exception(event));
    synchronized (lines) {
      lines.addLast(line);
      characters += size(line);
      while (lines.size() > MOST_LINES || characters > MOST_CHARACTERS) {
        characters -= size(lines.removeFirst());
      }
    }
    listeners.forEach(listener -> listener.accept(line));
  }

  private static int size(Line line) {
    return line.message().length() + line.exception().map(String::length).orElse(0);
  }

  private static String cut(String text) {
    return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "..." : text;
  }

  private Optional<String> exception(ILoggingEvent event) {
    return event.getThrowableProxy() == null
        ? Optional.empty()
        : Optional.of(cut(traces.convert(event)));
  }

  private static Level level(ch.qos.logback.classic.Level level) {
    return switch (level.toInt()) {
      case ch.qos.logback.classic.Level.OFF_INT -> Level.OFF;
      case ch.qos.logback.classic.Level.ERROR_INT -> Level.ERROR;
      case ch.qos.logback.classic.Level.WARN_INT -> Level.WARN;
      case ch.qos.logback.classic.Level.INFO_INT -> Level.INFO;
      case ch.qos.logback.classic.Level.DEBUG_INT -> Level.DEBUG;
      default -> Level.TRACE;
    };
  }

  @Override
  public Set<String> loggers() {
    Set<String> names = new TreeSet<>();
    loggers.getLoggerList().forEach(logger -> names.add(logger.getName()));
    return names;
  }

  @Override
  public Level level(String logger) {
    Logger known = loggers.exists(logger);
    for (String name = logger; known == null; known = loggers.exists(name)) {
      int dot = name.lastIndexOf('.');
      name = dot < 0 ? Logger.ROOT_LOGGER_NAME : name.substring(0, dot);
    }
    return level(known.getEffectiveLevel());
  }

  @Override
  public Optional<Level> ownLevel(String logger) {
    return Optional.ofNullable(loggers.exists(logger)).map(Logger::getLevel).map(LogTail::level);
  }

  @Override
  public void set(String logger, Optional<Level> level) {
    loggers
        .getLogger(logger)
        .setLevel(
            level.map(each -> ch.qos.logback.classic.Level.toLevel(each.name())).orElse(null));
  }

  @Override
  public List<Line> tail(int most) {
    synchronized (lines) {
      List<Line> all = new ArrayList<>(lines);
      return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
    }
  }

  @Override
  public Runnable listen(Consumer<Line> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public long count(Level level) {
    return level == Level.ERROR ? counts.errors() : counts.warnings();
  }
}
