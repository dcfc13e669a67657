package io.integrationhost.distribution;

import com.typesafe.config.Config;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The least that can be between Kafka's consumer and a host: it commits what it has polled,
 * whatever becomes of it, and bounds what is under way. The measure for the real one.
 */
public final class BareKafkaPlugin implements TransportPlugin {

  @Override
  public Transport create(TransportContext context) {
    return new Bare(context);
  }

  @Override
  public Set<String> serves() {
    return Set.of("KAFKA");
  }

  private static final class Bare implements Transport {
    private static final int MOST = 8000;

    private final TransportContext context;
    private final Semaphore room = new Semaphore(MOST);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean isStopping;

    Bare(TransportContext context) {
      this.context = context;
      Config client = context.config().getConfig("clientConfiguration");
      consumer =
          new KafkaConsumer<>(
              Map.of(
                  "bootstrap.servers", client.getString("bootstrapServers"),
                  "group.id", client.getString("groupId"),
                  "auto.offset.reset", "earliest"),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      consumer.subscribe(List.of(client.getString("topics")));
    }

    @Override
    public CompletionStage<Void> start() {
      Thread thread = new Thread(this::run, "bare");
      thread.setContextClassLoader(BareKafkaPlugin.class.getClassLoader());
      thread.start();
      return CompletableFuture.completedFuture(null);
    }

    private void run() {
      try (consumer) {
        while (!isStopping) {
          for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
            room.acquireUninterruptibly();
            var unused =
                context
                    .uplinks()
                    .publish(
                        new Uplink.Payload(
                            each.value(),
                            ContentType.JSON,
                            new Source(each.topic() + "-" + each.partition())))
                    .whenComplete((receipt, failure) -> room.release());
          }
        }
      } catch (WakeupException isMeant) {
        // It ends.
      } finally {
        ended.complete(null);
      }
    }

    @Override
    public CompletionStage<Void> stop() {
      isStopping = true;
      consumer.wakeup();
      return ended;
    }
  }
}
