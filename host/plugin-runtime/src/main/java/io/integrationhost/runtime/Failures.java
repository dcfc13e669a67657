package io.integrationhost.runtime;

import com.typesafe.config.ConfigException;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.jar.JarProblem;
import java.lang.reflect.InvocationTargetException;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Turns what one plugin throws into failures of the host. */
final class Failures {

  private static final String ASK_THE_AUTHOR =
      "report it to the plugin's author with the stack trace from the log";

  private final String plugin;

  /**
   * For one plugin.
   *
   * @param plugin its id and version
   */
  Failures(String plugin) {
    this.plugin = plugin;
  }

  /**
   * Translates a throwable; runs on a thread of the plugin.
   *
   * @param what the call that failed
   */
  PluginFailure of(String what, Throwable thrown) {
    Throwable cause = unwrap(thrown);
    if (cause instanceof PluginFailure failure) {
      return failure;
    }
    if (cause instanceof JarProblem problem) {
      return new PluginFailure(Kind.DEFECT, problem.reason(), problem.cure());
    }
    ThrowableText text = ThrowableText.of(cause);
    if (cause instanceof TransportException e) {
      return new PluginFailure(kind(e), failed(what, text.messageOrType()), "", text);
    }
    if (cause instanceof ConfigException) {
      return new PluginFailure(
          Kind.CONFIGURATION,
          failed(what, ConfigFault.reworded(text.messageOrType())),
          "correct this setting of the integration",
          text);
    }
    String told = text.message().isEmpty() ? text.type() : text.type() + ": " + text.message();
    return cause instanceof LinkageError
        ? new PluginFailure(Kind.INCOMPATIBLE, failed(what, told), missing(cause), text)
        : new PluginFailure(Kind.DEFECT, failed(what, told), ASK_THE_AUTHOR, text);
  }

  /** A failure that no throwable caused. */
  PluginFailure because(Kind kind, String what, String why, String cure) {
    return new PluginFailure(kind, failed(what, why), cure);
  }

  private String failed(String what, String why) {
    return "plugin " + plugin + ": " + what + " failed: " + why;
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable t = thrown;
    while (t.getCause() != null
        && (t instanceof CompletionException
            || t instanceof ExecutionException
            || t instanceof InvocationTargetException
            || t instanceof ExceptionInInitializerError
            || t instanceof ServiceConfigurationError)) {
      t = t.getCause();
    }
    return t;
  }

  private static Kind kind(TransportException e) {
    return switch (e.kind()) {
      case CONFIGURATION -> Kind.CONFIGURATION;
      case UNAVAILABLE -> Kind.UNAVAILABLE;
      case REJECTED -> Kind.REJECTED;
    };
  }

  private static String missing(Throwable linkage) {
    if (linkage instanceof UnsupportedClassVersionError) {
      return "build the plugin and its libraries for Java " + Runtime.version().feature();
    }
    return linkage instanceof NoClassDefFoundError
        ? "put the library that holds the missing class into lib/ of the jar"
        : "rebuild the plugin against the API and libraries that it runs with";
  }
}
