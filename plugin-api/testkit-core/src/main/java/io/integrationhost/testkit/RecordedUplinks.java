package io.integrationhost.testkit;

import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The host's side of uplinks: keeps what was published and answers as told, at first always with
 * {@link Receipt.Stored}. Thread-safe.
 *
 * <p>{@link #hold()} makes it a slow host: receipts stay under way until they are released. A
 * receipt completes on the thread that publishes, or on the one that releases.
 */
public final class RecordedUplinks implements Uplinks {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An uplink that waits for its receipt. */
  private record Held(Uplink uplink, CompletableFuture<Receipt> receipt) {}

  private final List<Uplink> published = new ArrayList<>();
  private final List<String> connected = new ArrayList<>();
  private final List<String> disconnected = new ArrayList<>();
  private final Deque<Held> held = new ArrayDeque<>();
  private Function<Uplink, ? extends CompletionStage<Receipt>> answer =
      always(new Receipt.Stored());
  private boolean holding;

  private static Function<Uplink, CompletionStage<Receipt>> always(Receipt receipt) {
    return uplink -> CompletableFuture.completedFuture(receipt);
  }

  @Override
  public CompletionStage<Receipt> publish(Uplink uplink) {
    Function<Uplink, ? extends CompletionStage<Receipt>> current;
    synchronized (this) {
      if (holding) {
        Held waiting = new Held(uplink, new CompletableFuture<>());
        held.add(waiting);
        published.add(uplink);
        return waiting.receipt();
      }
      current = answer;
    }
    CompletionStage<Receipt> receipt = current.apply(uplink);
    synchronized (this) {
      published.add(uplink);
    }
    return receipt;
  }

  @Override
  public synchronized void connected(String deviceName) {
    connected.add(deviceName);
  }

  /** The devices that the transport has told to be connected, in order. */
  public synchronized List<String> connected() {
    return List.copyOf(connected);
  }

  @Override
  public synchronized void disconnected(String deviceName) {
    disconnected.add(deviceName);
  }

  /** The devices that the transport has told to be out of reach, in order. */
  public synchronized List<String> disconnected() {
    return List.copyOf(disconnected);
  }

  /** From now on the function answers; what it throws reaches the plugin. */
  public synchronized void answer(Function<Uplink, ? extends CompletionStage<Receipt>> told) {
    answer = told;
  }

  /** From now on every uplink gets this receipt. */
  public void answerAlways(Receipt receipt) {
    answer(always(receipt));
  }

  /** From now on every uplink is refused. */
  public void reject(Receipt.Reason reason, String message) {
    answerAlways(new Receipt.Rejected(reason, message));
  }

  /** From now on receipts stay under way until they are released. */
  public synchronized void hold() {
    holding = true;
  }

  /** How many receipts wait to be released. */
  public synchronized int held() {
    return held.size();
  }

  /** Answers the uplinks that have waited longest; the others, and new ones, wait on. */
  public void release(int count) {
    for (int i = 0; i < count; i++) {
      answerOldest();
    }
  }

  /** Answers everything that waits, in order, and holds no longer. */
  public void release() {
    while (!endHold()) {
      answerOldest();
    }
  }

  private synchronized boolean endHold() {
    holding = !held.isEmpty();
    return !holding;
  }

  private void answerOldest() {
    Held oldest;
    Function<Uplink, ? extends CompletionStage<Receipt>> current;
    synchronized (this) {
      oldest = held.poll();
      current = answer;
    }
    if (oldest == null) {
      throw new IllegalStateException("no receipt waits to be released; publish first");
    }
    var unused =
        current
            .apply(oldest.uplink())
            .whenComplete(
                (receipt, failure) -> {
                  if (failure == null) {
                    oldest.receipt().complete(receipt);
                  } else {
                    oldest.receipt().completeExceptionally(failure);
                  }
                });
  }

  /** Everything published so far, in order. */
  public synchronized List<Uplink> all() {
    return List.copyOf(published);
  }

  /** How much was published so far. */
  public synchronized int count() {
    return published.size();
  }

  /** The uplinks of this kind, in order. */
  public <U extends Uplink> List<U> of(Class<U> kind) {
    return all().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The payloads, in order. */
  public List<Uplink.Payload> payloads() {
    return of(Uplink.Payload.class);
  }

  /** The payloads as texts in UTF-8, in order. */
  public List<String> texts() {
    return payloads().stream()
        .map(payload -> new String(payload.bytes(), StandardCharsets.UTF_8))
        .toList();
  }

  /** Waits, up to 30 s, until this many uplinks or more were published. */
  public List<Uplink> awaitCount(int wanted) {
    return awaitCount(wanted, PATIENCE);
  }

  /** Waits until this many uplinks or more were published. */
  public List<Uplink> awaitCount(int wanted, Duration patience) {
    await("uplink number " + wanted).atMost(patience).until(() -> count() >= wanted);
    return all();
  }
}
