package io.integrationhost.host.uplink;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the results of stages in the order in which they were submitted for one source, while the
 * stages themselves may run side by side. Keeps an entry only for sources that have something under
 * way.
 */
final class SourceOrder {

  private static final Logger log = LoggerFactory.getLogger(SourceOrder.class);

  private final Map<SourceKey, Line> lines = new ConcurrentHashMap<>();

  /** Has the stage's result handled after those of all earlier stages of this source. */
  <T> void submit(SourceKey key, CompletionStage<T> stage, Place<T> place) {
    // Without a line nothing earlier is left to wait for.
    if (!lines.containsKey(key) && stage.toCompletableFuture().isDone()) {
      stage.whenComplete(place::handle);
      return;
    }
    Line line =
        lines.compute(
            key,
            (same, present) -> {
              Line chosen = present == null ? new Line() : present;
              chosen.add(place);
              return chosen;
            });
    try {
      stage.whenComplete(
          (result, failure) -> {
            place.settle(result, failure);
            drain(key, line);
          });
    } catch (RuntimeException | Error e) {
      // A place that nobody settles would hold up all that come behind it.
      place.settle(null, e);
      drain(key, line);
    }
  }

  int sources() {
    return lines.size();
  }

  private void drain(SourceKey key, Line line) {
    if (line.drain()) {
      lines.computeIfPresent(key, (same, present) -> present.isEmpty() ? null : present);
    }
  }

  /** The places of one source, oldest first. */
  private static final class Line {
    private final Queue<Place<?>> places = new ArrayDeque<>();
    private boolean draining;

    synchronized void add(Place<?> place) {
      places.add(place);
    }

    /** Whether nothing is left, not even a handler that is running. */
    synchronized boolean isEmpty() {
      return places.isEmpty() && !draining;
    }

    /** Handles what is ready; true when nothing is left. */
    boolean drain() {
      for (Place<?> place = next(true); place != null; place = next(false)) {
        try {
          place.passOn();
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
      } catch (RuntimeException | Error unsaid) {
        // Nothing is left to say it with, as when the memory is full; keeping it takes memory, too.
      }
    }

    /** One thread drains at a time, so that handlers keep their order. */
    private synchronized Place<?> next(boolean first) {
      if (first && draining) {
        return null;
      }
      Place<?> head = places.peek();
      draining = head != null && head.settled;
      return draining ? places.remove() : null;
    }
  }

  /** What waits for its turn: whoever submits a stage says what becomes of its result. */
  abstract static class Place<T> {
    private T result;
    private Throwable failure;
    private volatile boolean settled;

    /** Called once, in the order of the source, on the thread that completes a stage: be short. */
    abstract void handle(T outcome, Throwable cause);

    private void settle(T outcome, Throwable cause) {
      result = outcome;
      failure = cause;
      settled = true;
    }

    private void passOn() {
      handle(result, failure);
    }
  }
}
