package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The plugin is loaded and unloaded while it polls and writes. {@code -Dmodbus.reloads=100} is the
 * long form; 5 is the default.
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
        .filter(thread -> thread.getName().startsWith("plugin-modbus"))
        .toList();
  }

  @Test
  void leavesNothing() throws Exception {
    int reloads = Integer.getInteger("modbus.reloads", 5);
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
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              System.gc();
              return loaders.stream().allMatch(loader -> loader.get() == null);
            });
    assertThat(threads()).isEmpty();
    assertThat(openFiles() - files).isLessThan(10);
  }

  private WeakReference<ClassLoader> once(Path plugins, int number) throws Exception {
    try (var peer = new ModbusPeer();
        var runtime =
            new PluginRuntime(PluginSettings.of(plugins, root.resolve("work" + number)))) {
      assertThat(runtime.load().rejected()).isEmpty();
      var uplinks = new RecordedUplinks();
      HostedTransport transport =
          StartedTransport.join(
              runtime.create(
                  new TransportRequest(
                      "modbus",
                      "test",
                      "transport",
                      ConfigFactory.parseString(
                              "{connections: [{name: line, host: localhost, maxInFlight: 4, port: "
                                  + peer.port()
                                  + ", devices: [{name: \"m ${unit}\", units: 1-20, pollPeriod: 10,"
                                  + " points: [{key: p, register: holding, address: 1, type:"
                                  + " 16uint, write: true}]}]}], servers: [{port: 0, devices:"
                                  + " [{name: s, units: 1, points: [{key: p, register: holding,"
                                  + " address: 1, type: 16uint}]}]}]}")
                          .resolve(),
                      uplinks,
                      root.resolve("data"),
                      Clock.systemUTC())));
      StartedTransport.join(transport.start());
      uplinks.awaitCount(100);
      List<WeakReference<ClassLoader>> loader =
          threads().stream()
              // The lane has it for certain; other threads may have that of the test.
              .filter(thread -> thread.getName().equals("plugin-modbus"))
              .map(Thread::getContextClassLoader)
              .distinct()
              .map(WeakReference::new)
              .toList();
      assertThat(loader).hasSize(1);
      byte[] write = "{\"p\": 7}".getBytes(StandardCharsets.UTF_8);
      StartedTransport.join(
          transport.downlink(new Downlink("m 1", ContentType.JSON, write, Map.of())));
      // One more is under way when it stops.
      var unused = transport.downlink(new Downlink("m 2", ContentType.JSON, write, Map.of()));
      StartedTransport.join(transport.stop());
      var report = runtime.unload("modbus").orElseThrow();
      assertThat(report.failures()).isEmpty();
      assertThat(report.survivingThreads()).isEmpty();
      return loader.get(0);
    }
  }
}
