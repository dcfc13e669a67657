package io.integrationhost.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the host and of the broker while messages with numbers come to a topic: all
 * that the broker has confirmed arrive. A long form: {@code -Dkafka.kills=50 -Dkafka.restarts=20}
 * set how often host and broker die, {@code -Dseed=...} repeats the choices of an earlier run (not
 * its timing).
 */
@EnabledIfSystemProperty(named = "kafka.kills", matches = "\\d+")
final class KafkaKillsTest {

  private static final int PARTITIONS = 4;
  private static final int MOST_RECEIVED = 1500;
  private static final long PACE_NANOS = 1_000_000;

  /** A window and a poll of each partition, and what the host had sent and heard no answer of. */
  private static final int MOST_TWICE_PER_KILL = PARTITIONS * (1000 + 500) + 2000;

  private final int kills = Integer.getInteger("kafka.kills", 0);
  private final int restarts = Integer.getInteger("kafka.restarts", 0);
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Set<Long> received = ConcurrentHashMap.newKeySet();
  private final AtomicLong twice = new AtomicLong();
  private final Set<Long> confirmed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isSending = new AtomicBoolean(true);

  @TempDir private Path directory;

  private void received(ReceivedItem item) {
    if (item.kind() == ReceivedItem.Kind.DEVICE) {
      item.telemetry()
          .forEach(
              reading -> {
                if (!received.add(((Number) reading.values().get("number")).longValue())) {
                  twice.incrementAndGet();
                }
              });
    }
  }

  @Test
  void losesNothingThatTheBrokerHas() throws Exception {
    System.out.println("kill -9 of host and broker, -Dseed=" + seed);
    List<Integer> ports = List.of(FreePort.find(), FreePort.find());
    try (KafkaBroker broker =
            new KafkaBroker(directory.resolve("broker"), ports.get(0), ports.get(1));
        Emulator emulator =
            Emulator.start(
                EmulatorSettings.builder()
                    .keptItems(0)
                    .itemListener(this::received)
                    .integration(integration(broker.address()))
                    .build())) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
        admin.createTopics(List.of(new NewTopic("meters", PARTITIONS, (short) 1))).all().get();
      }
      Path settings =
          Settings.write(
              directory,
              Settings.head(directory, emulator.port())
                  + """
                  thingsboard { heartbeat = 1s, answer-timeout = 2s }
                  integrations.meters { routing-key = meters, secret = %s }
                  """
                      .formatted(Integrations.secret("meters")));
      Thread sender = new Thread(() -> send(broker.address()), "sender");
      sender.start();
      try {
        killAll(broker, settings);
        isSending.set(false);
        sender.join();
        try (HostProcess host = run(settings)) {
          await()
              .atMost(HostProcess.PATIENCE)
              .failFast("the host has ended", () -> !host.isAlive())
              .until(() -> received.containsAll(confirmed));
        }
      } finally {
        isSending.set(false);
      }
    }
    System.out.printf(
        "%d x kill -9 of the host, %d of the broker: %d confirmed, 0 of them lost, %d came twice%n",
        kills, restarts, confirmed.size(), twice.get());
    assertThat(twice.get()).isLessThan((long) MOST_TWICE_PER_KILL * (kills + restarts + 1));
  }

  /** Host and broker in an order that the seed decides. */
  private void killAll(KafkaBroker broker, Path settings) throws IOException, InterruptedException {
    int hosts = kills;
    int brokers = restarts;
    while (hosts + brokers > 0) {
      try (HostProcess host = run(settings)) {
        awaitReceived(1 + random.nextInt(MOST_RECEIVED), host);
        while (brokers > 0 && (hosts == 0 || random.nextInt(hosts + brokers) < brokers)) {
          broker.kill();
          if (random.nextBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(3000)).toNanos());
          }
          broker.start();
          brokers--;
          awaitReceived(1 + random.nextInt(MOST_RECEIVED), host);
        }
        if (hosts > 0) {
          host.kill();
          hosts--;
        }
      }
      System.out.printf(
          "left: %d kills, %d restarts; received %d, twice %d%n",
          hosts, brokers, received.size(), twice.get());
    }
  }

  private void send(String address) {
    Map<String, Object> all =
        Map.of(
            "bootstrap.servers",
            address,
            "acks",
            "all",
            "delivery.timeout.ms",
            300_000,
            "max.block.ms",
            300_000,
            "linger.ms",
            2);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long number = 0; isSending.get(); number++) {
        long each = number;
        byte[] text = Long.toString(number).getBytes(UTF_8);
        var unused =
            producer.send(
                new ProducerRecord<>("meters", (int) (number % PARTITIONS), null, text),
                (written, failure) -> {
                  if (failure == null) {
                    confirmed.add(each);
                  }
                });
        LockSupport.parkNanos(PACE_NANOS);
      }
    }
  }

  private static HostProcess run(Path settings) throws IOException {
    return HostProcess.start("run", "--conf", settings.toString());
  }

  private void awaitReceived(int more, HostProcess host) {
    int wanted = received.size() + more;
    host.awaits(() -> received.size() >= wanted);
  }

  private static EmulatedIntegration integration(String address) {
    return EmulatedIntegration.builder("meters", Integrations.secret("meters"))
        .name("meters")
        .type("KAFKA")
        .configuration(
            """
            {"clientConfiguration": {"bootstrapServers": "%s", "topics": "meters",
             "groupId": "hosts", "clientId": "host", "pollInterval": 5000, "autoCreateTopics": false,
             "otherProperties": {"auto.offset.reset": "earliest"}}, "metadata": {}}
            """
                .formatted(address))
        .uplinkConverter(
            EmulatedConverter.of(
                "numbers",
                """
                {"scriptLang": "JS", "decoder": "return {deviceName: 'meter ' +\
                 metadata['kafka.partition'], deviceType: 'meters', telemetry:\
                 {number: Number(String.fromCharCode.apply(String, payload))}};"}
                """))
        .build();
  }
}
