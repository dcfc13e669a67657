package io.integrationhost.testkit;

import java.time.Instant;
import java.util.Optional;

/**
 * What moves with a {@link ManualTime} beside its scheduler. Called by the thread that moves it.
 */
interface Moved {

  /** Does everything that is due now. */
  void run();

  /** When something is due next. */
  Optional<Instant> next();
}
