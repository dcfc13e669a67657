package io.integrationhost.admin.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for the end of actions without holding a thread. */
final class Patience {

  private static final long LOOK_MILLIS = 50;

  private final ScheduledExecutorService timer;

  Patience(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Completes when it is so, or the time has passed. */
  CompletionStage<Void> until(BooleanSupplier done, Duration patience) {
    CompletableFuture<Void> waited = new CompletableFuture<>();
    look(done, System.nanoTime() + patience.toNanos(), waited);
    return waited;
  }

  private void look(BooleanSupplier done, long end, CompletableFuture<Void> waited) {
    try {
      if (System.nanoTime() - end >= 0 || done.getAsBoolean()) {
        waited.complete(null);
      } else {
        var unused =
            timer.schedule(() -> look(done, end, waited), LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (RuntimeException | Error e) {
      waited.completeExceptionally(e);
    }
  }
}
