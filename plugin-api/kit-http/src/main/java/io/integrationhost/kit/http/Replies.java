package io.integrationhost.kit.http;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Where downlinks that wait meet requests that can carry one. Whoever comes first waits a moment
 * for the other; a downlink that meets nobody is kept by the host. Thread-safe.
 */
public final class Replies {

  /** So many requests of a device may wait at once; more get their answer at once. */
  private static final int MOST_PER_DEVICE = 100;

  private static final int MOST_DOWNLINKS = 1_000;

  private final ScheduledExecutorService timer;
  private final Duration patience;
  private final Map<String, Deque<Request>> requests = new HashMap<>();
  private final Map<String, Handed> downlinks = new HashMap<>();
  private boolean closed;

  /** A downlink, and what became of it. */
  private record Handed(Downlink downlink, CompletableFuture<Void> outcome) {}

  private record Request(List<String> devices, CompletableFuture<Optional<Waiting>> met) {}

  /**
   * A downlink for a request.
   *
   * @param downlink to be sent
   * @param outcome to be told, by {@link Reply#told}
   */
  public record Waiting(Downlink downlink, CompletableFuture<Void> outcome) {}

  /**
   * Nobody waits.
   *
   * @param timer ends waiting
   * @param patience how long one waits for the other
   */
  public Replies(ScheduledExecutorService timer, Duration patience) {
    this.timer = timer;
    this.patience = patience;
  }

  /**
   * A downlink for one of the devices.
   *
   * @param devices of a receipt that said that one waits
   * @return completes soon, empty when none came in time
   */
  public CompletionStage<Optional<Waiting>> await(Collection<String> devices) {
    var request = new Request(List.copyOf(devices), new CompletableFuture<>());
    Optional<Handed> handed = Optional.empty();
    boolean waits = false;
    synchronized (this) {
      for (String device : request.devices()) {
        if (handed.isEmpty()) {
          handed = Optional.ofNullable(downlinks.remove(device));
        }
      }
      if (handed.isEmpty() && !closed) {
        for (String device : request.devices()) {
          Deque<Request> all = requests.computeIfAbsent(device, none -> new ArrayDeque<>(1));
          if (all.size() < MOST_PER_DEVICE) {
            all.add(request);
            waits = true;
          }
        }
      }
    }
    if (!waits) {
      request.met().complete(handed.map(one -> new Waiting(one.downlink(), one.outcome())));
      return request.met();
    }
    later(() -> giveUp(request));
    return request.met();
  }

  private void giveUp(Request request) {
    forget(request);
    request.met().complete(Optional.empty());
  }

  private synchronized void forget(Request request) {
    for (String device : request.devices()) {
      Deque<Request> all = requests.get(device);
      if (all != null && all.remove(request) && all.isEmpty()) {
        requests.remove(device);
      }
    }
  }

  /**
   * A downlink that is to be sent.
   *
   * @param downlink of the host
   * @return completes when a request carried it; fails as unavailable when none came
   */
  public CompletionStage<Void> offer(Downlink downlink) {
    var outcome = new CompletableFuture<Void>();
    Request oldest;
    while ((oldest = oldest(downlink, outcome)) != null) {
      forget(oldest);
      if (oldest.met().complete(Optional.of(new Waiting(downlink, outcome)))) {
        return outcome;
      }
    }
    return outcome;
  }

  /** Null when the downlink waits now, or cannot. */
  private Request oldest(Downlink downlink, CompletableFuture<Void> outcome) {
    synchronized (this) {
      Deque<Request> all = requests.get(downlink.deviceName());
      if (all != null) {
        return all.peek();
      }
      boolean canWait =
          !closed
              && downlinks.size() < MOST_DOWNLINKS
              && downlinks.putIfAbsent(downlink.deviceName(), new Handed(downlink, outcome))
                  == null;
      if (!canWait) {
        fail(downlink, outcome);
        return null;
      }
    }
    later(() -> takeBack(downlink, outcome));
    return null;
  }

  private void takeBack(Downlink downlink, CompletableFuture<Void> outcome) {
    boolean waits;
    synchronized (this) {
      Handed handed = downlinks.get(downlink.deviceName());
      waits = handed != null && handed.outcome() == outcome;
      if (waits) {
        downlinks.remove(downlink.deviceName());
      }
    }
    if (waits) {
      fail(downlink, outcome);
    }
  }

  private static void fail(Downlink downlink, CompletableFuture<Void> outcome) {
    outcome.completeExceptionally(
        Refusal.unavailable(
            "no request of device '"
                + downlink.deviceName()
                + "' is there to be answered; it goes out as the answer to its next one"));
  }

  private void later(Runnable task) {
    try {
      ScheduledFuture<?> unused = timer.schedule(task, patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ending) {
      task.run();
    }
  }

  /** Lets all go that wait. */
  public void close() {
    List<Request> left;
    List<Handed> kept;
    synchronized (this) {
      closed = true;
      left = requests.values().stream().flatMap(Deque::stream).toList();
      kept = List.copyOf(downlinks.values());
      requests.clear();
      downlinks.clear();
    }
    left.forEach(each -> each.met().complete(Optional.empty()));
    kept.forEach(each -> fail(each.downlink(), each.outcome()));
  }
}
