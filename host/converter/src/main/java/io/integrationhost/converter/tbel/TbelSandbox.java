package io.integrationhost.converter.tbel;

import org.mvel2.ParserContext;
import org.mvel2.SandboxedParserConfiguration;
import org.mvel2.optimizers.OptimizerFactory;

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
    static final SandboxedParserConfiguration CONFIGURATION = create();

    private static SandboxedParserConfiguration create() {
      OptimizerFactory.setDefaultOptimizer(OptimizerFactory.SAFE_REFLECTIVE);
      SandboxedParserConfiguration configuration = ParserContext.enableSandboxedMode();
      AllowedClasses classes = new AllowedClasses();
      ScriptLibrary.classes().forEach(classes::addAllowedClass);
      configuration.setClassLoader(classes);
      ScriptLibrary.register(configuration);
      new Guards(configuration).register();
      return configuration;
    }
  }
}
