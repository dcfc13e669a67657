package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.integrationhost.kit.Backoff;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.rabbitmq.Delivery.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The messages of one channel on their way to the host: published in their order, offered again
 * when the host does not take one, and acknowledged in their order. While one is offered again all
 * behind it wait. For the lane.
 */
final class Deliveries {

  /** Of the host: one of both. */
  private record Answer(Receipt receipt, Throwable failure) {

    boolean isSettled() {
      return receipt != null && receipt.isSettled();
    }

    String why() {
      return receipt instanceof Receipt.Rejected refused
          ? refused.reason() + ", " + refused.message()
          : "the host failed: " + Words.said(failure);
    }
  }

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final String queue;
  private final Source source;
  private final Publishing publishing;
  private final Acknowledgements.Sink sink;
  private final Runnable afterFlush;
  private final Acknowledgements open = new Acknowledgements();
  private final TreeMap<Long, Delivery> held = new TreeMap<>();
  private final Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT);
  private int underWay;
  private boolean isWaiting;
  private boolean isFlushing;
  private boolean isClosed;
  private boolean isDropped;

  /**
   * None yet.
   *
   * @param sink the broker, as long as the channel lives
   * @param afterFlush told when something was done
   */
  Deliveries(String queue, Publishing publishing, Acknowledgements.Sink sink, Runnable afterFlush) {
    this.queue = queue;
    this.source = new Source(queue);
    this.publishing = publishing;
    this.sink = sink;
    this.afterFlush = afterFlush;
  }

  /** A message has come. */
  void add(long tag, long taken, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    publishing.figures().received().increment();
    if (envelope.isRedeliver()) {
      publishing.figures().redelivered().increment();
    }
    Delivery delivery;
    try {
      delivery = new Delivery(tag, taken, uplink(envelope, properties, body));
      open.add(delivery);
    } catch (RuntimeException | Error e) {
      // Nobody knows of it who would.
      publishing.budget().give(taken);
      throw e;
    }
    if (isClosed || isResting()) {
      held.put(tag, delivery);
    } else {
      publish(delivery);
    }
  }

  private Uplink uplink(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    Map<String, String> metadata =
        publishing.withMetadata() ? Metadata.of(queue, envelope, properties) : Map.of();
    return new Uplink.Payload(
        body, Metadata.contentType(properties, body), metadata, source, Optional.empty());
  }

  /** A message has come that nobody is to see. */
  void reject(long tag) {
    var delivery = new Delivery(tag, 0, null);
    delivery.done(Outcome.REJECT);
    open.add(delivery);
    flushSoon();
  }

  private boolean isResting() {
    return isWaiting || !held.isEmpty() || publishing.paused().get();
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  boolean isUnderWay() {
    return underWay > 0 || isFlushing;
  }

  /** Publishes nothing more. */
  void close() {
    isClosed = true;
  }

  /** The channel is gone: the broker gives again what is not done. */
  void drop() {
    isClosed = true;
    isDropped = true;
    held.values().forEach(each -> publishing.budget().give(each.taken()));
    held.clear();
  }

  /** The operator lets it go on. */
  void goOn() {
    publishHeld();
  }

  private void publishHeld() {
    while (!held.isEmpty() && !isWaiting && !isClosed && !publishing.paused().get()) {
      publish(held.pollFirstEntry().getValue());
    }
  }

  private void publish(Delivery delivery) {
    offer(delivery, () -> {});
  }

  /** What the host throws counts as a refusal. */
  private void offer(Delivery delivery, Runnable first) {
    underWay++;
    CompletionStage<Receipt> published;
    try {
      published = publishing.uplinks().publish(delivery.uplink());
    } catch (RuntimeException | Error e) {
      published = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Answer> answer = published.handle(Answer::new).toCompletableFuture();
    if (answer.isDone() && !answer.join().isSettled()) {
      // On the lane as all is: what comes next must not be published before this is held.
      first.run();
      settled(delivery, answer.join());
      return;
    }
    var unused =
        answer.thenAccept(
            said ->
                publishing
                    .lane()
                    .execute(
                        () -> {
                          first.run();
                          settled(delivery, said);
                          publishHeld();
                        }));
  }

  private void settled(Delivery delivery, Answer answer) {
    Receipt receipt = answer.receipt();
    underWay--;
    if (answer.isSettled()) {
      publishing.budget().give(delivery.taken());
      if (!isDropped) {
        backoff.reset();
        boolean isRefused = receipt instanceof Receipt.Rejected;
        delivery.done(isRefused ? Outcome.REJECT : Outcome.ACKNOWLEDGE);
        Figures figures = publishing.figures();
        (isRefused ? figures.rejected() : figures.acknowledged()).increment();
        if (receipt instanceof Receipt.Rejected refused) {
          publishing
              .limited()
              .warn("refused", () -> "queue '" + queue + "': refused: " + refused.message());
        }
        flushSoon();
      }
      return;
    }
    if (isDropped) {
      publishing.budget().give(delivery.taken());
      return;
    }
    held.put(delivery.tag(), delivery);
    if (!isClosed) {
      retryLater(answer.why());
    }
  }

  private void retryLater(String why) {
    if (isWaiting) {
      return;
    }
    isWaiting = true;
    Duration wait = backoff.next();
    publishing
        .limited()
        .warn(
            "later",
            () ->
                "queue '"
                    + queue
                    + "': the host does not take messages now, they stay in RabbitMQ: "
                    + why);
    publishing.lane().later(wait, this::retry);
  }

  /** The first alone; when it is taken the others follow. */
  private void retry() {
    isWaiting = false;
    if (isClosed || held.isEmpty() || publishing.paused().get()) {
      return;
    }
    publishing.figures().retried().increment();
    isWaiting = true;
    offer(held.pollFirstEntry().getValue(), () -> isWaiting = false);
  }

  private void flushSoon() {
    if (!isFlushing) {
      isFlushing = true;
      publishing.lane().execute(this::flush);
    }
  }

  private void flush() {
    isFlushing = false;
    if (isDropped) {
      return;
    }
    try {
      open.flush(sink);
    } catch (IOException | ShutdownSignalException e) {
      // The channel is gone, which its reader is told as well.
      return;
    }
    afterFlush.run();
  }
}
