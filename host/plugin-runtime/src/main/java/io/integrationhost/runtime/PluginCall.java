package io.integrationhost.runtime;

import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.lane.Lane;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call into a plugin, settled once: by the plugin's answer or by the deadline. A call that has
 * not begun at its deadline is withdrawn and never reaches the plugin, unless it must run: then it
 * keeps its place, whatever its caller was told meanwhile.
 */
final class PluginCall<T> {

  private static final Logger LOG = LoggerFactory.getLogger(PluginCall.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private enum Phase {
    WAITING,
    RUNNING,
    RETURNED,
    WITHDRAWN
  }

  private final long number;
  private final Step step;
  private final String what;
  private final Duration deadline;
  private final boolean must;
  private final PluginCalls calls;
  private final Callable<? extends CompletionStage<T>> body;
  private final Consumer<? super T> late;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
  private volatile Future<?> timer;
  private volatile Future<?> work;

  /**
   * A call that has not begun.
   *
   * @param number grows from one call of a plugin to the next
   * @param must whether it has to reach the plugin, however long that takes
   * @param late gets an answer that comes after the deadline, on a thread of the plugin
   */
  PluginCall(
      long number,
      Step step,
      String what,
      Duration deadline,
      boolean must,
      PluginCalls calls,
      Callable<? extends CompletionStage<T>> body,
      Consumer<? super T> late) {
    this.number = number;
    this.step = step;
    this.what = what;
    this.deadline = deadline;
    this.must = must;
    this.calls = calls;
    this.body = body;
    this.late = late;
  }

  long number() {
    return number;
  }

  CompletableFuture<T> result() {
    return result;
  }

  /**
   * Completes when nothing more comes of a call that must run: it has answered, or has begun and
   * missed its deadline, or has no plugin any more. Never fails.
   */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Asks for the lane; throws nothing. */
  void begin() {
    try {
      watch();
      enqueue(calls.lane());
    } catch (RejectedExecutionException e) {
      unloaded();
    } catch (Throwable e) {
      // Memory or threads have run out: the plugin has nothing to do with it.
      notHandedOver(e);
    }
  }

  private void notHandedOver(Throwable cause) {
    PluginFailure failure =
        calls
            .failures()
            .because(
                Kind.BUSY,
                what,
                "the host could not hand it over (" + cause + ")",
                "see what takes the host's memory or threads");
    if (must) {
      fail(failure);
      again();
    } else if (withdraw()) {
      fail(failure);
      end();
    }
  }

  private void again() {
    try {
      var unused = calls.host().after(PAUSE, this::begin);
    } catch (Throwable e) {
      // Runs at the latest when the plugin is unloaded.
      LOG.warn("plugin call '{}' could not be handed over again: {}", what, e.toString());
    }
  }

  private void enqueue(Lane lane) {
    work = lane.submit(what, this::run);
  }

  /** Begins on another lane what has not begun: the plugin's own one is gone. */
  void beginOn(Lane last) {
    enqueue(last);
  }

  private void watch() {
    timer = calls.host().after(deadline, this::expire);
    if (over.get()) {
      timer.cancel(false);
    }
  }

  private boolean withdraw() {
    return phase.compareAndSet(Phase.WAITING, Phase.WITHDRAWN);
  }

  private void run() {
    if (!phase.compareAndSet(Phase.WAITING, Phase.RUNNING)) {
      return;
    }
    try {
      if (settled.get()) {
        // It must run although its deadline has passed; from now on it has that time again.
        watch();
      }
      CompletionStage<T> answer = called();
      phase.set(Phase.RETURNED);
      if (answer == null) {
        fail(calls.failures().because(Kind.DEFECT, what, "it returned null", "return a stage"));
        end();
        return;
      }
      var unused = answer.whenComplete(this::answered);
    } catch (Throwable e) {
      fail(calls.failures().of(what, e));
      end();
    }
  }

  private CompletionStage<T> called() throws Exception {
    long begun = System.nanoTime();
    try {
      return body.call();
    } finally {
      calls.counters().took(step, System.nanoTime() - begun);
    }
  }

  private void answered(T value, Throwable thrown) {
    try {
      if (thrown != null) {
        fail(calls.failures().of(what, thrown));
      } else if (settle()) {
        calls.host().result(() -> result.complete(value));
      } else {
        late.accept(value);
      }
    } finally {
      end();
    }
  }

  private void fail(PluginFailure failure) {
    if (settle()) {
      calls.counters().failed(failure.kind());
      calls.host().result(() -> result.completeExceptionally(failure));
    }
  }

  private boolean settle() {
    return settled.compareAndSet(false, true);
  }

  private void end() {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    calls.forget(this);
    Future<?> watch = timer;
    if (watch != null) {
      watch.cancel(false);
    }
    if (must) {
      calls.host().result(() -> ended.complete(null));
    }
  }

  /** Whether it waits for a lane that will not come to it any more. */
  boolean mustStillRun() {
    return must && phase.get() == Phase.WAITING;
  }

  /** The lane has ended, so that nothing more comes of this call. */
  void unloaded() {
    boolean never = withdraw() || phase.get() == Phase.WITHDRAWN;
    fail(
        never
            ? calls
                .failures()
                .because(Kind.UNAVAILABLE, what, "the plugin has been unloaded", "load it again")
            : calls
                .failures()
                .because(
                    Kind.DEADLINE,
                    what,
                    "the plugin was unloaded before it answered",
                    "see whether it has been done"));
    end();
  }

  private void expire() {
    try {
      if (!over.get()) {
        miss();
      }
    } catch (Throwable e) {
      // No memory for the words: without a deadline the caller would wait for ever.
      LOG.warn("the deadline of plugin call '{}' is looked at again: {}", what, e.toString());
      var unused = calls.host().after(PAUSE, this::expire);
    }
  }

  private void miss() {
    if (must && phase.get() == Phase.WAITING) {
      fail(calls.failures().because(Kind.BUSY, what, couldNotBegin(), NO_BLOCKING));
      if (phase.get() != Phase.WAITING) {
        // It began in this moment, and did not see that nobody watches it.
        watch();
      }
    } else if (!must && withdraw()) {
      fail(calls.failures().because(Kind.BUSY, what, couldNotBegin(), NO_BLOCKING));
      stop();
    } else {
      fail(calls.failures().because(Kind.DEADLINE, what, expired(), cure()));
      stop();
    }
  }

  private void stop() {
    Future<?> begun = work;
    if (begun != null) {
      begun.cancel(true);
    }
    end();
  }

  private static final String NO_BLOCKING =
      "no method of a plugin may block; report it to the plugin's author";

  private String time() {
    return " within " + deadline.toMillis() + " ms";
  }

  private String couldNotBegin() {
    return "it could not begin" + time() + ", because " + culprit();
  }

  private String expired() {
    return phase.get() == Phase.RETURNED
        ? "its stage did not complete" + time()
        : "it did not return" + time() + "; " + position();
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
    return phase.get() == Phase.RETURNED
        ? "see whether what it waits for is reachable, or allow more time"
        : NO_BLOCKING;
  }
}
