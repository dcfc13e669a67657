package io.integrationhost.kit.transport;

import io.integrationhost.kit.Grant;
import io.integrationhost.plugin.Memory;

/**
 * The memory that the connections of one port may make us keep: a bound of its own, and in it what
 * the process has left. Taken in large steps by the loops' ledgers. Thread-safe.
 */
final class Budget {

  private final long most;
  private final Grant grant;
  private long given;

  Budget(long most, Memory process) {
    this.most = most;
    this.grant = new Grant(process, most);
  }

  synchronized boolean take(long bytes) {
    if (given + bytes > most || !grant.covers(given + bytes)) {
      return false;
    }
    given += bytes;
    return true;
  }

  synchronized void give(long bytes) {
    given -= bytes;
    grant.shrink(given);
  }
}
