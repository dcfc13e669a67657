package io.integrationhost.plugins.teltonika;

import java.util.ArrayDeque;

/**
 * Bounds how many frames are on their way to the host. Who finds none free waits; the first to wait
 * is the first to get one. Thread-safe.
 */
final class Permits {

  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int free;

  Permits(int count) {
    free = count;
  }

  /**
   * Takes a permit, now or later.
   *
   * @param taken called once, with the permit taken, on this thread or the one that returns one; it
   *     must be short
   */
  void take(Runnable taken) {
    synchronized (this) {
      if (free == 0) {
        waiting.add(taken);
        return;
      }
      free--;
    }
    taken.run();
  }

  /** Returns a permit. */
  void giveBack() {
    Runnable next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free++;
        return;
      }
    }
    next.run();
  }
}
