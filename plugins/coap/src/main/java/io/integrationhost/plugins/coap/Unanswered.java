package io.integrationhost.plugins.coap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.californium.core.network.Exchange;

/**
 * Messages whose receipts have not come: after a while the device is told that its message has
 * arrived, so that it does not repeat it, and at the time limit that it should come again. Without
 * a timer per message: both queues are in the order of time. Thread-safe.
 */
final class Unanswered {

  private static final long ACCEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long TICK_MILLIS = 200;

  /** One message. */
  static final class Pending {
    private final Exchange exchange;
    private final long since;
    private final AtomicBoolean answered = new AtomicBoolean();

    private Pending(Exchange exchange, long since) {
      this.exchange = exchange;
      this.since = since;
    }

    /** Whether the caller is the one who answers. */
    boolean claim() {
      return answered.compareAndSet(false, true);
    }
  }

  private final long timeoutNanos;
  private final ScheduledExecutorService scheduler;
  private final Consumer<Exchange> late;
  private final Queue<Pending> young = new ConcurrentLinkedQueue<>();
  private final Queue<Pending> accepted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean ticking = new AtomicBoolean();

  Unanswered(Duration timeout, ScheduledExecutorService scheduler, Consumer<Exchange> late) {
    timeoutNanos = timeout.toNanos();
    this.scheduler = scheduler;
    this.late = late;
  }

  Pending add(Exchange exchange) {
    var pending = new Pending(exchange, System.nanoTime());
    young.add(pending);
    if (ticking.compareAndSet(false, true)) {
      tickLater();
    }
    return pending;
  }

  private void tickLater() {
    try {
      var unused = scheduler.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      ticking.set(false);
    }
  }

  private void tick() {
    try {
      look(System.nanoTime());
    } finally {
      if (!young.isEmpty() || !accepted.isEmpty()) {
        tickLater();
      } else {
        ticking.set(false);
        // Somebody may have come between the look and the word that nobody ticks.
        if (!young.isEmpty() && ticking.compareAndSet(false, true)) {
          tickLater();
        }
      }
    }
  }

  private void look(long now) {
    for (Pending next = young.peek(); next != null; next = young.peek()) {
      if (!next.answered.get() && now - next.since < Math.min(ACCEPT_NANOS, timeoutNanos)) {
        break;
      }
      young.poll();
      if (!next.answered.get()) {
        accepted.add(next);
        next.exchange.sendAccept();
      }
    }
    for (Pending next = accepted.peek(); next != null; next = accepted.peek()) {
      if (!next.answered.get() && now - next.since < timeoutNanos) {
        break;
      }
      accepted.poll();
      if (next.claim()) {
        late.accept(next.exchange);
      }
    }
  }

  int accepted() {
    return accepted.size();
  }

  /**
   * Ends.
   *
   * @return who waits: the caller answers them
   */
  List<Exchange> end() {
    List<Exchange> left = new ArrayList<>();
    for (Queue<Pending> queue : List.of(young, accepted)) {
      for (Pending next = queue.poll(); next != null; next = queue.poll()) {
        if (next.claim()) {
          left.add(next.exchange);
        }
      }
    }
    return left;
  }
}
