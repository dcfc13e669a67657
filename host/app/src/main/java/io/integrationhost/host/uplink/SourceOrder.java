package io.integrationhost.host.uplink;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the results of stages in the order in which they were submitted for one source, while the
 * stages themselves may run side by side. Keeps an entry only for sources that have something under
 * way.
 */
final class SourceOrder {

  private static final Logger log = LoggerFactory.getLogger(SourceOrder.class);

  private final Map<SourceKey, Lane> lanes = new ConcurrentHashMap<>();

  /**
   * Calls the handler with the stage's result after the handlers of all earlier stages of this
   * source. The handler runs on the thread that completes a stage and must be short.
   */
  <T> void submit(SourceKey key, CompletionStage<T> stage, BiConsumer<T, Throwable> handler) {
    // Without a lane nothing earlier is left to wait for.
    if (!lanes.containsKey(key) && stage.toCompletableFuture().isDone()) {
      stage.whenComplete(handler);
      return;
    }
    Slot<T> slot = new Slot<>(handler);
    Lane lane =
        lanes.compute(
            key,
            (same, present) -> {
              Lane chosen = present == null ? new Lane() : present;
              chosen.add(slot);
              return chosen;
            });
    try {
      stage.whenComplete(
          (result, failure) -> {
            slot.settle(result, failure);
            drain(key, lane);
          });
    } catch (RuntimeException | Error e) {
      // A place that nobody settles would hold up all that come behind it.
      slot.settle(null, e);
      drain(key, lane);
    }
  }

  int sources() {
    return lanes.size();
  }

  private void drain(SourceKey key, Lane lane) {
    if (lane.drain()) {
      lanes.computeIfPresent(key, (same, present) -> present.isEmpty() ? null : present);
    }
  }

  /** The results that one source waits for, oldest first. */
  private static final class Lane {
    private final Queue<Slot<?>> slots = new ArrayDeque<>();
    private boolean draining;

    synchronized void add(Slot<?> slot) {
      slots.add(slot);
    }

    /** Whether nothing is left, not even a handler that is running. */
    synchronized boolean isEmpty() {
      return slots.isEmpty() && !draining;
    }

    /** Handles what is ready; true when nothing is left. */
    boolean drain() {
      for (Slot<?> slot = next(true); slot != null; slot = next(false)) {
        try {
          slot.handle();
        } catch (RuntimeException | Error e) {
          // Those behind it must not wait for ever.
          tell(e);
        }
      }
      return isEmpty();
    }

    private static void tell(Throwable e) {
      try {
        log.error("what became of an uplink cannot be handled", e);
      } catch (RuntimeException | Error again) {
        // Nothing is left to say it with, as when the memory is full.
        e.addSuppressed(again);
      }
    }

    /** One thread drains at a time, so that handlers keep their order. */
    private synchronized Slot<?> next(boolean first) {
      if (first && draining) {
        return null;
      }
      Slot<?> head = slots.peek();
      draining = head != null && head.isSettled();
      return draining ? slots.remove() : null;
    }
  }

  /** A place in the order. */
  private static final class Slot<T> {
    private final BiConsumer<T, Throwable> handler;
    private T result;
    private Throwable failure;
    private volatile boolean settled;

    Slot(BiConsumer<T, Throwable> handler) {
      this.handler = handler;
    }

    void settle(T value, Throwable cause) {
      result = value;
      failure = cause;
      settled = true;
    }

    boolean isSettled() {
      return settled;
    }

    void handle() {
      handler.accept(result, failure);
    }
  }
}
