package io.integrationhost.plugins.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.PluginSettings;
import io.integrationhost.runtime.TransportRequest;
import io.integrationhost.testkit.RecordedUplinks;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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

  /** What Java itself and the clients of the test may open meanwhile. */
  private static final int MOST_OTHER_HANDLES = 10;

  @TempDir private Path folder;

  @Test
  void leavesNoLoaderThreadBeanProviderFileOrHandle() throws Exception {
    int reloads = Integer.getInteger("kafka.reloads");
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
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
      loaders.add(reload(broker, snappy, zstd));
      long handles = handles();
      for (int i = 1; i < reloads; i++) {
        loaders.add(reload(broker, snappy, zstd));
      }
      assertThat(ManagementFactory.getPlatformMBeanServer().getMBeanCount()).isEqualTo(beans);
      assertThat(Security.getProviders()).hasSize(providers);
      // Those of the test itself may go, too.
      assertThat(unpacked()).isLessThanOrEqualTo(files);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(loaders.stream().filter(each -> each.get() != null)).isEmpty();
                assertThat(handles()).isLessThan(handles + MOST_OTHER_HANDLES);
                assertThat(
                        Thread.getAllStackTraces().keySet().stream()
                            .filter(each -> !threads.contains(each))
                            .map(Thread::getName)
                            .filter(name -> name.startsWith("plugin-") || name.contains("kafka")))
                    .isEmpty();
              });
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

  private WeakReference<ClassLoader> reload(
      BrokerProcess broker, Producer<byte[], byte[]> snappy, Producer<byte[], byte[]> zstd)
      throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Path jar = plugins.resolve("plugin.jar");
    if (!Files.exists(jar)) {
      Files.copy(Path.of(System.getProperty("plugin.jar")), jar);
    }
    RecordedUplinks uplinks = new RecordedUplinks();
    try (PluginRuntime runtime =
        new PluginRuntime(PluginSettings.of(plugins, folder.resolve("work")))) {
      assertThat(runtime.load().rejected()).isEmpty();
      HostedTransport transport =
          StartedTransport.join(
              runtime.create(
                  new TransportRequest(
                      "kafka",
                      "test",
                      "transport",
                      ConfigFactory.parseString(slice(broker)).resolve(),
                      uplinks,
                      folder.resolve("data"),
                      Clock.systemUTC())));
      StartedTransport.join(transport.start());
      send(snappy, zstd);
      uplinks.awaitCount(2);
      WeakReference<ClassLoader> loader =
          Thread.getAllStackTraces().keySet().stream()
              .filter(each -> each.getName().equals("plugin-kafka"))
              .map(each -> new WeakReference<>(each.getContextClassLoader()))
              .findFirst()
              .orElseThrow();
      StartedTransport.join(transport.stop());
      assertThat(runtime.unload("kafka").orElseThrow().survivingThreads()).isEmpty();
      return loader;
    }
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

  /** Open files and sockets of the process; none where Linux does not tell. */
  private static long handles() throws IOException {
    Path all = Path.of("/proc/self/fd");
    if (!Files.isDirectory(all)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(all)) {
      return files.count();
    }
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
