package io.integrationhost.runtime;

import com.typesafe.config.ConfigException;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.jar.ApiCompatibility;
import io.integrationhost.runtime.jar.JarProblem;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what one plugin throws into failures of the host. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final String ASK_THE_AUTHOR =
      "report it to the plugin's author with the stack trace from the log";

  private static final Pattern CONTRACT =
      Pattern.compile("io[./]integrationhost[./]plugin[./][A-Z]");
  private static final Pattern RELEASE = Pattern.compile("[0-9]+\\.[0-9]+");

  private static final Duration PERIOD = Duration.ofMinutes(10);

  private final String plugin;
  private final String requires;
  private final StackLog stacks = new StackLog(PERIOD, text -> LOG.warn("{}", text));

  /**
   * For one plugin.
   *
   * @param plugin its id and version
   * @param requires the plugin API that it was built with, as its manifest says; may be empty
   */
  Failures(String plugin, String requires) {
    this.plugin = plugin;
    this.requires = requires;
  }

  /** For failures that no throwable of the plugin causes. */
  Failures(String plugin) {
    this(plugin, "");
  }

  /**
   * Translates a throwable; runs on a thread of the plugin. What the plugin did not mean to throw
   * is logged with its stack trace, since the failure travels on as a sentence.
   *
   * @param what the call that failed
   */
  PluginFailure of(String what, Throwable thrown) {
    Throwable cause = unwrap(thrown);
    PluginFailure failure = translated(what, cause);
    if (failure != cause && !failure.stack().isEmpty()) {
      if (failure.kind() == Kind.DEFECT || failure.kind() == Kind.INCOMPATIBLE) {
        stacks.tell(failure);
      } else {
        LOG.debug("{}\n{}", failure.getMessage(), failure.stack());
      }
    }
    return failure;
  }

  private PluginFailure translated(String what, Throwable cause) {
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
    if (cause instanceof LinkageError && CONTRACT.matcher(text.message()).find()) {
      return otherApi(what, told, text);
    }
    return cause instanceof LinkageError
        ? new PluginFailure(Kind.INCOMPATIBLE, failed(what, told), missing(cause), text)
        : new PluginFailure(Kind.DEFECT, failed(what, told), ASK_THE_AUTHOR, text);
  }

  /** The plugin knows a contract that differs from this host's. */
  private PluginFailure otherApi(String what, String told, ThrowableText text) {
    String offered = ApiCompatibility.ofThisHost().offered();
    Matcher release = RELEASE.matcher(requires);
    String builtFor =
        release.find() && !release.group().equals(offered)
            ? "it was built for plugin API " + release.group() + ", this host has " + offered
            : "it was built for another plugin API than " + offered + ", which this host has";
    return new PluginFailure(
        Kind.INCOMPATIBLE,
        failed(what, builtFor + " (" + told + ")"),
        "use a build of the plugin for API " + offered + ", or upgrade the host",
        text);
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
      case UNCONFIRMED -> Kind.UNCONFIRMED;
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
