package io.integrationhost.plugins.coap;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;

/**
 * Answers that wait a moment for a downlink of their device, at most one per device. Thread-safe.
 */
final class HeldAnswers {

  private static final int MOST = 1000;

  /** After it a device is told that its message has come, so that it does not repeat it. */
  private static final Duration ACCEPT = Duration.ofMillis(400);

  private final Optional<Duration> wait;
  private final ScheduledExecutorService scheduler;
  private final Map<String, Exchange> byDevice = new HashMap<>();
  private boolean ended;

  HeldAnswers(Optional<Duration> wait, ScheduledExecutorService scheduler) {
    this.wait = wait;
    this.scheduler = scheduler;
  }

  /**
   * Holds an answer back, if something waits for its device.
   *
   * @return whether it is held: it will be given without the caller
   */
  boolean hold(Exchange exchange, Receipt receipt) {
    if (wait.isEmpty() || receipt.downlinksWaiting() == 0 || receipt.devices().isEmpty()) {
      return false;
    }
    Exchange before;
    String device = receipt.devices().get(0);
    synchronized (this) {
      if (ended || byDevice.size() >= MOST) {
        return false;
      }
      before = byDevice.put(device, exchange);
    }
    if (before != null) {
      before.sendResponse(new Response(ResponseCode.CREATED));
    }
    try {
      if (wait.get().compareTo(ACCEPT) > 0) {
        var unused =
            scheduler.schedule(
                () -> exchange.sendAccept(), ACCEPT.toMillis(), TimeUnit.MILLISECONDS);
      }
      var unused =
          scheduler.schedule(
              () -> release(device, exchange), wait.get().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      release(device, exchange);
    }
    return true;
  }

  private void release(String device, Exchange exchange) {
    boolean isHeld;
    synchronized (this) {
      isHeld = byDevice.remove(device, exchange);
    }
    if (isHeld) {
      exchange.sendResponse(new Response(ResponseCode.CREATED));
    }
  }

  /** Sends a downlink with the answer that is held for its device; false: none is. */
  boolean give(Downlink downlink) {
    Exchange exchange;
    synchronized (this) {
      exchange = byDevice.remove(downlink.deviceName());
    }
    if (exchange == null) {
      return false;
    }
    exchange.sendResponse(Answers.content(ResponseCode.CREATED, downlink));
    return true;
  }

  /**
   * Ends.
   *
   * @return who waits: the caller answers them
   */
  synchronized List<Exchange> end() {
    ended = true;
    List<Exchange> left = new ArrayList<>(byDevice.values());
    byDevice.clear();
    return left;
  }
}
