package io.integrationhost.host.delivery;

import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.remote.UplinkMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events, several in one message and one message at a time, so that data always finds room on
 * the link. Lifecycle events, statistics and debug events wait in places of their own: debug events
 * push out nothing but older debug events. What was not answered is sent again; after a refusal,
 * which is a rate limit as a rule, lifecycle events and statistics are tried again later and debug
 * events are given up. Safe for any thread; never blocks.
 */
public final class EventSender {

  private static final Logger log = LoggerFactory.getLogger(EventSender.class);
  private static final int MOST_LASTING = 100;
  private static final int MOST_DEBUG = 1000;
  private static final int MOST_DEBUG_BYTES = 1024 * 1024;
  private static final int MESSAGE_EVENTS = 100;
  private static final int MESSAGE_BYTES = 256 * 1024;
  private static final int MOST_REFUSALS = 5;

  /** How long a sender rests after a refusal. */
  public static final Duration REST = Duration.ofSeconds(30);

  private final String integration;
  private final UplinkSender link;
  private final StatisticsSource statistics;
  private final ScheduledExecutorService executor;
  private final Duration rest;
  private final Deque<LastingEvent> lasting = new ArrayDeque<>();
  private final EventCounters counters = new EventCounters();
  private final DebugQueue debug =
      new DebugQueue(
          MOST_DEBUG, MOST_DEBUG_BYTES, kind -> counters.dropped(kind, EventCounters.Drop.FULL));
  private boolean statisticsDue;
  private boolean inFlight;
  private boolean resting;
  private long debugDropped;

  /**
   * A sender.
   *
   * @param rest after a refusal, see {@link #REST}
   */
  public EventSender(
      String integration,
      UplinkSender link,
      StatisticsSource statistics,
      ScheduledExecutorService executor,
      Duration rest) {
    this.integration = integration;
    this.link = link;
    this.statistics = statistics;
    this.executor = executor;
    this.rest = rest;
  }

  /** Sends a lifecycle event as soon as the link allows. */
  public void send(byte[] event) {
    synchronized (this) {
      add(new LastingEvent(EventKind.LIFECYCLE, event, 0));
    }
    wake();
  }

  /** Sends a debug event when nothing more important waits; may be dropped. */
  public void sendDebug(byte[] event) {
    sendDebug(EventKind.DEBUG, event);
  }

  /** The same, for one of the two kinds that may be dropped. */
  public void sendDebug(EventKind kind, byte[] event) {
    synchronized (this) {
      if (event.length > UplinkMessage.MAX_BYTES) {
        counters.dropped(kind, EventCounters.Drop.FULL);
        debugDropped++;
        return;
      }
      debugDropped += debug.add(new DebugEvent(kind, event));
    }
    wake();
  }

  /** Statistics are to be sent; those that wait already take in what was counted since. */
  public void statisticsDue() {
    synchronized (this) {
      statisticsDue = true;
    }
    wake();
  }

  /** What became of all events; whoever drops one before it comes here counts it there too. */
  public EventCounters counters() {
    return counters;
  }

  /** How many debug events were dropped since the last call. */
  public synchronized long takeDebugDropped() {
    long count = debugDropped;
    debugDropped = 0;
    return count;
  }

  /** Whether nothing waits or is on its way. */
  public synchronized boolean isIdle() {
    return !inFlight && lasting.isEmpty() && !statisticsDue && debug.isEmpty();
  }

  /** The link may be writable again. */
  public void wake() {
    try {
      executor.execute(this::sendNext);
    } catch (RejectedExecutionException e) {
      log.debug("integration '{}': the host is stopping; events are not sent", integration);
    } catch (Throwable e) {
      // Whatever comes next wakes again.
      log.error("integration '{}': no thread sends events now", integration, e);
    }
  }

