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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

  private static final String STOPPING = "the transport is stopping";
  private static final int MOST_REFUSED = 1000;
  private static final long TELL_AGAIN = TimeUnit.SECONDS.toNanos(10);

  private final TextPattern topic;
  private final Settings settings;
  private final KafkaClients clients;
  private final Condition condition;
  private final TransportContext context;
  private final Workers workers = new Workers("plugin-kafka-send", 2);
  private final Set<String> refused = new LinkedHashSet<>();
  private final Set<Sending> open = ConcurrentHashMap.newKeySet();
  private final Object making = new Object();
  private final AtomicReference<Producer<byte[], byte[]>> producer = new AtomicReference<>();
  private volatile boolean isClosed;
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
    Optional<String> away = isClosed ? Optional.of(STOPPING) : condition.whyAway();
    if (away.isPresent()) {
      return CompletableFuture.failedFuture(notNow(downlink, away.get()));
    }
    Sending sending = new Sending(downlink, message);
    open.add(sending);
    var unused = sending.done.whenComplete((sent, failure) -> open.remove(sending));
    try {
      workers.execute(sending);
    } catch (RejectedExecutionException e) {
      sending.failed(notNow(downlink, isClosed ? STOPPING : "too many downlinks wait already"));
    }
    return sending.done;
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

  /** One that has no outcome yet. */
  private final class Sending implements Runnable {
    private final Downlink downlink;
    private final ProducerRecord<byte[], byte[]> message;
    private final long asked = System.nanoTime();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean mayBeSent;

    Sending(Downlink downlink, ProducerRecord<byte[], byte[]> message) {
      this.downlink = downlink;
      this.message = message;
    }

    @Override
    public void run() {
      try {
        if (isClosed) {
          throw notNow(downlink, STOPPING);
        } else if (System.nanoTime() - asked > LONGEST_WAIT) {
          throw notNow(downlink, "other downlinks took too long");
        }
        send(producer());
      } catch (Throwable e) {
        failed(e);
      }
    }

    private void send(Producer<byte[], byte[]> sender) {
      mayBeSent = true;
      try {
        var unused = sender.send(message, (written, failure) -> answered(sender, failure));
      } catch (Throwable e) {
        mayBeSent = false;
        forgetIfBroken(sender, e);
        throw e;
      }
    }

    private void answered(Producer<byte[], byte[]> sender, Exception failure) {
      if (failure == null) {
        done.complete(null);
        return;
      }
      try {
        failed(failure);
      } finally {
        forgetIfBroken(sender, failure);
      }
    }

    void abandon() {
      done.completeExceptionally(
          mayBeSent
              ? unconfirmed(downlink, STOPPING, null)
              : Refusal.unavailable(of(downlink, STOPPING)));
    }

    void failed(Throwable failure) {
      TransportException told;
      try {
        told = failure(downlink, failure, mayBeSent);
      } catch (Throwable cannotBeSaid) {
        told = mayBeSent ? unconfirmed(downlink, "an error", null) : notNow(downlink, "an error");
      }
      done.completeExceptionally(told);
    }
  }

  /** What does not concern one message alone Kafka's producer never gets over. */
  private void forgetIfBroken(Producer<byte[], byte[]> broken, Throwable failure) {
    if (isOfMessage(failure)
        || failure instanceof RetriableException
        || !producer.compareAndSet(broken, null)) {
      return;
    }
    // Waits for nobody, so that its own thread may do it.
    broken.close(Duration.ZERO);
  }

  private static boolean isOfMessage(Throwable failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof InvalidTopicException
        || failure instanceof TopicAuthorizationException;
  }

  private Producer<byte[], byte[]> producer() throws IOException {
    synchronized (making) {
      if (isClosed) {
        throw Refusal.unavailable(STOPPING);
      }
      Producer<byte[], byte[]> made = producer.get();
      if (made == null) {
        Thread.currentThread().setContextClassLoader(Downlinks.class.getClassLoader());
        made = clients.producer();
        producer.set(made);
      }
      // Whoever closes looks at it after he has said so.
      if (isClosed && producer.compareAndSet(made, null)) {
        made.close(Duration.ZERO);
      }
      return made;
    }
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
      return unconfirmed(downlink, what, failure);
    }
    return notNow(downlink, isClosed ? STOPPING : String.valueOf(failure));
  }

  private static TransportException unconfirmed(Downlink downlink, String what, Throwable cause) {
    return new TransportException(
        Kind.UNCONFIRMED, of(downlink, "the broker did not confirm it: " + what), cause);
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
    }
    for (String device : again) {
      // Before it is told: it may be refused again at once.
      synchronized (refused) {
        refused.remove(device);
      }
      context.uplinks().connected(device);
    }
  }

  /** Takes no more, and sends nothing that it has not begun with. Never blocks. */
  void end() {
    isClosed = true;
  }

  /**
   * Lets go of what was not confirmed within a second; the host keeps what was not sent. Blocks.
   */
  void close() {
    end();
    try {
      Producer<byte[], byte[]> last = producer.getAndSet(null);
      if (last != null) {
        last.close(Duration.ofSeconds(1));
      }
    } finally {
      try {
        workers.close();
      } finally {
        open.forEach(Sending::abandon);
      }
    }
  }
}
