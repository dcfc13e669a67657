package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Hands readings of one device to the host. While the host takes none, the newest of each point
 * waits; those that it replaces are counted. Thread-safe.
 */
final class Delivery {

  private static final int MOST_UNDER_WAY = 2;
  private static final int MOST_REPLIES = 16;

  private final Handover handover;
  private final Ground ground;
  private final Map<String, Measured> waiting = new LinkedHashMap<>();
  private final Map<String, Long> newest = new HashMap<>();
  private final Deque<Uplink> replies = new ArrayDeque<>();
  private int underWay;
  private String poll = "";

  Delivery(Handover handover, Ground ground) {
    this.handover = handover;
    this.ground = ground;
  }

  /** Hands over what a poll has found, and what waits; empty polls are a chance for the latter. */
  void offer(String pollName, Collection<Measured> readings) {
    Optional<List<Measured>> batch;
    List<Uplink> again;
    synchronized (this) {
      poll = pollName;
      readings.forEach(this::keep);
      again = takeReplies();
      batch = takeBatch();
    }
    again.forEach(this::send);
    batch.ifPresent(this::publish);
  }

  private List<Uplink> takeReplies() {
    if (underWay >= MOST_UNDER_WAY) {
      return List.of();
    }
    List<Uplink> all = List.copyOf(replies);
    replies.clear();
    return all;
  }

  private Optional<List<Measured>> takeBatch() {
    if (waiting.isEmpty() || underWay >= MOST_UNDER_WAY) {
      return Optional.empty();
    }
    underWay++;
    List<Measured> all = List.copyOf(waiting.values());
    waiting.clear();
    return Optional.of(all);
  }

  private void keep(Measured each) {
    String id = id(each);
    if (waiting.put(id, each) != null) {
      drop();
    }
    newest.put(id, each.ts());
  }

  /** An attribute and a telemetry key may be the same. */
  private static String id(Measured each) {
    return (each.isAttribute() ? "a " : "t ") + each.key();
  }

  private void drop() {
    ground.count().dropped().of(Ground.Counts.OVERLOADED).increment();
  }

  private void publish(List<Measured> batch) {
    CompletionStage<Receipt> receipt;
    try {
      receipt = ground.context().uplinks().publish(handover.uplink(batch, Map.of("poll", poll)));
    } catch (RuntimeException | Error e) {
      ended(batch, false);
      throw e;
    }
    var unused =
        receipt.whenComplete(
            (given, failure) -> ended(batch, failure == null && given.isSettled()));
  }

  private synchronized void ended(List<Measured> batch, boolean isSettled) {
    underWay--;
    for (Measured each : isSettled ? List.<Measured>of() : batch) {
      if (newest.getOrDefault(id(each), each.ts()) > each.ts()
          || waiting.putIfAbsent(id(each), each) != null) {
        drop();
      }
    }
  }

  /**
   * Tells what became of a downlink.
   *
   * @param reply with the request of ThingsBoard that it answers, if it answers one
   */
  void reply(Answered reply) {
    if (!handover.isForConverter()) {
      offer(
          poll,
          List.of(
              new Measured(
                  reply.wrote() ? "lastWrite" : "lastRead",
                  true,
                  ground.now(),
                  reply.asAttribute())));
      return;
    }
    Map<String, String> more = new HashMap<>();
    more.put("method", reply.method());
    reply.request().ifPresent(id -> more.put("rpcRequestId", id));
    send(handover.payload(reply.content(), more));
  }

  private void send(Uplink reply) {
    var unused =
        ground
            .context()
            .uplinks()
            .publish(reply)
            .whenComplete(
                (receipt, failure) -> {
                  if (receipt != null && !receipt.isSettled()) {
                    keep(reply);
                  }
                });
  }

  private synchronized void keep(Uplink reply) {
    if (replies.size() >= MOST_REPLIES) {
      replies.remove();
      drop();
    }
    replies.add(reply);
  }
}
