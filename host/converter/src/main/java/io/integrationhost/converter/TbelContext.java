package io.integrationhost.converter;

import io.integrationhost.converter.tbel.TbelSandbox;
import java.util.Map;
import org.mvel2.ExecutionContext;
import org.mvel2.execution.ExecutionHashMap;
import org.mvel2.execution.ExecutionObject;

/** One call of a TBEL script: what it may use, and the way to stop it. */
final class TbelContext extends ExecutionContext {
  private static final long serialVersionUID = 1L;
  private static final int MAX_ARGUMENTS = 10;

  /**
   * The library takes seconds to come back from a stack overflow, in which nothing can stop it; and
   * more levels than these would overflow the stacks of ThingsBoard.
   */
  private static final int MAX_DEPTH = 200;

  /** Shared parts count each time; honest data share little. */
  private static final int SHARING = 4;

  private final transient ExpandedSizes sizes;
  private int depth;

  /**
   * @param memory bytes that the script's values may take
   */
  TbelContext(long memory) {
    super(TbelSandbox.configuration(), memory, MAX_ARGUMENTS);
    sizes = new ExpandedSizes(SHARING * memory);
  }

  /** Nulls vanish, as everywhere in the language's maps. */
  ExecutionHashMap<String, String> map(Map<String, String> texts) {
    ExecutionHashMap<String, String> copy = new ExecutionHashMap<>(texts.size(), this);
    copy.putAll(texts);
    return copy;
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

  @Override
  public long onValAdd(ExecutionObject container, Object key, Object value) {
    long size = super.onValAdd(container, key, value);
    if (value instanceof ExecutionObject inner) {
      sizes.linked(container, inner);
    } else {
      sizes.added(container, size);
    }
    return size;
  }

  @Override
  public long onValRemove(ExecutionObject container, Object key, Object value) {
    long size = super.onValRemove(container, key, value);
    if (value instanceof ExecutionObject inner) {
      sizes.unlinked(container, inner);
    } else {
      sizes.removed(container, size);
    }
    return size;
  }

  /** An error, as the library handles one without describing each level. */
  static final class TooDeep extends StackOverflowError {
    private static final long serialVersionUID = 1L;

    TooDeep() {
      super("the script recurses too deeply");
    }
  }
}
