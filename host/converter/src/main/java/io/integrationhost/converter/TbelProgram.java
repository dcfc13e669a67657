package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.tbel.CheckedCall;
import io.integrationhost.converter.tbel.TbelSandbox;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.mvel2.MVEL;
import org.mvel2.ParserContext;

/**
 * A TBEL script of any direction, compiled with its first run. For one thread at a time: compiled
 * scripts keep what they learn of types in themselves, and that is not shared.
 */
final class TbelProgram {
  /** The library takes seconds to notice that its stack is exhausted. */
  private static final int MAX_NESTING = 200;

  private final String body;
  private Serializable compiled;

  TbelProgram(String body) {
    this.body = body;
  }

  /**
   * @param arguments by name, as values of the language that count in the context's memory
   * @return a value of the language; null when the script returned nothing
   * @throws ScriptFailure when the script cannot be compiled, or fails
   */
  Object run(TbelContext context, Map<String, Object> arguments) {
    if (compiled == null) {
      compiled = compile();
    }
    try {
      // Not executeTbExpression: it copies the result, and cannot be stopped while it does.
      Map<String, Object> variables = new HashMap<>(arguments);
      variables.put(CheckedCall.CONTEXT, context);
      return MVEL.executeExpression(compiled, context, variables);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new TbelError(e).failure(Kind.SCRIPT);
    }
  }

  private Serializable compile() {
    if (Nesting.depth(body) > MAX_NESTING) {
      throw new TbelError(new StackOverflowError()).failure(Kind.COMPILE);
    }
    try {
      return MVEL.compileExpression(
          Comments.blanked(body), new ParserContext(TbelSandbox.configuration()));
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new TbelError(e).failure(Kind.COMPILE);
    }
  }
}
