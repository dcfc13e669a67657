package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.plugin.Downlink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The downlinks that were published on one channel and that the broker has not confirmed. */
final class Unconfirmed {

  /** A downlink on its way. For the lane, but for {@link #sent}. */
  static final class Pending {
    private final Downlink downlink;
    private final String routingKey;
    private final String id;
    private final CompletableFuture<Void> sent = new CompletableFuture<>();
    private Optional<String> returned = Optional.empty();
    private boolean isPublished;

    Pending(Downlink downlink, String routingKey) {
      this.downlink = downlink;
      this.routingKey = routingKey;
      // The broker names a returned message by this; two of one id are never under way.
      this.id = downlink.id().isEmpty() ? UUID.randomUUID().toString() : downlink.id();
    }

    Downlink downlink() {
      return downlink;
    }

    String routingKey() {
      return routingKey;
    }

    String id() {
      return id;
    }

    CompletableFuture<Void> sent() {
      return sent;
    }

    /** Why no queue got it. */
    Optional<String> returned() {
      return returned;
    }

    /** Whether some of it may have gone out. */
    boolean isPublished() {
      return isPublished;
    }
  }

  private final NavigableMap<Long, Pending> byNumber = new TreeMap<>();
  private final Map<String, Pending> byId = new HashMap<>();

  /** The next one is published. */
  void add(long number, Pending pending) {
    pending.isPublished = true;
    byNumber.put(number, pending);
    byId.put(pending.id, pending);
  }

  /** No queue gets it; its confirmation follows. */
  void returned(String id, String why) {
    Pending pending = byId.get(id);
    if (pending != null) {
      pending.returned = Optional.of(why);
    }
  }

  /** Those that the broker means, which are here no more. */
  List<Pending> confirmed(long number, boolean multiple) {
    Map<Long, Pending> meant =
        multiple ? byNumber.headMap(number, true) : byNumber.subMap(number, true, number, true);
    List<Pending> all = new ArrayList<>(meant.values());
    meant.clear();
    all.forEach(each -> byId.remove(each.id, each));
    return all;
  }

  void remove(Pending pending) {
    byNumber.values().remove(pending);
    byId.remove(pending.id, pending);
  }

  List<Pending> all() {
    return List.copyOf(byNumber.values());
  }

  /** All of them, which are here no more. */
  List<Pending> clear() {
    List<Pending> all = all();
    byNumber.clear();
    byId.clear();
    return all;
  }
}
