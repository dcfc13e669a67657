package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.kit.Grant;
import io.integrationhost.plugin.Memory;

/** What messages hold that are not done yet, of one transport. Thread-safe. */
final class Budget {

  private final long most;
  private final Grant grant;
  private long held;

  Budget(long most, Memory memory) {
    this.most = most;
    this.grant = new Grant(memory, most);
  }

  /**
   * Asks for room before a message is read. A single one may hold more than {@code most}, or it
   * would never come.
   */
  synchronized boolean take(long bytes) {
    if ((held > 0 && held + bytes > most) || !grant.covers(held + bytes)) {
      return false;
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

  synchronized void give(long bytes) {
    held -= bytes;
    grant.shrink(held);
  }

  synchronized long held() {
    return held;
  }
}
