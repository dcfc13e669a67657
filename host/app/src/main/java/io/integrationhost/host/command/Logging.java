package io.integrationhost.host.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Chooses how much is logged and where: a service logs to standard output (or as {@code
 * conf/logback.xml} says), a tool only warnings to standard error.
 */
final class Logging {

  private Logging() {}

  static void forService(Home home) {
    Path own = home.directory().resolve("conf").resolve("logback.xml");
    use(Files.exists(own) ? url(own) : Logging.class.getResource("logback-service.xml"));
  }

  static void forTool() {
    use(Logging.class.getResource("logback-tool.xml"));
  }

  /** For a tool that has a host meet what it warns of. */
  static void onlyErrors() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("log configuration " + file + " has no usable path", e);
    }
  }

  private static void use(URL configuration) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(configuration);
    } catch (JoranException e) {
      throw new IllegalArgumentException(
          "log configuration " + configuration + " cannot be used: " + e.getMessage(), e);
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
