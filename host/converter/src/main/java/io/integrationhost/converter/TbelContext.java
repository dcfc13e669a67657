package io.integrationhost.converter;

import io.integrationhost.converter.tbel.NumberLimits;
import io.integrationhost.converter.tbel.ScriptCollections;
import io.integrationhost.converter.tbel.TbelSandbox;
import java.lang.reflect.Method;
import java.util.Map;
import org.mvel2.ExecutionContext;
import org.mvel2.ScriptMemoryOverflowException;
import org.mvel2.ScriptRuntimeException;
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
  private long uncounted;

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

  /**
   * Besides the checks of the library: a script reaches its context as {@code this}, and Java's own
   * collections are counted nowhere else.
   */
  @Override
  public Object[] checkInvocation(Method method, Object target, Object[] arguments) {
    if (target instanceof ExecutionContext) {
      throw new ScriptRuntimeException("'this' has no methods in scripts");
    }
    uncounted += ScriptCollections.added(target, method, arguments);
    if (uncounted > getMaxAllowedMemory()) {
      throw new ScriptMemoryOverflowException(
          "Script memory overflow (" + uncounted + " > " + getMaxAllowedMemory() + ")!");
    }
    return super.checkInvocation(method, target, arguments);
  }

  @Override
  public Object checkAssignGlobalVariable(String name, Object value) {
    NumberLimits.check(value);
    return super.checkAssignGlobalVariable(name, value);
  }

  @Override
  public Object checkAssignLocalVariable(String name, Object value) {
    NumberLimits.check(value);
    return super.checkAssignLocalVariable(name, value);
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
    NumberLimits.check(value);
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
