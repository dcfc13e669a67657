package io.integrationhost.converter.tbel;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.mvel2.ParserContext;
import org.mvel2.SandboxedParserConfiguration;

/**
 * The set-up of the language. The library keeps it for the whole process, so there is one for all
 * converter engines; it never changes once it is made.
 */
public final class TbelSandbox {
  private TbelSandbox() {}

  /** The first call takes a tenth of a second. Thread safe. */
  public static SandboxedParserConfiguration configuration() {
    return Holder.CONFIGURATION;
  }

  private static final class Holder {
    /** Held, as a logger that nobody holds forgets its level. */
    private static final Logger LOG_OF_THE_LIBRARY = Logger.getLogger("org.mvel2");

    static final SandboxedParserConfiguration CONFIGURATION = create();

    private static SandboxedParserConfiguration create() {
      // It logs a stack trace for errors of scripts, which each script reports already.
      LOG_OF_THE_LIBRARY.setLevel(Level.OFF);
      AdmittingOptimizer.register();
      SandboxedParserConfiguration configuration = ParserContext.enableSandboxedMode();
      AllowedClasses classes = new AllowedClasses();
      ScriptLibrary.classes().forEach(classes::addAllowedClass);
      configuration.setClassLoader(classes);
      ScriptLibrary.register(configuration);
      ScriptCollections.register(configuration);
      new Guards(configuration).register();
      return configuration;
    }
  }
}
