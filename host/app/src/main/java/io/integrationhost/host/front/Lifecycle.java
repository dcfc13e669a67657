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
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where an integration's state is kept. Moved on the control thread only; read from
 * anywhere.
 */
final class Lifecycle {

  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

  private static final Pattern FIGURE = Pattern.compile("\\d+");

  private final String integration;
  private final Clock clock;
  private final List<StatusListener> listeners;
  private final AtomicReference<Status> status;
  private final Map<Phase, LongAdder> entries = new EnumMap<>(Phase.class);

  private long told;

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

  /** How often the listeners have heard of a change; for the control thread. */
  long told() {
    return told;
  }

  /**
   * Moves to a state; the same state with the same reason changes nothing. When only figures of the
   * reason change, it is shown and told nobody: while a peer is away its transport says all the
   * time how often it has tried.
   */
  void moveTo(Phase phase, String reason) {
    Status before = status.get();
    if (before.phase() == phase && before.reason().equals(reason)) {
      return;
    }
    if (before.phase() != phase && !before.phase().leadsTo(phase)) {
      throw new IllegalStateException(
          "integration '" + integration + "': " + before.phase() + " does not lead to " + phase);
    }
    boolean isEntered = before.phase() != phase;
    Status now = new Status(phase, reason, isEntered ? clock.instant() : before.since());
    status.set(now);
    if (isEntered) {
      entries.get(phase).increment();
    }
    if (isEntered || !words(before.reason()).equals(words(reason))) {
      told++;
      listeners.forEach(listener -> tell(listener, before, now));
    }
  }

  private static String words(String reason) {
    return FIGURE.matcher(reason).replaceAll("0");
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
