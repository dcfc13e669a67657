package io.integrationhost.kit.transport;

import io.integrationhost.plugin.Memory;

/**
 * The memory that the connections of one port may make us keep: a bound of its own, and in it what
 * the process has left. Taken in large steps by the loops' ledgers. Thread-safe.
 */
final class Budget {

  /** Of the process's memory. */
  static final long LARGE_STEP = 1024 * 1024;

  private final long most;
  private final Memory process;
  private long given;
  private long taken;

  Budget(long most, Memory process) {
    this.most = most;
    this.process = process;
  }

  synchronized boolean take(long bytes) {
    if (given + bytes > most) {
      return false;
    }
    while (taken < given + bytes) {
      long step = Math.min(LARGE_STEP, most - taken);
      if (!process.take(step)) {
        return false;
      }
      taken += step;
    }
    given += bytes;
    return true;
  }

  synchronized void give(long bytes) {
    given -= bytes;
    while (taken - given >= 2 * LARGE_STEP || (given == 0 && taken > 0)) {
      long step = Math.min(LARGE_STEP, taken);
      process.give(step);
      taken -= step;
    }
  }
}
