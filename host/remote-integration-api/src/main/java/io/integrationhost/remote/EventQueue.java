package io.integrationhost.remote;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one listener, one event at a time, in order, never on the caller's thread. Bounded as
 * {@link LinkListener} documents. Thread-safe.
 */
final class EventQueue {
  private static final Logger log = LoggerFactory.getLogger(EventQueue.class);
  static final int CAPACITY = 1000;

  private final String name;
  private final LinkListener listener;
  private final Executor executor;
  private final Map<Object, Consumer<LinkListener>> waiting = new LinkedHashMap<>();
  private boolean running;
  private long dropped;

  EventQueue(String name, LinkListener listener, Executor executor) {
    this.name = name;
    this.listener = listener;
    this.executor = executor;
  }

  /** Marks an event of which only the newest matters. */
  private record Newest(Object kind) {}

  /** Marks a change of state. */
  private static final class State {}

  /** Adds an event. */
  void add(Consumer<LinkListener> event) {
    put(new Object(), event);
  }

  /** Adds an event and forgets the one of the same kind that still waits. */
  void addNewest(Object kind, Consumer<LinkListener> event) {
    put(new Newest(kind), event);
  }

  /** Adds a change of the link's state: dropped after all others, and never the newest one. */
  void addState(Consumer<LinkListener> event) {
    put(new State(), event);
  }

  private void put(Object key, Consumer<LinkListener> event) {
    boolean start;
    synchronized (waiting) {
      waiting.remove(key);
      if (waiting.size() >= CAPACITY) {
        dropOldest();
      }
      waiting.put(key, event);
      start = !running;
      running = true;
    }
    if (start) {
      start();
    }
  }

  /** Without a thread now, the next event tries again, and all that wait are handled then. */
  private void start() {
    try {
      executor.execute(this::drain);
    } catch (Throwable failure) {
      synchronized (waiting) {
        running = false;
      }
      log.error("[{}] no thread can handle the events of the link now", name, failure);
    }
  }

  private void dropOldest() {
    dropped++;
    if (Long.bitCount(dropped) == 1) {
      // Told at 1, 2, 4, 8...: a stuck listener must not flood the log.
      log.warn(
          "[{}] more than {} events wait for their listener, {} downlinks were dropped so far;"
              + " something in the host is stuck or too slow",
          name,
          CAPACITY,
          dropped);
    }
    Object last = null;
    for (Object key : waiting.keySet()) {
      last = key instanceof State ? key : last;
    }
    Object newest = last;
    if (!dropFirst(key -> !(key instanceof Newest) && !(key instanceof State))
        && !dropFirst(key -> key instanceof State && key != newest)) {
      dropFirst(Newest.class::isInstance);
    }
  }

  private boolean dropFirst(Predicate<Object> which) {
    Iterator<Object> keys = waiting.keySet().iterator();
    while (keys.hasNext()) {
      if (which.test(keys.next())) {
        keys.remove();
        return true;
      }
    }
    return false;
  }

  private void drain() {
    for (Consumer<LinkListener> event = next(); event != null; event = next()) {
      try {
        event.accept(listener);
      } catch (Throwable failure) {
        log.error("[{}] the host failed to handle an event of its link", name, failure);
      }
    }
  }

  private Consumer<LinkListener> next() {
    synchronized (waiting) {
      Iterator<Consumer<LinkListener>> events = waiting.values().iterator();
      if (!events.hasNext()) {
        running = false;
        return null;
      }
      Consumer<LinkListener> event = events.next();
      events.remove();
      return event;
    }
  }
}
