package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Publishes what belongs together and joins the receipts. Thread-safe. */
final class Delivery {

  /** What became of uplinks that belong together. */
  enum Outcome {
    /** All are stored, or the host has nothing to keep of them. */
    STORED,
    /** The host would refuse one of them again and again. */
    INVALID,
    /** At least one was not stored; it may be another time. */
    REFUSED
  }

  private final Uplinks uplinks;
  private final Reports reports;

  Delivery(Uplinks uplinks, Reports reports) {
    this.uplinks = uplinks;
    this.reports = reports;
  }

  /**
   * Publishes in order. The stage never fails; it completes on a thread of the plugin, or on this
   * one.
   */
  CompletionStage<Outcome> publish(Tracker tracker, List<? extends Uplink> parts) {
    CompletionStage<Outcome> all = CompletableFuture.completedFuture(Outcome.STORED);
    for (Uplink part : parts) {
      all =
          all.thenCombine(
              publish(part).handle((receipt, failure) -> judge(tracker, receipt, failure)),
              Delivery::worse);
    }
    return all;
  }

  /** Tells that downlinks reach the device now. */
  void connected(Tracker tracker) {
    uplinks.connected(tracker.device().name());
  }

  private CompletionStage<Receipt> publish(Uplink uplink) {
    try {
      return uplinks.publish(uplink);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Outcome judge(Tracker tracker, Receipt receipt, Throwable failure) {
    if (failure != null) {
      reports.refusedUplink(tracker.label(), failure.toString());
      return Outcome.REFUSED;
    }
    if (receipt instanceof Receipt.Rejected rejected) {
      reports.refusedUplink(tracker.label(), rejected.reason() + ", " + rejected.message());
      return rejected.reason() == Receipt.Reason.INVALID ? Outcome.INVALID : Outcome.REFUSED;
    }
    return Outcome.STORED;
  }

  private static Outcome worse(Outcome one, Outcome other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
