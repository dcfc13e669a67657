package io.integrationhost.runtime;

import io.integrationhost.runtime.lane.HostThreads;
import io.integrationhost.runtime.lane.Lane;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All calls of the host into one plugin: on its lane, with deadlines, and with failures in words.
 * Results arrive on the host's thread {@code plugin-results}.
 */
final class PluginCalls {

  private static final Logger LOG = LoggerFactory.getLogger(PluginCalls.class);

  private final Lane lane;
  private final HostThreads host;
  private final Failures failures;
  private final PluginCounters counters;
  private final AtomicLong last = new AtomicLong();
  private final Set<PluginCall<?>> underWay = ConcurrentHashMap.newKeySet();

  PluginCalls(Lane lane, HostThreads host, Failures failures, PluginCounters counters) {
    this.counters = counters;
    this.lane = lane;
    this.host = host;
    this.failures = failures;
  }

  /** Calls a method that answers with a value. */
  <T> CompletableFuture<T> value(Step step, String what, Duration deadline, Callable<T> body) {
    return value(step, what, deadline, body, value -> {});
  }

  /**
   * Calls a method that answers with a value.
   *
   * @param late gets a value that comes after the deadline, on the plugin's lane
   */
  <T> CompletableFuture<T> value(
      Step step, String what, Duration deadline, Callable<T> body, Consumer<? super T> late) {
    return stage(step, what, deadline, () -> CompletableFuture.completedFuture(body.call()), late);
  }

  /** Calls a method that answers with a stage. */
  <T> CompletableFuture<T> stage(
      Step step, String what, Duration deadline, Callable<? extends CompletionStage<T>> body) {
    return stage(step, what, deadline, body, value -> {});
  }

  /**
   * Calls a method that answers with a stage.
   *
   * @param late gets an answer that comes after the deadline, on a thread of the plugin
   */
  <T> CompletableFuture<T> stage(
      Step step,
      String what,
      Duration deadline,
      Callable<? extends CompletionStage<T>> body,
      Consumer<? super T> late) {
    return begin(step, what, deadline, false, body, late).result();
  }

  /**
   * Calls a method that ends something, and so must be called at any rate: when the lane is not
   * free within the deadline the result fails, and the call waits on.
   */
  PluginCall<Void> ending(
      Step step, String what, Duration deadline, Callable<? extends CompletionStage<Void>> body) {
    return begin(step, what, deadline, true, body, nothing -> {});
  }

  private <T> PluginCall<T> begin(
      Step step,
      String what,
      Duration deadline,
      boolean must,
      Callable<? extends CompletionStage<T>> body,
      Consumer<? super T> late) {
    PluginCall<T> call =
        new PluginCall<>(last.incrementAndGet(), step, what, deadline, must, this, body, late);
    underWay.add(call);
    call.begin();
    return call;
  }

  void forget(PluginCall<?> call) {
    underWay.remove(call);
  }

  /**
   * Ends the lane and fails the calls that it will not answer any more. Those that must run and
   * wait behind one that does not end run on a thread of their own, or a port would stay open.
   *
   * @param patience with the lane's thread
   * @param deadline of the calls that must run
   */
  void close(Duration patience, Duration deadline) {
    lane.close(patience);
    List<PluginCall<?>> waiting =
        underWay.stream()
            .filter(PluginCall::mustStillRun)
            .sorted(Comparator.comparingLong(PluginCall::number))
            .toList();
    if (!waiting.isEmpty()) {
      runLast(waiting, patience, deadline);
    }
    underWay.forEach(PluginCall::unloaded);
  }

  private void runLast(List<PluginCall<?>> waiting, Duration patience, Duration deadline) {
    Lane other = new Lane(lane.name() + "-last", lane.loader());
    try {
      waiting.forEach(call -> call.beginOn(other));
      CompletableFuture.allOf(
              waiting.stream().map(PluginCall::ended).toArray(CompletableFuture<?>[]::new))
          .get(deadline.plus(patience).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn(
          "thread '{}' does not end what the plugin runs either; it stands {}",
          other.name(),
          other.position());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      other.close(patience);
    }
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

  PluginCounters counters() {
    return counters;
  }
}
