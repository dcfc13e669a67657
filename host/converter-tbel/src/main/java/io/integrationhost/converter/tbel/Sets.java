package io.integrationhost.converter.tbel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mvel2.ExecutionContext;
import org.mvel2.execution.ExecutionLinkedHashSet;

/** Sets in the order of insertion. */
public final class Sets {
  private Sets() {}

  public static Set<Object> newSet(ExecutionContext context) {
    return new ExecutionLinkedHashSet<>(context);
  }

  public static Set<Object> toSet(ExecutionContext context, List<?> list) {
    return new ExecutionLinkedHashSet<>(new LinkedHashSet<>(list), context);
  }
}
