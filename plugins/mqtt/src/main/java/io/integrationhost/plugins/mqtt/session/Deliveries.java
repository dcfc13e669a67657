package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.kit.Backoff;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplink;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Uplinks on their way to the host, each until the host is done with it. What the host does not
 * take is offered again after a while, longer each time; meanwhile what comes after it of the same
 * source waits, so that the order holds, and other sources go on. Thread-safe.
 *
 * <p>Who delivers bounds how much is on its way; sources are kept while something of them is.
 */
public final class Deliveries {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration MOST = Duration.ofSeconds(15);

  /** One uplink. */
  private record Delivery(
      long number, Uplink uplink, boolean comesAgain, long begun, CompletableFuture<Void> done) {}

  /** The uplinks of one source. */
  private static final class Lane {
    private final String source;

    /** Refused, or behind one that was, by their numbers. */
    private final TreeMap<Long, Delivery> waiting = new TreeMap<>();

    private final Backoff backoff = new Backoff(FIRST, MOST);
    private Optional<Delivery> probe = Optional.empty();
    private int underWay;
    private boolean held;
    private boolean goingOn;

    private Lane(String source) {
      this.source = source;
    }
  }

  private final TransportContext context;
  private final LimitedLog log;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final TreeMap<Long, Delivery> all = new TreeMap<>();
  private long last;
  private int heldLanes;
  private boolean paused;
  private boolean closed;
  private String why = "";

  /**
   * Deliveries of one transport.
   *
   * @param context of the transport
   * @param log for refusals
   */
  public Deliveries(TransportContext context, LimitedLog log) {
    this.context = context;
    this.log = log;
  }

  /**
   * Delivers.
   *
   * @param uplink to be stored
   * @param comesAgain whether the broker sends it again when it is given up
   * @return completes when the host is done with it, on any thread; fails when it was given up by
   *     {@link #abandon}
   */
  public CompletionStage<Void> deliver(Uplink uplink, boolean comesAgain) {
    Lane lane;
    Delivery delivery;
    synchronized (this) {
      delivery =
          new Delivery(++last, uplink, comesAgain, System.nanoTime(), new CompletableFuture<>());
      all.put(delivery.number(), delivery);
      lane = lanes.computeIfAbsent(uplink.source().session(), Lane::new);
      lane.waiting.put(delivery.number(), delivery);
    }
    goOn(lane);
    return delivery.done();
  }

