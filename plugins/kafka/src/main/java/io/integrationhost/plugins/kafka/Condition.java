package io.integrationhost.plugins.kafka;

import io.integrationhost.plugin.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the transport is doing, in words. Thread-safe. */
final class Condition {

  private static final Logger log = LoggerFactory.getLogger(Condition.class);
  private static final Duration TODAY = Duration.ofHours(20);

  /** What may be wrong while the broker is there. */
  enum Fault {
    /** Topics that do not exist or may not be read. */
    TOPICS,
    /** A broker's copy of messages cannot be read. */
    DAMAGE,
    /** Commits that fail. */
    COMMIT,
    /** The host takes nothing. */
    HOST,
    /** It waits for its place in the group. */
    GROUP
  }

  private final String label;
  private final Clock clock;
  private final TreeMap<Fault, String> faults = new TreeMap<>();
  private Optional<String> away = Optional.of("not connected yet");
  private Instant since;
  private Instant next;
  private int tries;

  Condition(String label, Clock clock) {
    this.label = label;
    this.clock = clock;
    since = clock.instant();
    next = since;
  }

  /**
   * The broker does not serve us.
   *
   * @param why in words that stay the same while it is so
   * @param wait until the next try
   */
  synchronized void away(String why, Duration wait) {
    if (away.isEmpty()) {
      since = clock.instant();
      tries = 0;
    }
    if (!away.equals(Optional.of(why))) {
      log.warn("{}: {}", label, why);
    }
    away = Optional.of(why);
    next = clock.instant().plus(wait);
    tries++;
  }

  /** The broker serves us. */
  synchronized void connected() {
    if (away.isPresent()) {
      log.info("{}: connected", label);
      away = Optional.empty();
    }
  }

  synchronized boolean isConnected() {
    return away.isEmpty();
  }

  /** Why not; empty: it is there. */
  synchronized Optional<String> whyAway() {
    return away;
  }

  /** Something is wrong although the broker is there. */
  synchronized void fault(Fault kind, String what) {
    if (!what.equals(faults.put(kind, what))) {
      log.warn("{}: {}", label, what);
    }
  }

  synchronized void over(Fault kind) {
    faults.remove(kind);
  }

  synchronized Health health() {
    if (away.isPresent()) {
      return Health.down(
          away.get()
              + (tries == 0 ? "" : tries == 1 ? "; tried once" : "; tried " + tries + " times")
              + " since "
              + time()
              + (tries == 0 ? "" : ", next in " + seconds() + " s"));
    }
    return faults.isEmpty() ? Health.up() : Health.degraded(String.join("; ", faults.values()));
  }

  private long seconds() {
    return Math.max(0, Math.round(Duration.between(clock.instant(), next).toMillis() / 1000.0));
  }

  private String time() {
    boolean isToday = Duration.between(since, clock.instant()).compareTo(TODAY) < 0;
    return DateTimeFormatter.ofPattern(isToday ? "HH:mm" : "yyyy-MM-dd HH:mm")
        .withZone(ZoneId.systemDefault())
        .format(since);
  }
}
