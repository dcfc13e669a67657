package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hands readings of one device to the host. While the host takes none, the newest of each point
 * waits; those that it replaces are counted. Thread-safe.
 */
final class Delivery {

  private static final int MOST_UNDER_WAY = 2;
  private static final int MOST_REPLIES = 16;
  private static final long AGAIN = TimeUnit.SECONDS.toNanos(1);

  private record Waiting(String poll, Measured reading) {}

  private final Handover handover;
  private final Ground ground;
  private final Consumer<Runnable> later;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, Long> newest = new HashMap<>();
  private final Deque<Uplink> replies = new ArrayDeque<>();
  private int underWay;
  private long planned = System.nanoTime() - AGAIN;

  /**
   * Of one device.
   *
   * @param later runs a task after a while, or never when the connection ends
   */
  Delivery(Handover handover, Ground ground, Consumer<Runnable> later) {
    this.handover = handover;
    this.ground = ground;
    this.later = later;
  }

  /** Hands over what a poll has found, and what waits. */
  void offer(String poll, Collection<Measured> readings) {
    List<Uplink> again;
    List<List<Waiting>> batches = new ArrayList<>();
    synchronized (this) {
      readings.forEach(each -> keep(poll, each));
      again = takeReplies();
      while (!waiting.isEmpty() && underWay < MOST_UNDER_WAY) {
        batches.add(takeBatch());
      }
    }
    again.forEach(this::send);
    batches.forEach(this::publish);
  }

  /** Hands over what waits, a while later: the next poll may be far. */
  void goOn() {
    synchronized (this) {
      boolean isPlanned = System.nanoTime() - planned < AGAIN;
      if (isPlanned || (waiting.isEmpty() && replies.isEmpty())) {
        return;
      }
      planned = System.nanoTime();
    }
    later.accept(() -> offer("", List.of()));
  }

  private List<Uplink> takeReplies() {
    if (underWay >= MOST_UNDER_WAY) {
      return List.of();
    }
    List<Uplink> all = List.copyOf(replies);
    replies.clear();
    return all;
  }

  /** A converter is told of one poll and one time for all. */
  private List<Waiting> takeBatch() {
    underWay++;
    String poll = waiting.values().iterator().next().poll();
    List<Waiting> batch =
        waiting.values().stream()
            .filter(each -> !handover.isForConverter() || each.poll().equals(poll))
            .toList();
    batch.forEach(each -> waiting.remove(id(each.reading())));
    return batch;
  }

  private void keep(String poll, Measured each) {
    String id = id(each);
    if (waiting.put(id, new Waiting(poll, each)) != null) {
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

  private void publish(List<Waiting> batch) {
    Map<String, String> poll = Map.of("poll", batch.get(0).poll());
    List<Measured> readings = batch.stream().map(Waiting::reading).toList();
    var unused =
        handOver(() -> handover.uplink(readings, poll))
            .thenAccept(isSettled -> ended(batch, isSettled));
  }

  /** Whatever a host throws, what it was given is kept. */
  private CompletionStage<Boolean> handOver(Supplier<Uplink> uplink) {
    CompletionStage<Receipt> receipt;
    try {
      receipt = ground.context().uplinks().publish(uplink.get());
    } catch (RuntimeException | Error e) {
      receipt = CompletableFuture.failedFuture(e);
    }
    return receipt.handle(
        (given, failure) -> {
          if (failure != null) {
            String who = "device '" + handover.device().name() + "': ";
            ground.log().warn("host", () -> who + "nothing can be handed over: " + failure);
          }
          return failure == null && given.isSettled();
        });
  }

  private void ended(List<Waiting> batch, boolean isSettled) {
    synchronized (this) {
      underWay--;
      for (Waiting each : isSettled ? List.<Waiting>of() : batch) {
        Measured reading = each.reading();
        if (newest.getOrDefault(id(reading), reading.ts()) > reading.ts()
            || waiting.putIfAbsent(id(reading), each) != null) {
          drop();
        }
      }
    }
    goOn();
  }

  /**
   * Tells what became of a downlink.
   *
   * @param reply with the request of ThingsBoard that it answers, if it answers one
   */
  void reply(Answered reply) {
    if (!handover.isForConverter()) {
      offer(
          "",
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
        handOver(() -> reply)
            .thenAccept(
                isSettled -> {
                  if (!isSettled) {
                    keep(reply);
                    goOn();
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
