package io.integrationhost.kit.transport;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * How many uplinks of a port may be under way to the host. Thread-safe.
 *
 * <p>What is under way stands before what comes next: the host takes it in order. So of those who
 * send much only as many get one as the host settles in a fraction of a second. Who finds none
 * waits; first come those who have nothing under way, one uplink each, then the others, a turn's
 * worth at once, in the order of their waiting. Neither a flood nor a peer that never reads keeps a
 * quiet one waiting.
 */
final class Permits {

  /** How many one that waited gets at once. */
  private static final int TURN = 16;

  /** Then it is the turn of one of the others. */
  private static final int MOST_QUIET_IN_A_ROW = 3;

  /** So many may be under way however long they take. */
  private static final int LEAST = 500;

  /** A round of settled uplinks that was quicker allows twice as many. */
  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(200);

  /** One that took longer allows half. */
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(400);

  /** Who waits. */
  interface Waiter {
    /** Any thread. False when it needs none any more. */
    boolean granted(int permits);
  }

  private record Grant(Waiter waiter, int permits) {}

  private final int most;
  private final int turn;
  private final LongSupplier nanos;
  private final AtomicInteger free;
  private final AtomicInteger toSettle;
  private final Object lock = new Object();
  private final Set<Waiter> quiet = new LinkedHashSet<>();
  private final Set<Waiter> others = new LinkedHashSet<>();
  private int quietInARow;
  private volatile int quietCount;
  private volatile int othersCount;

  /** How many stay free for the quiet ones. */
  private volatile int kept;

  private volatile long roundBegan;

  Permits(int most) {
    this(most, System::nanoTime);
  }

  Permits(int most, LongSupplier nanos) {
    this.most = most;
    this.nanos = nanos;
    this.turn = Math.max(1, Math.min(TURN, most / TURN));
    this.free = new AtomicInteger(most);
    int first = Math.min(most, LEAST);
    this.kept = most - first;
    this.toSettle = new AtomicInteger(first);
    this.roundBegan = nanos.getAsLong();
  }

  /**
   * Takes one unless there is none or others wait for it.
   *
   * @param isQuiet whether who asks has nothing under way
   */
  boolean enter(boolean isQuiet) {
    return isQuiet ? quietCount == 0 && take(1, 0) : quietCount + othersCount == 0 && take(1, kept);
  }

  /** Takes one whether there is one or not: the uplink is there already. */
  void force() {
    free.decrementAndGet();
  }

  /** What was taken was not needed. */
  void leave(int permits) {
    free.addAndGet(permits);
    if (quietCount + othersCount > 0) {
      wake();
    }
  }

  /** The host has said what became of an uplink. */
  void settled() {
    if (toSettle.decrementAndGet() == 0) {
      endRound();
    }
    leave(1);
  }

  private void endRound() {
    long now = nanos.getAsLong();
    long took = now - roundBegan;
    int allowed = most - kept;
    if (took < QUICK) {
      allowed = (int) Math.min(most, 2L * allowed);
    } else if (took > SLOW) {
      allowed = Math.max(Math.min(most, LEAST), allowed / 2);
    }
    kept = most - allowed;
    roundBegan = now;
    toSettle.set(allowed);
  }

  /** Waits for a turn, as one of the quiet if it is one by now. */
  void await(Waiter waiter, boolean isQuiet) {
    synchronized (lock) {
      if (isQuiet) {
        others.remove(waiter);
        quiet.add(waiter);
      } else if (!quiet.contains(waiter)) {
        others.add(waiter);
      }
      count();
    }
    wake();
  }

  void forget(Waiter waiter) {
    synchronized (lock) {
      quiet.remove(waiter);
      others.remove(waiter);
      count();
    }
  }

  private void count() {
    quietCount = quiet.size();
    othersCount = others.size();
  }

  private boolean take(int permits, int rest) {
    int before = free.get();
    while (before - rest >= permits) {
      if (free.compareAndSet(before, before - permits)) {
        return true;
      }
      before = free.get();
    }
    return false;
  }

  private void wake() {
    Grant next = next();
    while (next != null) {
      if (!next.waiter().granted(next.permits())) {
        free.addAndGet(next.permits());
      }
      next = next();
    }
  }

  /** Whose turn it is, with permits taken for it; null when there is none. */
  private Grant next() {
    synchronized (lock) {
      boolean othersTurn =
          quiet.isEmpty() || (quietInARow >= MOST_QUIET_IN_A_ROW && !others.isEmpty());
      if (othersTurn && !others.isEmpty() && take(turn, kept)) {
        quietInARow = 0;
        return new Grant(first(others), turn);
      }
      // Those who send much may have all that they may have now: that stops no quiet one.
      if (!quiet.isEmpty() && take(1, 0)) {
        quietInARow++;
        return new Grant(first(quiet), 1);
      }
      return null;
    }
  }

  private Waiter first(Set<Waiter> waiting) {
    Iterator<Waiter> all = waiting.iterator();
    Waiter first = all.next();
    all.remove();
    count();
    return first;
  }
}
