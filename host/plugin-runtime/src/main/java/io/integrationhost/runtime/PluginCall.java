package io.integrationhost.runtime;

import io.integrationhost.runtime.PluginFailure.Kind;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** One call into a plugin, settled once: by the plugin's answer or by the deadline. */
final class PluginCall<T> {

  private enum Phase {
    WAITING,
    RUNNING,
    RETURNED
  }

  private final String what;
  private final Duration deadline;
  private final PluginCalls calls;
  private final Runnable late;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile Phase phase = Phase.WAITING;
  private volatile Future<?> timer;

  PluginCall(String what, Duration deadline, PluginCalls calls, Runnable late) {
    this.what = what;
    this.deadline = deadline;
    this.calls = calls;
    this.late = late;
  }

  CompletableFuture<T> result() {
    return result;
  }

  void begin(Callable<? extends CompletionStage<T>> body) {
    Future<?> work = calls.lane().submit(what, () -> run(body));
    timer = calls.host().after(deadline, () -> expire(work));
    if (settled.get()) {
      timer.cancel(false);
    }
  }

  private void run(Callable<? extends CompletionStage<T>> body) {
    phase = Phase.RUNNING;
    try {
      CompletionStage<T> answer = body.call();
      phase = Phase.RETURNED;
      if (answer == null) {
        fail(calls.failures().because(Kind.DEFECT, what, "it returned null", "return a stage"));
        return;
      }
      var unused = answer.whenComplete(this::answered);
    } catch (Throwable e) {
      fail(calls.failures().of(what, e));
    }
  }

  private void answered(T value, Throwable thrown) {
    if (thrown != null) {
      fail(calls.failures().of(what, thrown));
    } else if (settle()) {
      calls.host().result(() -> result.complete(value));
    } else {
      late.run();
    }
  }

  void fail(PluginFailure failure) {
    if (settle()) {
      calls.host().result(() -> result.completeExceptionally(failure));
    }
  }

  void unloaded() {
    fail(
        calls
            .failures()
            .because(Kind.UNAVAILABLE, what, "the plugin has been unloaded", "load it again"));
  }

  private boolean settle() {
    if (!settled.compareAndSet(false, true)) {
      return false;
    }
    calls.settled(this);
    Future<?> watch = timer;
    if (watch != null) {
      watch.cancel(false);
    }
    return true;
  }

  private void expire(Future<?> work) {
    if (!settled.get()) {
      fail(calls.failures().because(Kind.DEADLINE, what, expired(), cure()));
      work.cancel(true);
    }
  }

  private String expired() {
    String time = " within " + deadline.toMillis() + " ms";
    return switch (phase) {
      case RETURNED -> "its stage did not complete" + time;
      case RUNNING -> "it did not return" + time + "; " + position();
      case WAITING -> "it could not begin" + time + ", because " + culprit();
    };
  }

  private String culprit() {
    return calls
        .lane()
        .busy()
        .map(busy -> busy.label() + " holds the lane for " + busy.seconds() + " s; " + position())
        .orElse("the lane has much to do");
  }

  private String position() {
    return "thread '" + calls.lane().name() + "' stands " + calls.lane().position();
  }

  private String cure() {
    return phase == Phase.RETURNED
        ? "see whether what it waits for is reachable, or allow more time"
        : "no method of a plugin may block; report it to the plugin's author";
  }
}
