package io.integrationhost.remote;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The uplinks of one stream that ThingsBoard has not answered yet, oldest first (facts 2.4).
 * Guarded by its session's lock.
 */
final class Owed {
  private record Uplink(CompletableFuture<UplinkAnswer> answer, int items) {}

  private final ArrayDeque<Uplink> uplinks = new ArrayDeque<>();
  private long itemsAnswered;
  private long lastProgress;
  private long lastTraffic;

  Owed(long now) {
    lastProgress = now;
    lastTraffic = now;
  }

  void add(CompletableFuture<UplinkAnswer> uplink, int items, long now) {
    if (uplinks.isEmpty()) {
      lastProgress = now;
    }
    lastTraffic = now;
    uplinks.add(new Uplink(uplink, items));
  }

  /** Takes the uplink that an answer belongs to; null if none was owed. */
  CompletableFuture<UplinkAnswer> answered(long now) {
    lastProgress = now;
    lastTraffic = now;
    Uplink oldest = uplinks.poll();
    if (oldest == null) {
      return null;
    }
    itemsAnswered += oldest.items();
    return oldest.answer();
  }

  /** Items of all messages that were answered. */
  long itemsAnswered() {
    return itemsAnswered;
  }

  int size() {
    return uplinks.size();
  }

  /** Since when answers are owed and none came. */
  long nanosWithoutProgress(long now) {
    return uplinks.isEmpty() ? 0 : now - lastProgress;
  }

  long nanosWithoutTraffic(long now) {
    return now - lastTraffic;
  }

  List<CompletableFuture<UplinkAnswer>> takeAll() {
    List<CompletableFuture<UplinkAnswer>> all = new ArrayList<>();
    uplinks.forEach(uplink -> all.add(uplink.answer()));
    uplinks.clear();
    return all;
  }
}