  private void sendNext() {
    EventParcel parcel;
    synchronized (this) {
      if (inFlight || resting || !link.isWritable()) {
        return;
      }
      parcel = pack();
      if (parcel.isEmpty()) {
        return;
      }
      inFlight = true;
    }
    var unused =
        sent(parcel)
            .whenComplete(
                (answer, failure) ->
                    answered(parcel, failure == null ? Optional.of(answer) : Optional.empty()));
  }

  private CompletionStage<UplinkAnswer> sent(EventParcel parcel) {
    try {
      return link.send(parcel.records());
    } catch (Throwable e) {
      log.error("integration '{}': events cannot be sent; please report this", integration, e);
      // Not again: it would fail for ever.
      return CompletableFuture.completedFuture(new UplinkAnswer.Accepted());
    }
  }

  private EventParcel pack() {
    EventParcel parcel = new EventParcel(MESSAGE_EVENTS, MESSAGE_BYTES);
    while (!lasting.isEmpty() && parcel.takes(lasting.peek().bytes().length)) {
      parcel.add(lasting.remove());
    }
    if (statisticsDue) {
      statisticsDue = false;
      statistics.report().ifPresent(parcel::add);
    }
    debug.moveTo(parcel);
    return parcel;
  }

  private void answered(EventParcel parcel, Optional<UplinkAnswer> answer) {
    synchronized (this) {
      inFlight = false;
      if (answer.isEmpty()) {
        putBack(parcel.lasting());
        statisticsDue |= parcel.statistics().isPresent();
        debugDropped += debug.putBack(parcel.debug());
      } else {
        parcel.statistics().ifPresent(report -> report.arrived().run());
        if (answer.get() instanceof UplinkAnswer.Refused refused) {
          refused(parcel, refused.error());
        } else {
          parcel.lasting().forEach(event -> counters.sent(event.kind()));
          parcel.statistics().ifPresent(report -> counters.sent(EventKind.STATISTICS));
          parcel.debug().forEach(event -> counters.sent(event.kind()));
        }
      }
    }
    wake();
  }

  /** ThingsBoard stores the telemetry before it looks at the first event (facts 2.4). */
  private void refused(EventParcel parcel, String error) {
    log.debug("integration '{}': ThingsBoard refuses events: {}", integration, error);
    List<LastingEvent> lastingOnes = parcel.lasting().stream().map(LastingEvent::refused).toList();
    lastingOnes.stream()
        .filter(EventSender::isHopeless)
        .forEach(event -> counters.dropped(event.kind(), EventCounters.Drop.REFUSED));
    putBack(lastingOnes.stream().filter(event -> !isHopeless(event)).toList());
    parcel
        .statistics()
        .ifPresent(report -> add(new LastingEvent(EventKind.STATISTICS, report.event(), 1)));
    parcel.debug().forEach(event -> counters.dropped(event.kind(), EventCounters.Drop.REFUSED));
    debugDropped += parcel.debug().size();
    try {
      var unused = executor.schedule(this::rested, rest.toMillis(), TimeUnit.MILLISECONDS);
      resting = true;
    } catch (RejectedExecutionException e) {
      log.debug("integration '{}': the host is stopping; events are not sent", integration);
    }
  }

  private static boolean isHopeless(LastingEvent event) {
    return event.refusals() >= MOST_REFUSALS;
  }

  private void rested() {
    synchronized (this) {
      resting = false;
    }
    sendNext();
  }

  private void putBack(List<LastingEvent> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (lasting.size() < MOST_LASTING) {
        lasting.addFirst(events.get(i));
      } else {
        counters.dropped(events.get(i).kind(), EventCounters.Drop.FULL);
      }
    }
  }

  private void add(LastingEvent event) {
    if (lasting.size() == MOST_LASTING) {
      counters.dropped(lasting.remove().kind(), EventCounters.Drop.FULL);
      log.debug("integration '{}': an event is dropped, since too many wait", integration);
    }
    lasting.add(event);
  }
}
