package io.integrationhost.host.live;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** An integration that can be started once and stopped once. */
public interface LiveIntegration {

  /** Returns at once. */
  void start();

  /**
   * Stops within about the deadline.
   *
   * @return how many readings stay stored; never fails
   */
  CompletionStage<Long> stop(Duration deadline);
}
