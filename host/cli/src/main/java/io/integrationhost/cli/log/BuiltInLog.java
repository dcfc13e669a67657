package io.integrationhost.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.util.Map;

/**
 * How is logged where no operator has said otherwise. Set up by code: to read it from a file would
 * take a good part of a start.
 *
 * @param pattern of a line; empty: JSON
 * @param levels of libraries
 */
public record BuiltInLog(
    ConsoleTarget target, String pattern, Level level, Map<String, Level> levels) {

  private static final String SERVICE =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg%n%ex";

  private static final Map<String, Level> OF_SERVICE =
      Map.of(
          "io.grpc", Level.WARN,
          "io.netty", Level.WARN,
          "org.apache.kafka", Level.ERROR,
          "org.eclipse.jetty", Level.ERROR,
          "org.pf4j", Level.WARN);

  private static final BuiltInLog TOOL =
      new BuiltInLog(
          ConsoleTarget.SystemErr,
          "%-5level %logger{0} - %msg%n%ex",
          Level.WARN,
          Map.of("io.grpc", Level.ERROR, "io.netty", Level.ERROR, "org.apache.kafka", Level.ERROR));

  /** Warnings to standard error. */
  public static BuiltInLog ofTool() {
    return TOOL;
  }

  /** Lines for people to standard output. */
  public static BuiltInLog ofService() {
    return new BuiltInLog(ConsoleTarget.SystemOut, SERVICE, Level.INFO, OF_SERVICE);
  }

  /** The same as JSON objects. */
  public static BuiltInLog ofServiceAsJson() {
    return new BuiltInLog(ConsoleTarget.SystemOut, "", Level.INFO, OF_SERVICE);
  }

  /** Takes the place of what was configured until now. */
  public void use(LoggerContext context) {
    context.reset();
    LogGuard.before(context);
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("console");
    console.setTarget(target.getName());
    console.setEncoder(encoder(context));
    console.start();
    levels.forEach((name, quiet) -> context.getLogger(name).setLevel(quiet));
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(console);
    LogGuard.after(context);
  }

  private Encoder<ILoggingEvent> encoder(LoggerContext context) {
    if (pattern.isEmpty()) {
      JsonLines json = new JsonLines();
      json.setContext(context);
      json.start();
      return json;
    }
    PatternLayoutEncoder lines = new PatternLayoutEncoder();
    lines.setContext(context);
    lines.setPattern(pattern);
    lines.start();
    return lines;
  }
}
