package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.Backoff;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplink;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.util.TaskQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands uplinks to the host. While too many are under way, or some were not taken, the server is
 * sent no further publish requests: it keeps what changes in its own queues. Thread-safe; a feed's
 * lock may be held when its methods are called, never the other way round.
 */
final class Flow {

  private static final Logger log = LoggerFactory.getLogger(Flow.class);

  private static final int MOST = 500;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final TransportContext context;
  private final LimitedLog limited;
  private final Set<TaskQueue> queues = new HashSet<>();
  private final Set<DeviceFeed> refused = new LinkedHashSet<>();
  private final Backoff backoff = new Backoff(FIRST, LONGEST);
  private int underWay;
  private boolean isFull;
  private boolean isPaused;
  private boolean isRetrying;
  private boolean isStopped;
  private boolean isClosed;

  Flow(TransportContext context) {
    this.context = context;
    limited = new LimitedLog(log, OpcUaTransport.label(context));
  }

  /** Publishes unless the transport stops; the receipt may come before it returns. */
  synchronized void publish(Uplink uplink, Consumer<Receipt> done) {
    if (isStopped) {
      return;
    }
    underWay++;
    CompletionStage<Receipt> stage;
    try {
      stage = context.uplinks().publish(uplink);
    } catch (RuntimeException | Error e) {
      // It is offered again like what was not taken.
      stage = CompletableFuture.failedFuture(e);
      trouble("an uplink was not taken", e);
    }
    var unused =
        stage.whenComplete(
            (receipt, failure) -> {
              try {
                done.accept(receipt == null ? notTaken(failure) : receipt);
              } finally {
                landed();
              }
            });
    gate();
  }

  /** Tells of an error that stops nothing. */
  void trouble(String what, Throwable failure) {
    limited.warn("error", () -> what + ": " + failure);
    log.debug("an error that stops nothing", failure);
  }

  private static Receipt notTaken(Throwable failure) {
    return new Receipt.Rejected(Receipt.Reason.UNAVAILABLE, String.valueOf(failure));
  }

  private synchronized void landed() {
    underWay--;
    gate();
  }

  /** What a feed has published was not taken: it is asked for the newest after a while. */
  synchronized void refused(DeviceFeed feed) {
    refused.add(feed);
    gate();
    if (!isRetrying && !isStopped) {
      long nanos = backoff.next().toNanos();
      var unused = context.scheduler().schedule(this::retry, nanos, TimeUnit.NANOSECONDS);
      isRetrying = true;
    }
  }

  private void retry() {
    List<DeviceFeed> some;
    int before;
    synchronized (this) {
      isRetrying = false;
      before = refused.size();
      some = refused.stream().limit(MOST / 2).toList();
    }
    try {
      for (DeviceFeed each : some) {
        synchronized (this) {
          refused.remove(each);
        }
        each.retry();
      }
    } finally {
      goOn(before);
    }
  }

  private synchronized void goOn(int before) {
    if (refused.size() < before) {
      backoff.reset();
    }
    if (!refused.isEmpty()) {
      // Refused again, or not yet offered.
      refused(refused.iterator().next());
    }
    gate();
  }

  /** A subscription's notifications come through this queue. */
  synchronized void add(TaskQueue queue) {
    queues.add(queue);
    if (isClosed) {
      queue.pause();
    }
  }

  synchronized void remove(TaskQueue queue) {
    queues.remove(queue);
  }

  /** An operator's wish. */
  synchronized void pause(boolean now) {
    isPaused = now;
    gate();
  }

  synchronized void stop() {
    isStopped = true;
    refused.clear();
    queues.clear();
  }

  private void gate() {
    isFull = underWay >= (isFull ? MOST / 2 : MOST);
    boolean isToClose = isPaused || isFull || !refused.isEmpty();
    if (isToClose != isClosed) {
      isClosed = isToClose;
      queues.forEach(isToClose ? TaskQueue::pause : TaskQueue::resume);
    }
  }

  synchronized int underWay() {
    return underWay;
  }

  synchronized int refused() {
    return refused.size();
  }

  /** Whether the server is told to wait. */
  synchronized boolean isClosed() {
    return isClosed;
  }

  synchronized boolean isPaused() {
    return isPaused;
  }
}
