package io.integrationhost.emulator;

import io.integrationhost.emulator.EmulatorSettings.CountListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the newest items and tells the listeners. Thread-safe. */
final class ReceivedLog {
  private static final Logger log = LoggerFactory.getLogger(ReceivedLog.class);

  private final int capacity;
  private final Optional<Consumer<ReceivedItem>> itemListener;
  private final Optional<CountListener> countListener;
  private final Deque<ReceivedItem> items = new ArrayDeque<>();

  ReceivedLog(
      int capacity,
      Optional<Consumer<ReceivedItem>> itemListener,
      Optional<CountListener> countListener) {
    this.capacity = capacity;
    this.itemListener = itemListener;
    this.countListener = countListener;
  }

  boolean wantsItems() {
    return capacity > 0 || itemListener.isPresent();
  }

  void item(ReceivedItem item) {
    if (capacity > 0) {
      synchronized (items) {
        if (items.size() == capacity) {
          items.removeFirst();
        }
        items.addLast(item);
      }
    }
    itemListener.ifPresent(listener -> guarded(() -> listener.accept(item)));
  }

  void count(IntegrationState state, ReceivedCounts message) {
    state.totals().add(message);
    countListener.ifPresent(
        listener -> guarded(() -> listener.received(state.integration().routingKey(), message)));
  }

  List<ReceivedItem> items(Predicate<ReceivedItem> which) {
    synchronized (items) {
      return items.stream().filter(which).toList();
    }
  }

  void clear() {
    synchronized (items) {
      items.clear();
    }
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.warn("A listener of the emulator failed; the uplink counts as taken all the same", e);
    }
  }
}
