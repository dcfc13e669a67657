package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The plugin is loaded and unloaded while messages flow. {@code -Dmqtt.reloads=100} is the long
 * form; 2 is the default. When a class loader stays, {@code -Dmqtt.heap=FILE} names where the heap
 * is written to.
 */
@Isolated("counts threads and files of the process")
class ReloadIT {

  @TempDir private Path root;

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("plugin-mqtt"))
        .toList();
  }

  @Test
  void leavesNothing() throws Exception {
    int reloads = Integer.getInteger("mqtt.reloads", 2);
    Path plugins = Files.createDirectories(root.resolve("plugins"));
    Files.copy(Path.of(System.getProperty("plugin.jar")), plugins.resolve("plugin.jar"));
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    long files = 0;
    for (int i = 0; i < reloads; i++) {
      loaders.add(once(plugins, i));
      if (i == 0) {
        files = openFiles();
      }
    }
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                System.gc();
                return loaders.stream().allMatch(loader -> loader.get() == null);
              });
    } catch (ConditionTimeoutException stays) {
      throw new AssertionError(evidence(loaders), stays);
    }
    assertThat(threads()).isEmpty();
    assertThat(openFiles() - files).isLessThan(10);
  }

  /** Which of them stay, beside a heap that says why. */
  private static String evidence(List<WeakReference<ClassLoader>> loaders) throws IOException {
    List<Integer> stay =
        IntStream.range(0, loaders.size())
            .filter(i -> loaders.get(i).get() != null)
            .boxed()
            .toList();
    String file = System.getProperty("mqtt.heap", "");
    if (!file.isEmpty()) {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, true);
    }
    return "the loaders of these rounds stay: " + stay;
  }

  private WeakReference<ClassLoader> once(Path plugins, int number) throws Exception {
    try (var broker = new FakeBroker(number % 2 == 0);
        var runtime =
            new PluginRuntime(PluginSettings.of(plugins, root.resolve("work" + number)))) {
      assertThat(runtime.load().rejected()).isEmpty();
      var uplinks = new RecordedUplinks();
      HostedTransport transport =
          StartedTransport.join(
              runtime.create(
                  new TransportRequest(
                      "mqtt",
                      "test",
                      "transport",
                      ConfigFactory.parseString(
                              "{clientConfiguration {host = localhost, port = "
                                  + broker.port()
                                  + ", cleanSession = false, protocolVersion = "
                                  + (number % 2 == 0 ? "MQTT_5" : "MQTT_3_1_1")
                                  + "}, topicFilters = [{filter = \"#\", qos = 1}]}")
                          .resolve(),
                      uplinks,
                      root.resolve("data"),
                      Clock.systemUTC())));
      StartedTransport.join(transport.start());
      FakeBroker.Peer peer = broker.serve(false);
      var flows = new AtomicBoolean(true);
      var traffic =
          new Thread(
              () -> {
                try {
                  for (int id = 1; flows.get(); id++) {
                    peer.publish("plant/" + id % 50, "{\"a\": 1}", 1, id & 0x7FFF | 1, false);
                    peer.read();
                  }
                } catch (IOException left) {
                  flows.set(false);
                }
              });
      traffic.start();
      uplinks.awaitCount(100);
      List<WeakReference<ClassLoader>> loader =
          threads().stream()
              // The lane has it for certain; other threads may have that of the test.
              .filter(thread -> thread.getName().equals("plugin-mqtt"))
              .map(Thread::getContextClassLoader)
              .distinct()
              .map(WeakReference::new)
              .toList();
      assertThat(loader).hasSize(1);
      var unused =
          transport.downlink(
              new Downlink("pump", ContentType.TEXT, new byte[] {1}, Map.of("topic", "down")));
      StartedTransport.join(transport.stop());
      traffic.join(20_000);
      assertThat(traffic.isAlive()).isFalse();
      var report = runtime.unload("mqtt").orElseThrow();
      assertThat(report.failures()).isEmpty();
      assertThat(report.survivingThreads()).isEmpty();
      return loader.get(0);
    }
  }
}
