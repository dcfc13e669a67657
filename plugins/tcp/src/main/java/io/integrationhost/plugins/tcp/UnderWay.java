package io.integrationhost.plugins.tcp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the messages of all connections that the host has not answered. Connections that found it
 * full wait until half of them are done. Thread-safe.
 */
final class UnderWay {

  private final int limit;
  private final AtomicInteger count = new AtomicInteger();
  private final Set<Connection> waiting = ConcurrentHashMap.newKeySet();

  UnderWay(int limit) {
    this.limit = limit;
  }

  /** Counts one more unless the limit is reached. */
  boolean enter() {
    if (count.incrementAndGet() > limit) {
      leave();
      return false;
    }
    return true;
  }

  void leave() {
    if (count.decrementAndGet() <= limit / 2 && !waiting.isEmpty()) {
      wake();
    }
  }

  /** Resumes the connection once, when there is room. */
  void await(Connection connection) {
    waiting.add(connection);
    if (count.get() <= limit / 2) {
      wake();
    }
  }

  void forget(Connection connection) {
    waiting.remove(connection);
  }

  private void wake() {
    waiting.forEach(this::wake);
  }

  /** Takes the connection out first: resumed, it may come to wait again at once. */
  private void wake(Connection connection) {
    if (waiting.remove(connection)) {
      connection.resume();
    }
  }
}
