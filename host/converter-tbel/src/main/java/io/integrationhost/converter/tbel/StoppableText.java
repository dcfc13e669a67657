package io.integrationhost.converter.tbel;

import org.mvel2.ExecutionContext;

/** A text that lets nobody read on once the script shall stop. For one thread. */
final class StoppableText implements CharSequence {
  private static final int READS_BETWEEN_CHECKS = 1_024;

  private final ExecutionContext context;
  private final CharSequence text;
  private int reads;

  StoppableText(ExecutionContext context, CharSequence text) {
    this.context = context;
    this.text = text;
  }

  @Override
  public char charAt(int index) {
    if (++reads % READS_BETWEEN_CHECKS == 0) {
      context.checkExecution();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
