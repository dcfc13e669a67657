package io.integrationhost.host.integration;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where an integration's state is kept. Moved on the control thread only; read from
 * anywhere.
 */
final class Lifecycle {

  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

  private final String integration;
  private final Clock clock;
  private final List<StatusListener> listeners;
  private final AtomicReference<Status> status;

  Lifecycle(String integration, Clock clock, List<StatusListener> listeners) {
    this.integration = integration;
    this.clock = clock;
    this.listeners = List.copyOf(listeners);
    this.status = new AtomicReference<>(new Status(Phase.STOPPED, "", clock.instant()));
  }

  Status status() {
    return status.get();
  }

  Phase phase() {
    return status().phase();
  }

  /** Moves to a state; the same state with the same reason changes nothing. */
  void moveTo(Phase phase, String reason) {
    Status before = status.get();
    if (before.phase() == phase && before.reason().equals(reason)) {
      return;
    }
    if (before.phase() != phase && !before.phase().leadsTo(phase)) {
      throw new IllegalStateException(
          "integration '" + integration + "': " + before.phase() + " does not lead to " + phase);
    }
    Status now = new Status(phase, reason, clock.instant());
    status.set(now);
    listeners.forEach(listener -> tell(listener, before, now));
  }

  /** Whoever listens must not keep the integration from what it was about to do. */
  private void tell(StatusListener listener, Status before, Status now) {
    try {
      listener.changed(integration, before, now);
    } catch (RuntimeException | Error e) {
      log.error("integration '{}': its state {} cannot be told", integration, now.phase(), e);
    }
  }
}
