package io.integrationhost.kit.transport;

import io.integrationhost.kit.run.FollowedTls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, now and then, at what no loop can see itself: conversations that hold a loop, and with it
 * all connections of the loop; certificates that have changed. Thread-safe.
 */
final class Watch {

  private static final Logger log = LoggerFactory.getLogger(Watch.class);
  private static final long LONG = TimeUnit.SECONDS.toNanos(1);
  private static final int DEPTH = 20;

  private final Service service;
  private final List<Way> ports;
  private final List<ScheduledFuture<?>> looking = new ArrayList<>();

  Watch(Service service, List<Way> ports) {
    this.service = service;
    this.ports = ports;
  }

  synchronized void start() {
    try {
      ScheduledExecutorService scheduler = service.context().scheduler();
      looking.add(scheduler.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS));
      long period = FollowedTls.PERIOD.toSeconds();
      looking.add(
          scheduler.scheduleWithFixedDelay(
              () -> ports.forEach(this::lookAtCertificates), period, period, TimeUnit.SECONDS));
    } catch (RejectedExecutionException stopping) {
      log.debug("{}: the host is stopping", service.label());
    }
  }

  synchronized void stop() {
    looking.forEach(task -> task.cancel(false));
    looking.clear();
  }

  private void lookAtCertificates(Way way) {
    way.tls()
        .flatMap(FollowedTls::look)
        .ifPresent(news -> log.warn("{}: {}", service.label(), news));
  }

  private void look() {
    ports.forEach(port -> port.forEachLedger(this::look));
  }

  private void look(Ledger ledger) {
    Thread holder = ledger.heldFor(LONG);
    if (holder == null) {
      return;
    }
    var stack = new StringBuilder();
    StackTraceElement[] trace = holder.getStackTrace();
    for (int i = 0; i < Math.min(DEPTH, trace.length); i++) {
      stack.append("\n    at ").append(trace[i]);
    }
    service
        .reports()
        .lacks(
            "the protocol's own code blocks the thread that serves many devices; tell the plugin's"
                + " author, the log has the place",
            "; " + holder.getName() + stack);
  }
}
