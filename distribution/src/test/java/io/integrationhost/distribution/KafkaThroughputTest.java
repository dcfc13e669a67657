package io.integrationhost.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.testkit.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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
 * A host that reads a topic of 50 partitions with the plugin, and the same host with {@link
 * BareKafkaPlugin}, in turns: same script, same spool, {@code fsync}. The script also gets {@code
 * kafka.*} of the plugin as it is shipped, which the bare one does not make. {@code
 * -Dkafka.bench=MESSAGES} says how many each turn takes. Processor time is that of the host alone.
 */
@EnabledIfSystemProperty(named = "kafka.bench", matches = "\\d+")
final class KafkaThroughputTest {

  private static final int PARTITIONS = 50;
  private static final int TURNS = 3;

  private final int messages = Integer.getInteger("kafka.bench", 0);
  private final AtomicLong received = new AtomicLong();

  @TempDir private Path directory;

  private record Turn(double perSecond, double microsEach) {

    double share(Turn other) {
      return perSecond / other.perSecond;
    }

    @Override
    public String toString() {
      return "%.0f/s %.1f us each".formatted(perSecond, microsEach);
    }
  }

  @Test
  void isNotFarBehindABareConsumer() throws Exception {
    List<Integer> ports = List.of(FreePort.find(), FreePort.find());
    Path shipped = Files.createDirectories(directory.resolve("shipped"));
    Files.copy(jar(), shipped.resolve("kafka.jar"));
    Path bare = bare();
    try (KafkaBroker broker =
        new KafkaBroker(directory.resolve("broker"), ports.get(0), ports.get(1))) {
      fill(broker.address());
      double best = 0;
      for (int turn = 0; turn <= TURNS; turn++) {
        Turn ofBare = turn(broker.address(), bare, "bare-" + turn, "");
        Turn alike = turn(broker.address(), shipped, "alike-" + turn, "kafkaMetadata = false");
        Turn ofPlugin = turn(broker.address(), shipped, "plugin-" + turn, "");
        System.out.printf(
            "turn %d: bare %s; without kafka.* %s, share %.2f; as shipped %s, share %.2f%n",
            turn, ofBare, alike, alike.share(ofBare), ofPlugin, ofPlugin.share(ofBare));
        best = turn == 0 ? 0 : Math.max(best, alike.share(ofBare));
      }
      assertThat(best).isPositive();
    }
  }

  private static Path jar() throws IOException {
    try (Stream<Path> jars = Files.list(HostProcess.distribution().resolve("plugins"))) {
      return jars.filter(each -> each.getFileName().toString().startsWith("kafka-plugin"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The shipped jar with another plugin in it, so that the library is the same. */
  private Path bare() throws IOException {
    Path jar = Files.createDirectories(directory.resolve("bare")).resolve("kafka.jar");
    Files.copy(jar(), jar);
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      Files.writeString(
          inside.getPath("META-INF/services/io.integrationhost.plugin.TransportPlugin"),
          BareKafkaPlugin.class.getName());
      Files.createDirectories(inside.getPath("io/integrationhost/distribution"));
      for (String name : List.of("BareKafkaPlugin.class", "BareKafkaPlugin$Bare.class")) {
        try (InputStream in = BareKafkaPlugin.class.getResourceAsStream(name)) {
          Files.copy(
              in,
              inside.getPath("io/integrationhost/distribution", name),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return jar.getParent();
  }

  private void fill(String address) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.createTopics(List.of(new NewTopic("meters", PARTITIONS, (short) 1))).all().get();
    }
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address, "linger.ms", 20),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < messages; i++) {
        byte[] text =
            "{\"deviceName\": \"meter %d\", \"temperature\": %d, \"humidity\": 40}"
                .formatted(i % PARTITIONS, i)
                .getBytes(UTF_8);
        var unused = producer.send(new ProducerRecord<>("meters", i % PARTITIONS, null, text));
      }
    }
  }

  private Turn turn(String address, Path plugins, String name, String keys) throws Exception {
    received.set(0);
    try (Emulator emulator =
        Emulator.start(
            EmulatorSettings.builder()
                .keptItems(0)
                .itemListener(item -> received.incrementAndGet())
                .integration(integration(address, name))
                .build())) {
      Path folder = Files.createDirectories(directory.resolve(name));
      Path settings =
          Settings.write(
              folder,
              Settings.head(folder, emulator.port())
                  + """
                  plugins.directory = "%s"
                  spool.durability = fsync
                  integrations.meters {
                    routing-key = meters, secret = %s
                    transports.kafka { %s }
                  }
                  """
                      .formatted(plugins, Integrations.secret("meters"), keys));
      try (HostProcess host =
          HostProcess.start(
              Map.of("JAVA_OPTS", "-Xmx512m"), "run", "--conf", settings.toString())) {
        // The first quarter warms up.
        awaitReceived(messages / 4, host);
        long first = received.get();
        long begun = System.nanoTime();
        Duration before = processorTime(host);
        awaitReceived(messages, host);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double micros = processorTime(host).minus(before).toNanos() / 1000.0;
        long count = messages - first;
        return new Turn(count / seconds, micros / count);
      }
    }
  }

  private static Duration processorTime(HostProcess host) {
    return ProcessHandle.of(host.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow();
  }

  private void awaitReceived(long wanted, HostProcess host) {
    host.awaits(() -> received.get() >= wanted);
  }

  private static EmulatedIntegration integration(String address, String group) {
    return EmulatedIntegration.builder("meters", Integrations.secret("meters"))
        .name("meters")
        .type("KAFKA")
        .configuration(
            """
            {"clientConfiguration": {"bootstrapServers": "%s", "topics": "meters",
             "groupId": "%s", "clientId": "host", "pollInterval": 5000, "autoCreateTopics": false,
             "otherProperties": {"auto.offset.reset": "earliest"}}, "metadata": {}}
            """
                .formatted(address, group))
        .uplinkConverter(
            EmulatedConverter.of(
                "readings",
                """
                {"scriptLang": "JS", "decoder": "var v = JSON.parse(String.fromCharCode.apply(String,\
                 payload)); return {deviceName: v.deviceName, deviceType: 'meters', telemetry:\
                 {temperature: v.temperature, humidity: v.humidity}};"}
                """))
        .build();
  }
}
