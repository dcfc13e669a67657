package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.Workers;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Sends downlinks to a topic; each is done when all replicas have it. Its producer is made with the
 * first. Thread-safe; what blocks runs on threads {@code plugin-kafka-send-N}.
 */
final class Downlinks {

  /** How long Kafka's producer may look for a topic before it takes a message. */
  static final Duration METADATA_WAIT = Duration.ofSeconds(3);

  /** With what it takes afterwards within the host's deadline for a downlink, 10 s. */
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(2);

  private static final int MOST_REFUSED = 1000;
  private static final long TELL_AGAIN = TimeUnit.SECONDS.toNanos(10);

  private final TextPattern topic;
  private final Settings settings;
  private final KafkaClients clients;
  private final Condition condition;
  private final TransportContext context;
  private final Workers workers = new Workers("plugin-kafka-send", 2);
  private final Set<String> refused = new LinkedHashSet<>();
  private Optional<Producer<byte[], byte[]>> producer = Optional.empty();
  private boolean isClosed;
  private long told = System.nanoTime() - TELL_AGAIN;

  Downlinks(
      TextPattern topic,
      Settings settings,
      KafkaClients clients,
      Condition condition,
      TransportContext context) {
    this.topic = topic;
    this.settings = settings;
    this.clients = clients;
    this.condition = condition;
    this.context = context;
  }

  CompletionStage<Void> send(Downlink downlink) {
    ProducerRecord<byte[], byte[]> message;
    try {
      message = message(downlink);
    } catch (TransportException e) {
      return CompletableFuture.failedFuture(e);
    }
    Optional<String> away = condition.whyAway();
    if (away.isPresent()) {
      return CompletableFuture.failedFuture(notNow(downlink, away.get()));
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    long asked = System.nanoTime();
    try {
      workers.execute(
          () -> {
            try {
              send(downlink, message, asked, done);
            } catch (Throwable e) {
              done.completeExceptionally(failure(downlink, e, false));
            }
          });
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(notNow(downlink, "too many downlinks wait already"));
    }
    return done;
  }

  private ProducerRecord<byte[], byte[]> message(Downlink downlink) {
    String key = settings.downlinkKey().of(downlink);
    var message =
        new ProducerRecord<byte[], byte[]>(
            topic.of(downlink), key.isEmpty() ? null : Bytes.utf8(key), downlink.payload());
    if (!downlink.id().isEmpty()) {
      message.headers().add("downlinkId", Bytes.utf8(downlink.id()));
    }
    downlink.rpcRequestId().ifPresent(id -> message.headers().add("rpcRequestId", Bytes.utf8(id)));
    return message;
  }

  private void send(
      Downlink downlink,
      ProducerRecord<byte[], byte[]> message,
      long asked,
      CompletableFuture<Void> done)
      throws IOException {
    if (System.nanoTime() - asked > LONGEST_WAIT) {
      throw notNow(downlink, "other downlinks took too long");
    }
    Producer<byte[], byte[]> sender = producer();
    try {
      var unused =
          sender.send(
              message,
              (written, failure) -> {
                if (failure == null) {
                  done.complete(null);
                } else {
                  done.completeExceptionally(failure(downlink, failure, true));
                  forgetIfBroken(sender, failure);
                }
              });
    } catch (RuntimeException e) {
      forgetIfBroken(sender, e);
      throw e;
    }
  }

  /** What does not concern one message alone Kafka's producer never gets over. */
  private void forgetIfBroken(Producer<byte[], byte[]> broken, Exception failure) {
    if (isOfMessage(failure) || failure instanceof RetriableException) {
      return;
    }
    synchronized (this) {
      if (!producer.equals(Optional.of(broken))) {
        return;
      }
      producer = Optional.empty();
    }
    // Waits for nobody, so that its own thread may do it.
    broken.close(Duration.ZERO);
  }

  private static boolean isOfMessage(Throwable failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof InvalidTopicException
        || failure instanceof TopicAuthorizationException;
  }

  private synchronized Producer<byte[], byte[]> producer() throws IOException {
    if (isClosed) {
      throw Refusal.unavailable("the transport is stopping");
    }
    if (producer.isEmpty()) {
      Thread.currentThread().setContextClassLoader(Downlinks.class.getClassLoader());
      producer = Optional.of(clients.producer());
    }
    return producer.get();
  }

  private TransportException failure(Downlink downlink, Throwable failure, boolean mayBeSent) {
    String what = String.valueOf(failure.getMessage());
    if (failure instanceof TransportException known) {
      return known;
    } else if (isOfMessage(failure) || failure instanceof AuthorizationException) {
      return Refusal.rejected(of(downlink, what));
    } else if (failure instanceof TimeoutException && what.contains("not present in metadata")) {
      return notNow(downlink, what + "; does the topic exist?");
    } else if (failure instanceof AuthenticationException
        || failure instanceof IOException
        || (failure instanceof KafkaException && what.startsWith("Failed to construct"))) {
      return notNow(downlink, new Words(settings).of(failure));
    } else if (mayBeSent) {
      return new TransportException(
          Kind.UNCONFIRMED, of(downlink, "the broker did not confirm it: " + what), failure);
    }
    return notNow(downlink, String.valueOf(failure));
  }

  private static String of(Downlink downlink, String what) {
    return "device '" + downlink.deviceName() + "': " + what;
  }

  /** Remembers the device, so that the host hears of it when the broker is back. */
  private TransportException notNow(Downlink downlink, String why) {
    synchronized (refused) {
      if (refused.size() < MOST_REFUSED) {
        refused.add(downlink.deviceName());
      }
    }
    return Refusal.unavailable(of(downlink, why));
  }

  /** The broker is there: what was refused may come again. To be called often. */
  void connected() {
    List<String> again;
    synchronized (refused) {
      if (refused.isEmpty() || System.nanoTime() - told < TELL_AGAIN) {
        return;
      }
      told = System.nanoTime();
      again = List.copyOf(refused);
      refused.clear();
    }
    again.forEach(context.uplinks()::connected);
  }

  /** Lets go of what was not confirmed within a second. Blocks. */
  void close() {
    Optional<Producer<byte[], byte[]>> last;
    synchronized (this) {
      isClosed = true;
      last = producer;
      producer = Optional.empty();
    }
    last.ifPresent(each -> each.close(Duration.ofSeconds(1)));
    workers.close();
  }
}
