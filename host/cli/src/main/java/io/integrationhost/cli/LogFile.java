package io.integrationhost.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.event.SaxEventRecorder;
import ch.qos.logback.core.joran.event.StartEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import io.integrationhost.cli.log.LogCounts;
import io.integrationhost.cli.log.LogGuard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/**
 * An operator's own log configuration, {@code logback.xml}.
 *
 * @param path where it is
 */
record LogFile(Path path) {

  private static final String NAME = "logback.xml";

  /** From the host's own loggers up to the root. */
  private static final List<String> HEARD =
      List.of("io.integrationhost.host", "io.integrationhost", "io", Logger.ROOT_LOGGER_NAME);

  private static final int MOST_PROBLEMS = 10;
  private static final Pattern LINE = Pattern.compile("\\bline(?: ?number)?:? *(\\d+)");
  private static final Pattern QUOTED = Pattern.compile("\\[([^\\[\\]]+)]");

  /** Problems keep it from being used, warnings do not; each names file and line. */
  record Outcome(List<String> problems, List<String> warnings) {

    boolean usable() {
      return problems.isEmpty();
    }
  }

  /** The file beside the settings file, else that in {@code conf/} of the program; if any. */
  static Optional<LogFile> choose(Home home, Optional<Path> settings) {
    return Stream.concat(
            settings.map(file -> file.toAbsolutePath().resolveSibling(NAME)).stream(),
            Stream.of(home.directory().resolve("conf").resolve(NAME)))
        .filter(Files::exists)
        .findFirst()
        .map(LogFile::new);
  }

  /** Logs as it says; when it cannot be used, what is logged where is not defined. */
  Outcome use(LoggerContext context) {
    List<Status> told = new ArrayList<>();
    StatusListener listener = told::add;
    context.reset();
    LogGuard.before(context);
    context.getStatusManager().add(listener);
    try {
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(path.toFile());
      LogGuard.after(context);
    } catch (JoranException e) {
      return new Outcome(List.of(unreadable(e)), List.of());
    } finally {
      context.getStatusManager().remove(listener);
    }
    List<String> problems = new ArrayList<>(texts(told, Status.ERROR));
    if (problems.isEmpty() && !isHeard(context)) {
      problems.add(
          path
              + ": nothing of the host would be logged, since no appender is attached to the root or"
              + " to io.integrationhost; add <appender-ref ref=\"...\"/> to <root>");
    }
    return new Outcome(problems, texts(told, Status.WARN));
  }

  /** What of its XML and of the classes it names is wrong, without opening any log. */
  List<String> inspect() {
    LoggerContext context = new LoggerContext();
    SaxEventRecorder recorder = new SaxEventRecorder(context);
    try (InputStream in = Files.newInputStream(path)) {
      recorder.recordEvents(new InputSource(in));
    } catch (JoranException e) {
      return List.of(unreadable(e));
    } catch (IOException e) {
      return List.of(path + ": cannot be read: " + e);
    }
    return recorder.getSaxEventList().stream()
        .filter(StartEvent.class::isInstance)
        .map(StartEvent.class::cast)
        .flatMap(element -> missingClass(element).stream())
        .limit(MOST_PROBLEMS)
        .toList();
  }

  private Optional<String> missingClass(StartEvent element) {
    String name = element.getAttributes().getValue("class");
    if (name == null || name.contains("$")) {
      return Optional.empty();
    }
    try {
      Class.forName(name, false, LogFile.class.getClassLoader());
      return Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.of(
          "%s: line %d: class [%s] of <%s> does not exist"
              .formatted(path, element.getLocator().getLineNumber(), name, element.getLocalName()));
    }
  }

  private static boolean isHeard(LoggerContext context) {
    for (String name : HEARD) {
      Logger logger = context.getLogger(name);
      Iterator<Appender<ILoggingEvent>> appenders = logger.iteratorForAppenders();
      while (appenders.hasNext()) {
        // What only counts lines is there whatever the file says.
        if (!(appenders.next() instanceof LogCounts)) {
          return true;
        }
      }
      if (!logger.isAdditive()) {
        return false;
      }
    }
    return false;
  }

  private String unreadable(JoranException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SAXParseException syntax) {
        return "%s: line %d, column %d: %s"
            .formatted(path, syntax.getLineNumber(), syntax.getColumnNumber(), syntax.getMessage());
      }
    }
    Throwable reason = failure.getCause() == null ? failure : failure.getCause();
    return path + ": cannot be read: " + reason.getMessage();
  }

  private List<String> texts(List<Status> told, int level) {
    return told.stream()
        .filter(status -> status.getLevel() == level)
        .map(this::text)
        .distinct()
        .limit(MOST_PROBLEMS)
        .toList();
  }

  private String text(Status status) {
    String message = String.valueOf(status.getMessage());
    Throwable thrown = status.getThrowable();
    String reason = thrown == null || thrown.getMessage() == null ? "" : " (" + thrown + ")";
    return path + ": " + line(message).map(n -> "line " + n + ": ").orElse("") + message + reason;
  }

  /** The library names the line of some mistakes; else it is where the quoted word stands. */
  private Optional<Integer> line(String message) {
    Matcher named = LINE.matcher(message);
    if (named.find()) {
      return Optional.empty();
    }
    Matcher quoted = QUOTED.matcher(message);
    while (quoted.find()) {
      Optional<Integer> line = lineWith(quoted.group(1));
      if (line.isPresent()) {
        return line;
      }
    }
    return Optional.empty();
  }

  private Optional<Integer> lineWith(String word) {
    try {
      List<String> lines = Files.readAllLines(path);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains(word)) {
          return Optional.of(i + 1);
        }
      }
    } catch (IOException e) {
      // Without the line the message still says what is wrong.
      return Optional.empty();
    }
    return Optional.empty();
  }
}
