package io.integrationhost.remote;

import io.integrationhost.remote.LinkFailure.Kind;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Counts failures in a row and tells how long to wait. Guarded by its link's lock. */
final class Retries {
  private final Backoff backoff;
  private final DoubleSupplier random;
  private boolean refused;
  private int failures;

  Retries(Backoff backoff, DoubleSupplier random) {
    this.backoff = backoff;
    this.random = random;
  }

  Duration after(SessionEnd end) {
    boolean nowRefused = end.failure().kind() == Kind.KEY_REJECTED;
    if (end.healthy() || nowRefused != refused) {
      failures = 0;
    }
    refused = nowRefused;
    failures++;
    Backoff.Steps steps = refused ? backoff.refused() : backoff.normal();
    return steps.delay(failures, random.getAsDouble());
  }

  int failures() {
    return failures;
  }
}
