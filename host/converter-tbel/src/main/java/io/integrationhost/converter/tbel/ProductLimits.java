package io.integrationhost.converter.tbel;

import java.util.Collection;
import org.mvel2.ExecutionContext;
import org.mvel2.ScriptMemoryOverflowException;

/**
 * Refuses calls that compare each part of one value with each of another, when there are so many
 * that the call, which nothing can stop, would take longer than a script has.
 */
final class ProductLimits {
  /** Characters are compared in less than a nanosecond. */
  private static final long MAX_CHARACTERS = 1_000_000_000;

  private static final long MAX_VALUES = 50_000_000;

  private ProductLimits() {}

  static Object[] search(ExecutionContext context, Object target, Object[] arguments) {
    if (target instanceof CharSequence text && arguments[0] instanceof CharSequence part) {
      check((long) text.length() * part.length(), MAX_CHARACTERS);
    }
    return arguments;
  }

  static Object[] compare(ExecutionContext context, Object target, Object[] arguments) {
    checkSizes(target, arguments[0]);
    return arguments;
  }

  static Object[] compareBoth(ExecutionContext context, Object target, Object[] arguments) {
    if (arguments.length > 1) {
      checkSizes(arguments[0], arguments[1]);
    }
    return arguments;
  }

  private static void checkSizes(Object one, Object other) {
    if (one instanceof Collection<?> first && other instanceof Collection<?> second) {
      check((long) first.size() * second.size(), MAX_VALUES);
    }
  }

  private static void check(long comparisons, long max) {
    if (comparisons > max) {
      throw new ScriptMemoryOverflowException(
          "Max comparisons overflow (" + comparisons + " > " + max + ")!");
    }
  }
}
