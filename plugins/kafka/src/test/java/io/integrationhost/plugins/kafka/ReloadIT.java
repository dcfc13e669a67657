package io.integrationhost.plugins.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.Reloads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped jar is loaded and unloaded again and again while compressed messages come from a
 * broker with a login: a long form, {@code -Dkafka.reloads=100}.
 */
@EnabledIfSystemProperty(named = "kafka.reloads", matches = "\\d+")
class ReloadIT {

  @TempDir private Path folder;

  @Test
  void leavesNoLoaderThreadBeanProviderFileOrHandle() throws Exception {
    int reloads = Integer.getInteger("kafka.reloads");
    try (BrokerProcess broker = new BrokerProcess(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.plain()));
        Producer<byte[], byte[]> snappy = producer(broker, "snappy");
        Producer<byte[], byte[]> zstd = producer(broker, "zstd")) {
      admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get();
      send(snappy, zstd);
      Set<Thread> threads = Set.copyOf(Thread.getAllStackTraces().keySet());
      var beans = ManagementFactory.getPlatformMBeanServer().getMBeanCount();
      int providers = Security.getProviders().length;
      long files = unpacked();
      new Reloads("kafka", folder.resolve("host"))
          .run(
              reloads,
              (plugin, number) -> {
                Reloads.Served served = plugin.start(slice(broker));
                send(snappy, zstd);
                served.uplinks().awaitCount(2);
              });
      assertThat(ManagementFactory.getPlatformMBeanServer().getMBeanCount()).isEqualTo(beans);
      assertThat(Security.getProviders()).hasSize(providers);
      // Those of the test itself may go, too.
      assertThat(unpacked()).isLessThanOrEqualTo(files);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(
                          Thread.getAllStackTraces().keySet().stream()
                              .filter(each -> !threads.contains(each))
                              .map(Thread::getName)
                              .filter(name -> name.startsWith("plugin-") || name.contains("kafka")))
                      .isEmpty());
    }
  }

  private static Producer<byte[], byte[]> producer(BrokerProcess broker, String compression) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.plain(), "compression.type", compression),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static void send(Producer<byte[], byte[]> snappy, Producer<byte[], byte[]> zstd) {
    byte[] text = "0123456789".repeat(20).getBytes(UTF_8);
    var first = snappy.send(new ProducerRecord<>("t", 0, null, text));
    var second = zstd.send(new ProducerRecord<>("t", 1, null, text));
    Awaitility.await().until(() -> first.isDone() && second.isDone());
  }

  private static String slice(BrokerProcess broker) {
    return """
    clientConfiguration {
      bootstrapServers: "%s", topics: t, groupId: g
      otherProperties {
        "auto.offset.reset": earliest, "security.protocol": SASL_PLAINTEXT, "sasl.mechanism": PLAIN
        "sasl.jaas.config": "org.apache.kafka.common.security.plain.PlainLoginModule required \
    username=\\"u\\" password=\\"p\\";"
      }
    }
    """
        .formatted(broker.login());
  }

  private static long unpacked() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("(libzstd-jni-|snappy-).*\\.so"))
          .count();
    }
  }
}
