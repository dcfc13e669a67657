package io.integrationhost.converter;

import io.integrationhost.converter.tbel.TbelSandbox;
import org.mvel2.ExecutionContext;

/** One call of a TBEL script: what it may use, and the way to stop it. */
final class TbelContext extends ExecutionContext {
  private static final long serialVersionUID = 1L;
  private static final int MAX_ARGUMENTS = 10;

  /**
   * The library takes seconds to come back from a stack overflow, in which nothing can stop it; and
   * more levels than these would overflow the stacks of ThingsBoard.
   */
  private static final int MAX_DEPTH = 200;

  private int depth;

  /**
   * @param memory bytes that the script's values may take
   */
  TbelContext(long memory) {
    super(TbelSandbox.configuration(), memory, MAX_ARGUMENTS);
  }

  @Override
  public void enterStack() {
    if (++depth > MAX_DEPTH) {
      throw new TooDeep();
    }
    checkExecution();
    super.enterStack();
  }

  @Override
  public void leaveStack() {
    depth--;
    super.leaveStack();
  }

  /** An error, as the library handles one without describing each level. */
  static final class TooDeep extends StackOverflowError {
    private static final long serialVersionUID = 1L;

    TooDeep() {
      super("the script recurses too deeply");
    }
  }
}
