package io.integrationhost.plugins.http;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Hands the parts of one request to the host and joins its receipts. Thread-safe. */
final class Publishing {

  /** So many parts of one request are under way at once. */
  private static final int AT_ONCE = 100;

  private final Uplinks uplinks;

  Publishing(Uplinks uplinks) {
    this.uplinks = uplinks;
  }

  /**
   * Publishes all parts.
   *
   * @return one receipt for all: the worst
   */
  CompletionStage<Receipt> publish(List<byte[]> parts, Function<byte[], Uplink> uplink) {
    if (parts.size() == 1) {
      return publish(uplink.apply(parts.get(0)));
    }
    var batch = new Batch(parts, uplink);
    batch.go();
    return batch.receipt;
  }

  /** The parts of one request; belongs to one thread after the other. */
  private final class Batch {

    private final List<byte[]> parts;
    private final Function<byte[], Uplink> uplink;
    private final List<Receipt> receipts = new ArrayList<>();
    private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    private int next;

    Batch(List<byte[]> parts, Function<byte[], Uplink> uplink) {
      this.parts = parts;
      this.uplink = uplink;
    }

    /** In a loop where receipts are there at once: there may be more parts than a stack is deep. */
    void go() {
      try {
        boolean goesOn = true;
        while (goesOn) {
          List<CompletableFuture<Receipt>> now = offer();
          CompletableFuture<Void> all =
              CompletableFuture.allOf(now.toArray(CompletableFuture<?>[]::new));
          if (!all.isDone()) {
            var unused = all.thenRun(() -> resume(now));
            return;
          }
          goesOn = take(now);
        }
      } catch (RuntimeException | Error e) {
        receipt.completeExceptionally(e);
      }
    }

    private void resume(List<CompletableFuture<Receipt>> now) {
      try {
        if (take(now)) {
          go();
        }
      } catch (RuntimeException | Error e) {
        receipt.completeExceptionally(e);
      }
    }

    private List<CompletableFuture<Receipt>> offer() {
      List<byte[]> some = parts.subList(next, Math.min(parts.size(), next + AT_ONCE));
      next += some.size();
      return some.stream().map(part -> publish(uplink.apply(part)).toCompletableFuture()).toList();
    }

    /** Whether there are more, and the host has room for them. */
    private boolean take(List<CompletableFuture<Receipt>> now) {
      now.forEach(one -> receipts.add(one.join()));
      boolean goesOn = next < parts.size() && now.stream().noneMatch(one -> isNotNow(one.join()));
      if (!goesOn) {
        receipt.complete(joined(receipts));
      }
      return goesOn;
    }
  }

  private CompletionStage<Receipt> publish(Uplink uplink) {
    CompletionStage<Receipt> receipt;
    try {
      receipt = uplinks.publish(uplink);
    } catch (RuntimeException e) {
      receipt = CompletableFuture.failedFuture(e);
    }
    return receipt.exceptionally(
        failure ->
            new Receipt.Rejected(
                Receipt.Reason.UNAVAILABLE, "the host did not take it: " + failure));
  }

  /** Whether the client should come again with all of it. */
  private static boolean isNotNow(Receipt receipt) {
    return receipt instanceof Receipt.Rejected refusal
        && refusal.reason() != Receipt.Reason.CONVERTER
        && refusal.reason() != Receipt.Reason.INVALID;
  }

  private static Receipt joined(List<Receipt> all) {
    Set<String> devices = new LinkedHashSet<>();
    int waiting = 0;
    boolean stored = false;
    Receipt worst = null;
    for (Receipt each : all) {
      if (each instanceof Receipt.Rejected && (worst == null || isNotNow(each))) {
        worst = each;
      }
      stored |= each instanceof Receipt.Stored;
      // Of the same device all count the same ones.
      waiting = Math.max(waiting, each.downlinksWaiting());
      devices.addAll(each.devices());
    }
    if (worst != null) {
      return worst;
    }
    List<String> names = List.copyOf(devices);
    return stored ? new Receipt.Stored(names, waiting) : new Receipt.NoContent(names, waiting);
  }
}
