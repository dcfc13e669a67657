package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the host, and of RabbitMQ, while somebody publishes with confirmations into a
 * durable queue: what RabbitMQ has confirmed arrives, and what it hands over again is bounded by
 * the prefetch. A long form, since RabbitMQ takes seconds to start: {@code -Dkills=50
 * -Drestarts=20}, {@code -Dseed=...} repeats the choices of an earlier run (not its timing).
 */
final class RabbitKillsTest {

  private static final int MOST_BETWEEN = 3000;
  private static final int MOST_UNDER_WAY = 2000;
  private static final int PREFETCH = 100;

  private final int kills = Integer.getInteger("kills", 0);
  private final int restarts = Integer.getInteger("restarts", 0);
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, AtomicInteger> arrivals = new ConcurrentHashMap<>();
  private final BitSet numbers = new BitSet();
  private final Semaphore room = new Semaphore(MOST_UNDER_WAY);

  @TempDir private Path directory;

  @Test
  void losesNothingThatWasConfirmed() throws IOException, InterruptedException {
    assumeTrue(kills + restarts > 0, "a long form: -Dkills=50 -Drestarts=20");
    System.out.println("kill -9 of host and RabbitMQ, -Dseed=" + seed);
    try (var rabbit = new RabbitProcess(directory.resolve("rabbitmq"));
        Emulator emulator =
            Emulator.start(
                EmulatorSettings.builder()
                    .keptItems(0)
                    .itemListener(this::received)
                    .integration(integration(rabbit.port()))
                    .build())) {
      rabbit.start();
      Path settings =
          Settings.write(
              directory,
              Settings.head(directory, emulator.port())
                  + """
                  thingsboard { heartbeat = 1s, answer-timeout = 2s }
                  integrations.sensors {
                    routing-key = sensors, secret = %s
                    transports.rabbitmq { prefetch = %d, retry { first = 100 ms, most = 500 ms } }
                  }
                  """
                      .formatted(Integrations.secret("sensors"), PREFETCH));
      var publisher = new NumberedPublisher(rabbit.port(), room);
      publisher.start();
      try {
        for (int round = 0; round < Math.max(kills, restarts); round++) {
          kill(round, settings, rabbit);
        }
      } finally {
        publisher.stop();
      }
      try (HostProcess host = HostProcess.start("run", "--conf", settings.toString())) {
        BitSet confirmed = publisher.confirmed();
        await()
            .atMost(HostProcess.PATIENCE)
            .untilAsserted(() -> assertThat(missing(confirmed).cardinality()).isZero());
        report(confirmed);
        assertThat(host.isAlive()).isTrue();
      }
    }
  }

  private void kill(int round, Path settings, RabbitProcess rabbit)
      throws IOException, InterruptedException {
    try (HostProcess host = HostProcess.start("run", "--conf", settings.toString())) {
      awaitMore(1 + random.nextInt(MOST_BETWEEN), host);
      if (round < restarts) {
        rabbit.kill();
        rabbit.start();
        awaitMore(1 + random.nextInt(MOST_BETWEEN), host);
      }
      if (round < kills) {
        host.kill();
      } else {
        host.terminate();
      }
    }
  }

  private BitSet missing(BitSet confirmed) {
    synchronized (numbers) {
      BitSet missing = (BitSet) confirmed.clone();
      missing.andNot(numbers);
      return missing;
    }
  }

  private void report(BitSet confirmed) {
    long handedOverAgain =
        arrivals.keySet().stream()
            .filter(key -> key.endsWith(",true"))
            .filter(key -> arrivals.containsKey(key.replace(",true", ",false")))
            .count();
    long repeated = arrivals.values().stream().mapToLong(each -> each.get() - 1).sum();
    System.out.printf(
        "%d x kill -9 of the host, %d of RabbitMQ: %d confirmed, 0 lost, %d handed over again by"
            + " RabbitMQ and stored twice, %d more repetitions (on the way to ThingsBoard)%n",
        kills, restarts, confirmed.cardinality(), handedOverAgain, repeated);
    assertThat(handedOverAgain).isLessThanOrEqualTo((long) (kills + restarts) * PREFETCH);
  }

  private void received(ReceivedItem item) {
    if (item.kind() != ReceivedItem.Kind.DEVICE) {
      return;
    }
    item.telemetry()
        .forEach(
            reading -> {
              Map<String, ?> values = reading.values();
              int number = ((Long) values.get("number")).intValue();
              String key = number + "," + values.get("attempt") + "," + values.get("redelivered");
              arrivals.computeIfAbsent(key, unknown -> new AtomicInteger()).incrementAndGet();
              boolean isNew;
              synchronized (numbers) {
                isNew = !numbers.get(number);
                numbers.set(number);
              }
              if (isNew) {
                room.release();
              }
            });
  }

  private int arrived() {
    synchronized (numbers) {
      return numbers.cardinality();
    }
  }

  private void awaitMore(int more, HostProcess host) {
    int wanted = arrived() + more;
    host.awaits(() -> arrived() >= wanted);
  }

  private static EmulatedIntegration integration(int port) {
    return EmulatedIntegration.builder("sensors", Integrations.secret("sensors"))
        .name("sensors")
        .type("RABBITMQ")
        .configuration(
            """
            {"clientConfiguration": {"exchangeName": "", "host": "127.0.0.1", "port": %d,
             "virtualHost": "", "username": "", "password": "", "downlinkTopic": "",
             "queues": "numbers", "connectionTimeout": 60000, "handshakeTimeout": 10000,
             "pollPeriod": 5000, "durable": true, "exclusive": false, "autoDelete": false},
             "metadata": {}}
            """
                .formatted(port))
        .uplinkConverter(
            EmulatedConverter.of(
                "numbers",
                """
                {"scriptLang": "JS", "decoder": "var v = String.fromCharCode.apply(String,\
                 payload).split(','); return {deviceName: 'numbers', deviceType: 'publisher',\
                 telemetry: {number: Number(v[0]), attempt: Number(v[1]),\
                 redelivered: metadata['rabbitmq.redelivered'] == 'true'}};"}
                """))
        .build();
  }
}
