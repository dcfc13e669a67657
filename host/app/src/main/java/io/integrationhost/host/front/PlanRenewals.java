package io.integrationhost.host.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Who waits until a plan fits the plugins that are installed. Confined to the control thread. */
final class PlanRenewals {

  private final List<CompletableFuture<Optional<String>>> waiting = new ArrayList<>();

  /** One more; the stage completes with the reason if something stays behind. */
  CompletionStage<Optional<String>> add() {
    CompletableFuture<Optional<String>> moved = new CompletableFuture<>();
    waiting.add(moved);
    return moved;
  }

  /**
   * Tells all that wait what has come of it.
   *
   * @param starts begins what is still to be done, and answers whether there was anything; whoever
   *     ends it settles again
   * @param behind what stays behind, and why
   */
  void settle(BooleanSupplier starts, Supplier<Optional<String>> behind) {
    if (waiting.isEmpty()) {
      return;
    }
    List<CompletableFuture<Optional<String>>> told = List.copyOf(waiting);
    try {
      if (starts.getAsBoolean()) {
        return;
      }
      Optional<String> outcome = behind.get();
      waiting.clear();
      told.forEach(each -> each.complete(outcome));
    } catch (RuntimeException | Error e) {
      // Whoever waits for the move would wait for ever.
      waiting.clear();
      told.forEach(each -> each.completeExceptionally(e));
    }
  }
}
