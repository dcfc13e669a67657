package io.integrationhost.plugins.tcp;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Counts the messages of all connections that the host has not answered. Connections that found it
 * full wait until half of them are done; then the first to wait is the first to go on, and those
 * that wait go before those that come. Thread-safe.
 */
final class UnderWay {

  private final int limit;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final Set<BooleanSupplier> waiting = new LinkedHashSet<>();

  UnderWay(int limit) {
    this.limit = limit;
  }

  /**
   * Counts one more unless the limit is reached or others wait.
   *
   * @param isInTurn whether the connection has waited and so need not let others go first
   */
  boolean enter(boolean isInTurn) {
    return (isInTurn || waitingCount.get() == 0) && enter();
  }

  private boolean enter() {
    if (count.incrementAndGet() > limit) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    count.decrementAndGet();
    wake();
  }

  /**
   * Waits for room.
   *
   * @param resume called once, with a message counted; false when it is not needed any more
   */
  void await(BooleanSupplier resume) {
    synchronized (waiting) {
      waiting.add(resume);
      waitingCount.set(waiting.size());
    }
    wake();
  }

  void forget(BooleanSupplier resume) {
    synchronized (waiting) {
      waiting.remove(resume);
      waitingCount.set(waiting.size());
    }
  }

  private void wake() {
    if (waitingCount.get() == 0 || count.get() > limit / 2) {
      return;
    }
    Optional<BooleanSupplier> next = next();
    while (next.isPresent()) {
      if (!next.get().getAsBoolean()) {
        count.decrementAndGet();
      }
      next = next();
    }
  }

  /** The one that has waited longest, with a message counted for it; empty without room. */
  private Optional<BooleanSupplier> next() {
    synchronized (waiting) {
      Iterator<BooleanSupplier> oldest = waiting.iterator();
      if (!oldest.hasNext() || !enter()) {
        return Optional.empty();
      }
      BooleanSupplier next = oldest.next();
      oldest.remove();
      waitingCount.set(waiting.size());
      return Optional.of(next);
    }
  }
}
