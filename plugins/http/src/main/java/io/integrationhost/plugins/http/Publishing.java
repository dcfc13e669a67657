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
    return parts.size() == 1
        ? publish(uplink.apply(parts.get(0)))
        : publish(parts, 0, uplink, new ArrayList<>());
  }

  private CompletionStage<Receipt> publish(
      List<byte[]> parts, int from, Function<byte[], Uplink> uplink, List<Receipt> before) {
    List<CompletableFuture<Receipt>> now =
        parts.stream()
            .skip(from)
            .limit(AT_ONCE)
            .map(part -> publish(uplink.apply(part)).toCompletableFuture())
            .toList();
    int next = from + now.size();
    return CompletableFuture.allOf(now.toArray(CompletableFuture<?>[]::new))
        .thenCompose(
            done -> {
              now.forEach(one -> before.add(one.join()));
              boolean goesOn =
                  next < parts.size() && before.stream().noneMatch(Publishing::isNotNow);
              return goesOn
                  ? publish(parts, next, uplink, before)
                  : CompletableFuture.completedFuture(joined(before));
            });
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
