package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.plugin.Memory;

/** What messages hold that are not done yet, of one transport. Thread-safe. */
final class Budget {

  private static final long STEP = 1 << 20;

  private final long most;
  private final Memory memory;
  private long held;
  private long granted;

  Budget(long most, Memory memory) {
    this.most = most;
    this.memory = memory;
  }

  /**
   * Asks for room before a message is read. A single one may hold more than {@code most}, or it
   * would never come.
   */
  synchronized boolean take(long bytes) {
    if (held > 0 && held + bytes > most) {
      return false;
    }
    if (held + bytes > granted) {
      long more = (held + bytes - granted + STEP - 1) / STEP * STEP;
      if (!memory.take(more)) {
        return false;
      }
      granted += more;
    }
    held += bytes;
    return true;
  }

  /** Whether there is room for a small message at least. */
  synchronized boolean hasRoom() {
    boolean has = take(1);
    if (has) {
      give(1);
    }
    return has;
  }

  /** Gives room back; keeps one step for the next message while there are others. */
  synchronized void give(long bytes) {
    held -= bytes;
    long kept = held == 0 ? 0 : (held + 2 * STEP - 1) / STEP * STEP;
    if (granted > kept) {
      memory.give(granted - kept);
      granted = kept;
    }
  }

  synchronized long held() {
    return held;
  }
}
