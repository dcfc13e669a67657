package io.integrationhost.converter.tbel;

import java.io.Writer;
import java.util.Objects;
import java.util.function.LongFunction;
import org.mvel2.ExecutionContext;
import org.mvel2.ScriptMemoryOverflowException;

/**
 * Collects a text up to a limit. A value that holds itself many times writes far more than it
 * occupies, so that only the writing can be limited.
 */
public final class LimitedText extends Writer {
  private final StringBuilder text = new StringBuilder(256);
  private final long max;
  private final ExecutionContext context;
  private final LongFunction<RuntimeException> refusal;

  /**
   * An empty text.
   *
   * @param context of the script whose value is written; when it is stopped the writing fails
   * @param max characters
   * @param refusal what to throw when there are more; given the maximum
   */
  public LimitedText(ExecutionContext context, long max, LongFunction<RuntimeException> refusal) {
    this.context = Objects.requireNonNull(context, "context");
    this.max = max;
    this.refusal = Objects.requireNonNull(refusal, "refusal");
  }

  static LimitedText ofScript(ExecutionContext context) {
    return new LimitedText(
        context,
        context.getMaxAllowedMemory() / 2,
        max ->
            new ScriptMemoryOverflowException(
                "Max string length overflow (more than " + max + ")!"));
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    check(length);
    text.append(chars, offset, length);
  }

  @Override
  public void write(String added, int offset, int length) {
    check(length);
    text.append(added, offset, offset + length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return text.toString();
  }

  private void check(int added) {
    context.checkExecution();
    if (text.length() + (long) added > max) {
      throw refusal.apply(max);
    }
  }
}
