package io.integrationhost.runtime;

import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.lane.HostThreads;
import io.integrationhost.runtime.lane.Lane;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * All calls of the host into one plugin: on its lane, with deadlines, and with failures in words.
 * Results arrive on the host's thread {@code plugin-results}.
 */
final class PluginCalls {

  private final Lane lane;
  private final HostThreads host;
  private final Failures failures;

  PluginCalls(Lane lane, HostThreads host, Failures failures) {
    this.lane = lane;
    this.host = host;
    this.failures = failures;
  }

  /** Calls a method that answers with a value. */
  <T> CompletableFuture<T> value(String what, Duration deadline, Callable<T> body) {
    return stage(what, deadline, () -> CompletableFuture.completedFuture(body.call()), () -> {});
  }

  /**
   * Calls a method that answers with a stage.
   *
   * @param late runs on a thread of the plugin when the stage completes well after the deadline
   */
  <T> CompletableFuture<T> stage(
      String what, Duration deadline, Callable<? extends CompletionStage<T>> body, Runnable late) {
    PluginCall<T> call = new PluginCall<>(what, deadline, this, late);
    try {
      call.begin(body);
    } catch (RejectedExecutionException e) {
      call.fail(
          failures.because(
              Kind.UNAVAILABLE, what, "the plugin has been unloaded", "load it again"));
    }
    return call.result();
  }

  Lane lane() {
    return lane;
  }

  HostThreads host() {
    return host;
  }

  Failures failures() {
    return failures;
  }
}
