package io.integrationhost.runtime;

import io.integrationhost.runtime.lane.HostThreads;
import io.integrationhost.runtime.lane.Lane;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * All calls of the host into one plugin: on its lane, with deadlines, and with failures in words.
 * Results arrive on the host's thread {@code plugin-results}.
 */
final class PluginCalls {

  private final Lane lane;
  private final HostThreads host;
  private final Failures failures;
  private final Set<PluginCall<?>> underWay = ConcurrentHashMap.newKeySet();

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
    underWay.add(call);
    try {
      call.begin(body);
    } catch (RejectedExecutionException e) {
      call.unloaded();
    }
    return call.result();
  }

  void settled(PluginCall<?> call) {
    underWay.remove(call);
  }

  /** Ends the lane and fails the calls that it will not answer any more. */
  void close(Duration patience) {
    lane.close(patience);
    underWay.forEach(PluginCall::unloaded);
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
