package io.integrationhost.distribution;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** What threads of one group log, as lines of the form that a host's own log has. */
final class LinesOfGroup extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg%n";

  private final ThreadGroup group;
  private final Logger root;
  private final Level before;
  private final PatternLayout layout = new PatternLayout();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile Thread also;

  private LinesOfGroup(ThreadGroup group, LoggerContext context) {
    this.group = group;
    this.root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    this.before = root.getLevel();
    setContext(context);
    layout.setContext(context);
    layout.setPattern(PATTERN);
  }

  /** Listens until it is closed; what is logged is what a service logs. */
  static LinesOfGroup listen(ThreadGroup group) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    LinesOfGroup lines = new LinesOfGroup(group, context);
    for (String loud : List.of("io.grpc", "io.netty", "org.pf4j")) {
      context.getLogger(loud).setLevel(Level.WARN);
    }
    lines.root.setLevel(Level.INFO);
    lines.layout.start();
    lines.start();
    lines.root.addAppender(lines);
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
    return lines;
  }

  List<String> lines() {
    return lines;
  }

  /** The calling thread speaks for the group from now on. */
  void listenToThisThread() {
    also = Thread.currentThread();
  }

  @Override
  protected void append(ILoggingEvent event) {
    Thread speaker = Thread.currentThread();
    if (speaker == also || group.equals(speaker.getThreadGroup())) {
      layout.doLayout(event).lines().forEach(lines::add);
    }
  }

  @Override
  public void close() {
    root.detachAppender(this);
    root.setLevel(before);
    stop();
  }
}