  /** Publishes what may go now, by one thread at a time: what is done at once must not nest. */
  private void goOn(Lane lane) {
    synchronized (this) {
      if (lane.goingOn) {
        return;
      }
      lane.goingOn = true;
    }
    try {
      for (var next = next(lane); next.isPresent(); next = next(lane)) {
        publish(lane, next.get());
      }
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        lane.goingOn = false;
      }
      throw e;
    }
  }

  private synchronized Optional<Delivery> next(Lane lane) {
    boolean mayGo = !paused && !closed && !lane.held;
    if (!mayGo || lane.waiting.isEmpty()) {
      lane.goingOn = false;
      forgetIfIdle(lane);
      return Optional.empty();
    }
    lane.underWay++;
    return Optional.of(lane.waiting.pollFirstEntry().getValue());
  }

  private synchronized void forgetIfIdle(Lane lane) {
    if (lane.underWay == 0 && lane.waiting.isEmpty() && !lane.held) {
      // Another of the source may have taken its place already.
      lanes.remove(lane.source, lane);
    }
  }

  private void publish(Lane lane, Delivery delivery) {
    CompletionStage<Receipt> published;
    try {
      published = context.uplinks().publish(delivery.uplink());
    } catch (RuntimeException | Error e) {
      // Thrown on, it would only keep the message from being acknowledged when it is taken later.
      published = CompletableFuture.failedFuture(e);
    }
    var unused =
        published.whenComplete((receipt, failure) -> settle(lane, delivery, receipt, failure));
  }

  private void settle(Lane lane, Delivery delivery, Receipt receipt, Throwable failure) {
    boolean isDone = failure == null && receipt.isSettled();
    synchronized (this) {
      lane.underWay--;
      boolean wasProbe = lane.probe.filter(delivery::equals).isPresent();
      if (wasProbe) {
        lane.probe = Optional.empty();
      }
      if (isDone) {
        all.remove(delivery.number());
        if (wasProbe) {
          release(lane);
        }
      } else {
        lane.waiting.put(delivery.number(), delivery);
        hold(lane, wasProbe, failure == null ? text(receipt) : failure.toString());
      }
    }
    if (isDone) {
      delivery.done().complete(null);
    }
    goOn(lane);
  }

  private static String text(Receipt receipt) {
    return receipt instanceof Receipt.Rejected refused
        ? refused.reason() + (refused.message().isEmpty() ? "" : ", " + refused.message())
        : receipt.toString();
  }

  private void release(Lane lane) {
    lane.held = false;
    lane.backoff.reset();
    heldLanes--;
    if (heldLanes == 0) {
      why = "";
    }
  }

  private void hold(Lane lane, boolean isAgain, String reason) {
    why = reason;
    log.warn(
        "refusals", () -> "the host did not take a message, which is offered again: " + reason);
    if (!lane.held) {
      lane.held = true;
      heldLanes++;
    } else if (!isAgain) {
      return;
    }
    Duration wait = lane.backoff.next();
    try {
      var unused =
          context.scheduler().schedule(() -> probe(lane), wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopped) {
      closed = true;
    }
  }

  /** Offers the first that waits; the others follow when it is taken. */
  private void probe(Lane lane) {
    Delivery first;
    synchronized (this) {
      if (paused || closed || lane.waiting.isEmpty()) {
        // Whoever lets it go on, or what comes next, finds the way open.
        release(lane);
        forgetIfIdle(lane);
        return;
      }
      first = lane.waiting.pollFirstEntry().getValue();
      lane.probe = Optional.of(first);
      lane.underWay++;
    }
    publish(lane, first);
  }

  /**
   * Gives up of what waits all but the oldest, for a connection that is gone.
   *
   * @param kept how many may go on waiting
   * @param keptBytes about how many bytes they may take
   * @return how many of those that were given up nobody sends again
   */
  public int abandon(int kept, long keptBytes) {
    TreeMap<Long, Delivery> given = new TreeMap<>();
    synchronized (this) {
      TreeMap<Long, Delivery> waiting = new TreeMap<>();
      lanes.values().forEach(lane -> waiting.putAll(lane.waiting));
      int count = 0;
      long bytes = 0;
      for (Map.Entry<Long, Delivery> each : waiting.entrySet()) {
        count++;
        bytes += Weight.of(each.getValue().uplink());
        if (count > kept || bytes > keptBytes) {
          given.put(each.getKey(), each.getValue());
          all.remove(each.getKey());
        }
      }
      lanes.values().forEach(lane -> lane.waiting.keySet().removeAll(given.keySet()));
    }
    given.values().forEach(one -> one.done().cancel(false));
    return (int) given.values().stream().filter(one -> !one.comesAgain()).count();
  }

  /**
   * Holds back what is not under way, or lets it go.
   *
   * @param now whether to hold back
   */
  public void pause(boolean now) {
    Iterable<Lane> open;
    synchronized (this) {
      paused = now;
      open = List.copyOf(lanes.values());
    }
    open.forEach(this::goOn);
  }

  /** Publishes nothing any more. */
  public synchronized void close() {
    closed = true;
  }

  /**
   * How many uplinks the host is not done with.
   *
   * @return with those that are under way
   */
  public synchronized int size() {
    return all.size();
  }

  /**
   * How long the oldest of them has been waiting.
   *
   * @return zero when there is none
   */
  public synchronized Duration age() {
    return all.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - all.firstEntry().getValue().begun());
  }

  /**
   * Why something waits, in the host's words.
   *
   * @return empty when nothing has to be offered again
   */
  public synchronized Optional<String> trouble() {
    return Optional.of(why).filter(text -> !text.isEmpty());
  }
}
