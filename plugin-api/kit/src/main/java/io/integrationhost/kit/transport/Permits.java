package io.integrationhost.kit.transport;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many uplinks of a port may be under way to the host. Who finds none, or finds others waiting,
 * waits; the first to wait is the first to get some, a turn's worth at once, so that neither a
 * flood nor a peer that never reads can keep a quiet one waiting. Thread-safe.
 */
final class Permits {

  /** How many one that waited gets at once. */
  private static final int TURN = 16;

  /** Who waits. */
  interface Waiter {
    /** Any thread. False when it needs none any more. */
    boolean granted(int permits);
  }

  private final int turn;
  private final AtomicInteger free;
  private final Set<Waiter> waiting = new LinkedHashSet<>();
  private volatile int waitingCount;

  Permits(int most) {
    this.free = new AtomicInteger(most);
    this.turn = Math.max(1, Math.min(TURN, most / TURN));
  }

  /** Takes one unless there is none or others wait. */
  boolean enter() {
    return waitingCount == 0 && take(1);
  }

  /** Takes one whether there is one or not: the uplink is there already. */
  void force() {
    free.decrementAndGet();
  }

  void leave(int permits) {
    free.addAndGet(permits);
    if (waitingCount > 0) {
      wake();
    }
  }

  /** Waits for a turn; does nothing for one that waits already. */
  void await(Waiter waiter) {
    synchronized (waiting) {
      waiting.add(waiter);
      waitingCount = waiting.size();
    }
    wake();
  }

  void forget(Waiter waiter) {
    synchronized (waiting) {
      waiting.remove(waiter);
      waitingCount = waiting.size();
    }
  }

  private boolean take(int permits) {
    int before = free.get();
    while (before >= permits) {
      if (free.compareAndSet(before, before - permits)) {
        return true;
      }
      before = free.get();
    }
    return false;
  }

  private void wake() {
    Waiter next = next();
    while (next != null) {
      if (!next.granted(turn)) {
        free.addAndGet(turn);
      }
      next = next();
    }
  }

  /** Who has waited longest, with a turn taken for it; null when there is none. */
  private Waiter next() {
    synchronized (waiting) {
      Iterator<Waiter> oldest = waiting.iterator();
      if (!oldest.hasNext() || !take(turn)) {
        return null;
      }
      Waiter next = oldest.next();
      oldest.remove();
      waitingCount = waiting.size();
      return next;
    }
  }
}
