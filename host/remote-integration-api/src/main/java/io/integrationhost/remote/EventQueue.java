package io.integrationhost.remote;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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

  EventQueue(String name, LinkListener listener, Executor executor) {
    this.name = name;
    this.listener = listener;
    this.executor = executor;
  }

  /** Marks an event of which only the newest matters. */
  private record Newest(Object kind) {}

  /** Adds an event. */
  void add(Consumer<LinkListener> event) {
    put(new Object(), event);
  }

  /** Adds an event and forgets the one of the same kind that still waits. */
  void addNewest(Object kind, Consumer<LinkListener> event) {
    put(new Newest(kind), event);
  }

  private void put(Object key, Consumer<LinkListener> event) {
    boolean start;
    boolean dropped = false;
    synchronized (waiting) {
      waiting.remove(key);
      if (waiting.size() >= CAPACITY) {
        dropOldest();
        dropped = true;
      }
      waiting.put(key, event);
      start = !running;
      running = true;
    }
    if (dropped) {
      log.warn(
          "[{}] more than {} events wait for their listener: dropped the oldest downlink or state"
              + " change; something in the host is stuck or too slow",
          name,
          CAPACITY);
    }
    if (start) {
      executor.execute(this::drain);
    }
  }

  private void dropOldest() {
    Iterator<Object> keys = waiting.keySet().iterator();
    while (keys.hasNext()) {
      if (!(keys.next() instanceof Newest)) {
        keys.remove();
        return;
      }
    }
    keys = waiting.keySet().iterator();
    keys.next();
    keys.remove();
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
