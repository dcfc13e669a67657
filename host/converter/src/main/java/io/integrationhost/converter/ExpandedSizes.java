package io.integrationhost.converter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import org.mvel2.ScriptMemoryOverflowException;

/**
 * How large a script's lists and maps are when each mention of another one is written out. A list
 * that holds another one twice, and so on forty times, is small in memory; but as text, as a hash
 * or as a result it exhausts the process, and inside of Java's own methods nothing stops it.
 */
final class ExpandedSizes {
  private static final long REFERENCE = 8;

  private final long max;
  private final IdentityHashMap<Object, Container> containers = new IdentityHashMap<>();
  private Object last;
  private Container ofLast;

  ExpandedSizes(long max) {
    this.max = max;
  }

  /** A container got a value that is none itself. */
  void added(Object container, long size) {
    grow(of(container), size);
  }

  void removed(Object container, long size) {
    grow(of(container), -size);
  }

  /** A container got another one. */
  void linked(Object container, Object inner) {
    Container outer = of(container);
    Container part = of(inner);
    part.holders.merge(outer, 1L, Long::sum);
    grow(outer, part.size + REFERENCE);
  }

  void unlinked(Object container, Object inner) {
    Container outer = of(container);
    Container part = of(inner);
    part.holders.computeIfPresent(outer, (holder, times) -> times > 1 ? times - 1 : null);
    grow(outer, -part.size - REFERENCE);
  }

  private Container of(Object container) {
    if (last != container) {
      ofLast = containers.computeIfAbsent(container, key -> new Container());
      last = container;
    }
    return ofLast;
  }

  private void grow(Container container, long size) {
    container.size += size;
    check(container);
    if (container.holders.isEmpty()) {
      return;
    }
    Deque<Growth> open = new ArrayDeque<>();
    open.add(new Growth(container, size));
    while (!open.isEmpty()) {
      Growth growth = open.pop();
      growth.container.holders.forEach(
          (holder, times) -> {
            holder.size += growth.size * times;
            check(holder);
            if (!holder.holders.isEmpty()) {
              open.push(new Growth(holder, growth.size * times));
            }
          });
    }
  }

  private void check(Container container) {
    // Below zero: something was taken out of a container that holds itself.
    if (container.size > max || container.size < -max) {
      throw new ScriptMemoryOverflowException(
          "Script memory overflow (" + container.size + " > " + max + ")!");
    }
  }

  private record Growth(Container container, long size) {}

  private static final class Container {
    private final IdentityHashMap<Container, Long> holders = new IdentityHashMap<>(2);
    private long size;
  }
}
