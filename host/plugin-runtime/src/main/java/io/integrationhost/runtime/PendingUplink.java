package io.integrationhost.runtime;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * One uplink under way. The application's stage holds it, so once settled it holds nothing of the
 * plugin any more.
 */
final class PendingUplink implements BiConsumer<Receipt, Throwable>, Runnable {

  private static final Receipt WORDLESS =
      new Receipt.Rejected(
          Receipt.Reason.UNAVAILABLE, "the host has no memory left; try again later");

  private final long published;
  private volatile UplinkGate gate;
  private CompletableFuture<Receipt> stage = new CompletableFuture<>();
  private volatile Receipt answer;

  /** The next one in the gate's list of answers that could not be handed over. */
  PendingUplink next;

  /**
   * An uplink that was just published.
   *
   * @param published as of {@link System#nanoTime}
   */
  PendingUplink(UplinkGate gate, long published) {
    this.gate = gate;
    this.published = published;
  }

  CompletableFuture<Receipt> stage() {
    return stage;
  }

  /** The application has answered; on any thread. */
  @Override
  public void accept(Receipt receipt, Throwable fault) {
    UplinkGate entered = gate;
    if (entered != null && entered.settle(this)) {
      answer = receipt == null || fault != null ? refusal(entered, fault) : receipt;
      entered.deliver(this);
    }
  }

  private static Receipt refusal(UplinkGate entered, Throwable fault) {
    try {
      return entered.unavailable(fault);
    } catch (Throwable e) {
      // No memory for words: the device must hear of it all the same.
      return WORDLESS;
    }
  }

  /** Gives the answer to the plugin, on its thread. */
  @Override
  public void run() {
    UplinkGate entered = gate;
    entered.receipted(published);
    detach().complete(answer);
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
