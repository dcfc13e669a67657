package io.integrationhost.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.pattern.DynamicConverter;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Guards a log, whoever wrote its configuration: messages and stack traces of every pattern are
 * cleaned and bounded, and lines that repeat are counted.
 */
public final class LogGuard implements LoggerContextListener {

  private static final List<String> MESSAGES = List.of("m", "msg", "message");
  private static final List<String> TRACES =
      List.of("ex", "exception", "throwable", "xEx", "xException", "xThrowable");
  private static final Pattern NAMES_A_TRACE =
      Pattern.compile("%[-.\\d]*(nop|r|x)?(ex|Ex|exception|Exception|throwable|Throwable)\\b");

  /** Their warnings repeat what a caller without a token sends. */
  private static final List<String> FOR_ANYBODY =
      List.of("org.eclipse.jetty.http", "org.eclipse.jetty.util.HostPort");

  private final LogCounts counts = new LogCounts();

  private LogGuard() {}

  /** What was logged since the context was guarded, whatever its configurations were. */
  public static Optional<LogCounts> counts(LoggerContext context) {
    return context.getCopyOfListenerList().stream()
        .filter(LogGuard.class::isInstance)
        .map(listener -> ((LogGuard) listener).counts)
        .findFirst();
  }

  /** Guards what is configured from now on; called when the context was reset. */
  public static void before(LoggerContext context) {
    if (context.getCopyOfListenerList().stream().noneMatch(LogGuard.class::isInstance)) {
      LogGuard guard = new LogGuard();
      guard.install(context);
      context.addListener(guard);
    }
  }

  /**
   * Has patterns without a stack trace, to which the library adds its own, use the cleaned one, and
   * loggers that any caller could fill the log by be quiet where nothing else is said of them;
   * called after a configuration was read.
   */
  public static void after(LoggerContext context) {
    for (String name : FOR_ANYBODY) {
      Logger logger = context.getLogger(name);
      if (logger.getLevel() == null && logger.isWarnEnabled()) {
        logger.setLevel(Level.ERROR);
      }
    }
    for (Logger logger : context.getLoggerList()) {
      each(logger.iteratorForAppenders());
    }
  }

  private static void each(Iterator<Appender<ILoggingEvent>> appenders) {
    while (appenders.hasNext()) {
      Appender<ILoggingEvent> appender = appenders.next();
      if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
          && stream.getEncoder() instanceof PatternLayoutEncoder encoder
          && encoder.isStarted()
          && !NAMES_A_TRACE.matcher(encoder.getPattern()).find()) {
        encoder.stop();
        encoder.setPattern(encoder.getPattern() + "%ex");
        encoder.start();
      } else if (appender instanceof AppenderAttachable<?> several) {
        attached(several);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static void attached(AppenderAttachable<?> several) {
    each(((AppenderAttachable<ILoggingEvent>) several).iteratorForAppenders());
  }

  private void install(LoggerContext context) {
    Map<String, Supplier<DynamicConverter<?>>> words = new HashMap<>();
    MESSAGES.forEach(word -> words.put(word, CleanMessage::new));
    TRACES.forEach(word -> words.put(word, CleanThrowable::new));
    context.putObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS, words);
    RepeatedLines repeated = new RepeatedLines(System::nanoTime, counts);
    repeated.setContext(context);
    repeated.start();
    context.addTurboFilter(repeated);
    counts.setContext(context);
    counts.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(counts);
  }

  /** A configuration that is read again while the program runs is guarded too. */
  @Override
  public boolean isResetResistant() {
    return true;
  }

  @Override
  public void onReset(LoggerContext context) {
    install(context);
  }

  @Override
  public void onStart(LoggerContext context) {}

  @Override
  public void onStop(LoggerContext context) {}

  @Override
  public void onLevelChange(Logger logger, Level level) {}
}
