package io.integrationhost.host.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events, one at a time, from a small place of their own: they never take room from data, and
 * the oldest is dropped when too many wait. An event that was not answered is sent again. Safe for
 * any thread.
 */
public final class EventSender {

  private static final Logger log = LoggerFactory.getLogger(EventSender.class);
  private static final int MOST_WAITING = 100;

  private final String integration;
  private final UplinkSender link;
  private final Executor executor;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private boolean inFlight;
  private long dropped;

  public EventSender(String integration, UplinkSender link, Executor executor) {
    this.integration = integration;
    this.link = link;
    this.executor = executor;
  }

  /** Sends an event as soon as the link allows. */
  public void send(byte[] event) {
    synchronized (this) {
      if (waiting.size() == MOST_WAITING) {
        waiting.remove();
        dropped++;
        log.debug("integration '{}': {} events dropped so far", integration, dropped);
      }
      waiting.add(event);
    }
    wake();
  }

  /** The link may be writable again. */
  public void wake() {
    try {
      executor.execute(this::sendNext);
    } catch (RejectedExecutionException e) {
      log.debug("integration '{}': the host is stopping; events are not sent", integration);
    }
  }

  private void sendNext() {
    byte[] event;
    synchronized (this) {
      if (inFlight || waiting.isEmpty() || !link.isWritable()) {
        return;
      }
      event = waiting.remove();
      inFlight = true;
    }
    var unused =
        link.send(List.of(event))
            .whenComplete((answer, failure) -> answered(event, failure == null));
  }

  private void answered(byte[] event, boolean answered) {
    synchronized (this) {
      inFlight = false;
      if (!answered && waiting.size() < MOST_WAITING) {
        waiting.addFirst(event);
      }
    }
    wake();
  }
}
