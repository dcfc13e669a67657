package io.integrationhost.host.integration;

import io.integrationhost.host.settings.IntegrationSettings;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** An integration that can be started once and stopped once. */
public interface LiveIntegration {

  /** Returns at once. */
  void start();

  /**
   * Whether it can run on with these settings, without its devices noticing; else it has to be
   * stopped and made anew. Returns at once.
   */
  default boolean canAdopt(IntegrationSettings wanted) {
    return false;
  }

  /**
   * Runs on with these settings, which {@link #canAdopt} has accepted. May wait.
   *
   * @throws RuntimeException when they cannot be used; then it runs on with the former ones
   */
  default void adopt(IntegrationSettings wanted) {
    throw new UnsupportedOperationException("cannot take over other settings");
  }

  /**
   * Stops within about the deadline.
   *
   * @return how many readings stay stored; never fails
   */
  CompletionStage<Long> stop(Duration deadline);
}
