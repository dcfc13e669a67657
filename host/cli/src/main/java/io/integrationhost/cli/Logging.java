package io.integrationhost.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import io.integrationhost.admin.metrics.LogFigures;
import io.integrationhost.cli.log.BuiltInLog;
import io.integrationhost.cli.log.LogGuard;
import io.integrationhost.cli.log.LogTail;
import io.integrationhost.host.settings.LogFormat;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Chooses how much is logged and where: a service logs to standard output, or as its own {@code
 * logback.xml} says; a tool only warnings to standard error.
 */
final class Logging {

  private static final int MOST_LAST_WORDS = 20;

  private Logging() {}

  /**
   * For a service.
   *
   * @param settings the settings file, if there is one: a {@code logback.xml} beside it comes
   *     before that of the program's folder
   * @param format of the built-in configuration
   */
  static void forService(Home home, Optional<Path> settings, LogFormat format) {
    forService(context(), home, settings, format);
    bridge();
  }

  static void forService(
      LoggerContext context, Home home, Optional<Path> settings, LogFormat format) {
    LogFile.choose(home, settings)
        .ifPresentOrElse(
            file -> useOwn(context, file, format), () -> ofService(format).use(context));
  }

  private static BuiltInLog ofService(LogFormat format) {
    return format == LogFormat.JSON ? BuiltInLog.ofServiceAsJson() : BuiltInLog.ofService();
  }

  /** A mistake in the file must not mean that nobody hears anything. */
  private static void useOwn(LoggerContext context, LogFile file, LogFormat format) {
    LogFile.Outcome outcome = file.use(context);
    if (outcome.usable()) {
      context.getStatusManager().add(lastResort(file));
    } else {
      ofService(format).use(context);
    }
    Logger log = context.getLogger(Logging.class);
    outcome.problems().forEach(problem -> log.error("{}", problem));
    outcome.warnings().forEach(warning -> log.warn("{}", warning));
    if (outcome.usable()) {
      log.info("logging as {} says", file.path());
    } else {
      log.error(
          "the log configuration {} is not used but the built-in one, which writes to standard"
              + " output; correct the file and restart",
          file.path());
    }
  }

  /** A log that cannot be written any more, on a full disk say, cannot tell it itself. */
  private static StatusListener lastResort(LogFile file) {
    AtomicInteger told = new AtomicInteger();
    return status -> {
      if (status.getLevel() == Status.ERROR && told.get() < MOST_LAST_WORDS) {
        told.incrementAndGet();
        System.err.println("log as " + file.path() + " says: " + status.getMessage());
      }
    };
  }

  /** What was logged until now. */
  static LogFigures logged() {
    return LogGuard.counts(context())
        .map(all -> new LogFigures(all.warnings(), all.errors(), all.suppressed()))
        .orElse(LogFigures.NONE);
  }

  /** The last lines of what is logged from now on, and the levels. */
  static LogTail tail() {
    return LogTail.of(context());
  }

  static void forTool() {
    BuiltInLog.ofTool().use(context());
    bridge();
  }

  /** For a tool that has a host meet what it warns of. */
  static void onlyErrors() {
    context().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
  }

  /** Does something whose warnings from some package the tool itself prints. */
  static void quietly(String loggers, Runnable work) {
    Logger quiet = context().getLogger(loggers);
    Level before = quiet.getLevel();
    quiet.setLevel(Level.ERROR);
    try {
      work.run();
    } finally {
      quiet.setLevel(before);
    }
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static void bridge() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
