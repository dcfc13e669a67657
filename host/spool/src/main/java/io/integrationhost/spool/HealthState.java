package io.integrationhost.spool;

import io.integrationhost.spool.SpoolHealth.State;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a log says about its storage; logs what changes. */
final class HealthState {

  private static final Logger LOG = LoggerFactory.getLogger(HealthState.class);

  /** Long enough for whoever looks once in a while. */
  private static final long NOTICE_NANOS = Duration.ofMinutes(10).toNanos();

  private final String spool;
  private final LongSupplier nanos;
  private final LimitedLog troubles = new LimitedLog(LOG);
  private final LimitedLog losses = new LimitedLog(LOG);
  private final LimitedLog ends = new LimitedLog(LOG);
  private volatile SpoolHealth health = SpoolHealth.OK;
  private volatile Notice notice = new Notice(SpoolHealth.OK, 0);

  HealthState(String spool, LongSupplier nanos) {
    this.spool = spool;
    this.nanos = nanos;
  }

  SpoolHealth get() {
    SpoolHealth now = health;
    Notice told = notice;
    return now.state() == State.OK && told.until - nanos.getAsLong() > 0 ? told.health : now;
  }

  void ok() {
    if (health.state() != State.OK) {
      change(SpoolHealth.OK);
    }
  }

  void diskFull(String reason) {
    change(new SpoolHealth(State.DISK_FULL, reason));
  }

  void failed(String reason) {
    change(new SpoolHealth(State.FAILED, reason));
  }

  /** Records are missing, or nearly were; said for ten minutes while all else is well. */
  void loss(String reason) {
    notice = new Notice(new SpoolHealth(State.LOSS, reason), nanos.getAsLong() + NOTICE_NANOS);
    losses.error("Spool '{}': {}", spool, reason);
  }

  void closed() {
    change(SpoolHealth.CLOSED);
  }

  private synchronized void change(SpoolHealth next) {
    State before = health.state();
    if (before == State.CLOSED) {
      return;
    }
    health = next;
    if (before == next.state() || next.state() == State.CLOSED) {
      return;
    }
    if (next.state() == State.OK) {
      ends.info("Spool '{}': stores records again", spool);
    } else {
      troubles.error("Spool '{}': {}", spool, next.reason());
    }
  }

  private record Notice(SpoolHealth health, long until) {}
}
