package io.integrationhost.host.front;

import io.integrationhost.host.board.Phase;
import io.integrationhost.host.board.Status;
import io.integrationhost.host.board.StatusListener;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
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
  private final Map<Phase, LongAdder> entries = new EnumMap<>(Phase.class);

  Lifecycle(String integration, Clock clock, List<StatusListener> listeners) {
    this.integration = integration;
    this.clock = clock;
    this.listeners = List.copyOf(listeners);
    this.status = new AtomicReference<>(new Status(Phase.STOPPED, "", clock.instant()));
    for (Phase phase : Phase.values()) {
      entries.put(phase, new LongAdder());
    }
  }

  Status status() {
    return status.get();
  }

  Phase phase() {
    return status().phase();
  }

  /** How often each state was entered. */
  Map<Phase, Long> entries() {
    Map<Phase, Long> sums = new EnumMap<>(Phase.class);
    entries.forEach((phase, count) -> sums.put(phase, count.sum()));
    return sums;
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
    if (before.phase() != phase) {
      entries.get(phase).increment();
    }
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
