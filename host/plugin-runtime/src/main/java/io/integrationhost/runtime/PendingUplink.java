package io.integrationhost.runtime;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * One uplink under way. The application's stage holds it, so once settled it holds nothing of the
 * plugin any more.
 */
final class PendingUplink implements BiConsumer<Receipt, Throwable> {

  private volatile UplinkGate gate;
  private CompletableFuture<Receipt> stage = new CompletableFuture<>();

  PendingUplink(UplinkGate gate) {
    this.gate = gate;
  }

  CompletableFuture<Receipt> stage() {
    return stage;
  }

  /** The application has answered; on any thread. */
  @Override
  public void accept(Receipt receipt, Throwable fault) {
    UplinkGate entered = gate;
    if (entered != null && entered.settle(this)) {
      Receipt answer = receipt == null || fault != null ? entered.unavailable(fault) : receipt;
      CompletableFuture<Receipt> detached = detach();
      entered.deliver(
          () -> {
            entered.leave();
            detached.complete(answer);
          });
    }
  }

  /** The completion for an uplink whose transport has stopped. */
  Runnable abandon(TransportException reason) {
    CompletableFuture<Receipt> detached = detach();
    return () -> detached.completeExceptionally(reason);
  }

  /** Only the one who took this from the gate's pending uplinks may call it. */
  private CompletableFuture<Receipt> detach() {
    CompletableFuture<Receipt> detached = stage;
    stage = null;
    gate = null;
    return detached;
  }
}
