package io.integrationhost.spool;

import io.integrationhost.spool.SpoolHealth.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a log says about its storage; logs what changes. */
final class HealthState {

  private static final Logger LOG = LoggerFactory.getLogger(HealthState.class);

  private final String spool;
  private volatile SpoolHealth health = SpoolHealth.OK;

  HealthState(String spool) {
    this.spool = spool;
  }

  SpoolHealth get() {
    return health;
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
      LOG.info("Spool '{}': stores records again", spool);
    } else {
      LOG.error("Spool '{}': {}", spool, next.reason());
    }
  }
}
