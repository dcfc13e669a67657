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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code kill -9} of the host, and of mosquitto, while somebody publishes numbers: what mosquitto
 * has confirmed and still has when it comes back arrives, in order, and what is stored twice is
 * bounded by what was under way, of which there is no more than {@value #MOST_UNDER_WAY} and a
 * window. (Mosquitto 2.0.11 sends a client that comes back all that waits for it at once, whatever
 * the window says.) A long form: {@code -Dkills=50 -Drestarts=20}, {@code -Dseed=...} repeats the
 * choices of an earlier run (not its timing).
 */
final class MqttKillsTest {

  private static final int MOST_BETWEEN = 400;
  private static final int MOST_UNDER_WAY = 500;
  private static final int WINDOW = 100;

  private final int kills = Integer.getInteger("kills", 0);
  private final int restarts = Integer.getInteger("restarts", 0);
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Semaphore room = new Semaphore(MOST_UNDER_WAY);
  private final Arrivals arrivals = new Arrivals(room);

  @TempDir private Path directory;

  /** What came to ThingsBoard. */
  private static final class Arrivals {
    private final Semaphore room;
    private final BitSet numbers = new BitSet();

    /** Of each message that was published: the conversions of it, each stored once. */
    private final Map<String, Set<Object>> conversions = new HashMap<>();

    private int newest = -1;
    private int storedAgain;
    private int sentAgain;
    private int disorder;

    private Arrivals(Semaphore room) {
      this.room = room;
    }

    private synchronized void add(int number, Object attempt, Object conversion) {
      Set<Object> known =
          conversions.computeIfAbsent(number + "," + attempt, first -> new HashSet<>());
      if (!known.add(conversion)) {
        sentAgain++;
      } else if (known.size() > 1) {
        storedAgain++;
      } else if (attempt.equals(1L)) {
        disorder += number < newest ? 1 : 0;
        newest = Math.max(newest, number);
      }
      if (!numbers.get(number)) {
        numbers.set(number);
        room.release();
      }
    }

    private synchronized int count() {
      return numbers.cardinality();
    }

    private synchronized BitSet missing(BitSet wanted) {
      BitSet missing = (BitSet) wanted.clone();
      missing.andNot(numbers);
      return missing;
    }

    @Override
    public synchronized String toString() {
      return "%d arrived, %d stored again, %d sent again to ThingsBoard, %d out of order"
          .formatted(count(), storedAgain, sentAgain, disorder);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, MQTT_3_1_1", "2, MQTT_5"})
  void losesNothingThatTheBrokerHas(int qos, String version)
      throws IOException, InterruptedException {
    assumeTrue(kills + restarts > 0, "a long form: -Dkills=50 -Drestarts=20");
    System.out.printf("%s, quality of service %d, -Dseed=%d%n", version, qos, seed);
    try (var broker = new MosquittoProcess(directory.resolve("mosquitto"), WINDOW);
        Emulator emulator =
            Emulator.start(
                EmulatorSettings.builder()
                    .keptItems(0)
                    .itemListener(this::received)
                    .integration(integration(broker.port(), qos, version))
                    .build())) {
      broker.start();
      Path settings =
          Settings.write(
              directory,
              Settings.head(directory, emulator.port())
                  + """
                  thingsboard { heartbeat = 1s, answer-timeout = 2s }
                  integrations.sensors {
                    routing-key = sensors, secret = %s
                    transports.mqtt { retry { first = 100 ms, most = 500 ms } }
                  }
                  """
                      .formatted(Integrations.secret("sensors")));
      var publisher = new MqttNumbers(broker.port(), qos, room);
      publisher.watch();
      subscribe(settings, broker);
      publisher.start();
      for (int round = 0; round < Math.max(kills, restarts); round++) {
        kill(round, settings, broker, publisher);
      }
      try (HostProcess host = run(settings)) {
        publisher.stop();
        while (publisher.left() > 0) {
          publisher.start();
          publisher.stop();
        }
        await()
            .atMost(HostProcess.PATIENCE)
            .failFast("the host has ended", () -> !host.isAlive())
            .untilAsserted(
                () -> assertThat(arrivals.missing(publisher.confirmed()).cardinality()).isZero());
        report(qos, version, publisher);
      }
    }
  }

  /** The broker keeps for a session only what comes after its subscription. */
  private static void subscribe(Path settings, MosquittoProcess broker)
      throws IOException, InterruptedException {
    try (HostProcess host = run(settings)) {
      broker.awaitSubscription("ih-", "numbers");
      assertThat(host.terminate()).isZero();
    }
  }

  private void kill(int round, Path settings, MosquittoProcess broker, MqttNumbers publisher)
      throws IOException, InterruptedException {
    if (round == restarts) {
      publisher.unwatch();
    }
    try (HostProcess host = run(settings)) {
      awaitMore(1 + random.nextInt(MOST_BETWEEN), host);
      if (round < restarts) {
        broker.kill();
        publisher.stop();
        broker.start();
        publisher.recount();
        publisher.start();
        awaitMore(1 + random.nextInt(MOST_BETWEEN), host);
      }
      if (round % 10 == 9) {
        System.out.println((round + 1) + " rounds: " + arrivals);
      }
      if (round < kills) {
        host.kill();
      } else {
        host.terminate();
      }
    }
  }

  private void report(int qos, String version, MqttNumbers publisher) {
    System.out.printf(
        "%s, quality of service %d, %d x kill -9 of the host, %d of mosquitto: %d confirmed, 0"
            + " lost, %d forgotten by mosquitto and published again, %s%n",
        version,
        qos,
        kills,
        restarts,
        publisher.confirmed().cardinality(),
        publisher.forgotten(),
        arrivals);
    assertThat(arrivals.storedAgain)
        .isLessThanOrEqualTo((kills + restarts) * (MOST_UNDER_WAY + WINDOW));
    assertThat(arrivals.disorder).isZero();
  }

  private void received(ReceivedItem item) {
    if (item.kind() == ReceivedItem.Kind.DEVICE) {
      item.telemetry()
          .forEach(
              reading -> {
                Map<String, ?> values = reading.values();
                arrivals.add(
                    ((Long) values.get("number")).intValue(),
                    values.get("attempt"),
                    values.get("conversion"));
              });
    }
  }

  private void awaitMore(int more, HostProcess host) {
    int wanted = arrivals.count() + more;
    host.awaits(() -> arrivals.count() >= wanted);
  }

  private static HostProcess run(Path settings) throws IOException {
    return HostProcess.start("run", "--conf", settings.toString());
  }

  private static EmulatedIntegration integration(int port, int qos, String version) {
    return EmulatedIntegration.builder("sensors", Integrations.secret("sensors"))
        .name("sensors")
        .type("MQTT")
        .configuration(
            """
            {"clientConfiguration": {"host": "127.0.0.1", "port": %d, "connectTimeoutSec": 10,
             "clientId": "", "cleanSession": false, "retainedMessage": false, "ssl": false,
             "maxBytesInMessage": 32368, "protocolVersion": "%s",
             "credentials": {"type": "anonymous"}},
             "topicFilters": [{"filter": "numbers", "qos": %d}],
             "downlinkTopicPattern": "${topic}", "metadata": {}}
            """
                .formatted(port, version, qos))
        .uplinkConverter(
            EmulatedConverter.of(
                "numbers",
                """
                {"scriptLang": "JS", "decoder": "var v = String.fromCharCode.apply(String,\
                 payload).split(','); return {deviceName: 'numbers', deviceType: 'publisher',\
                 telemetry: {number: Number(v[0]), attempt: Number(v[1]),\
                 conversion: 'c' + Math.random()}};"}
                """))
        .build();
  }
}
