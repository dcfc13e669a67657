package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.PluginSettings;
import io.integrationhost.runtime.TransportRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A packaged plugin that the host's own runtime loads, uses and unloads again and again: nothing of
 * it may stay, no class loader, no thread, no open file. For one thread, in a process in which
 * nothing else opens files meanwhile.
 *
 * <pre>{@code
 * new Reloads("tcp", root).run(5, (plugin, number) -> {
 *   Reloads.Served served = plugin.start("port: 0");
 *   ...
 *   served.uplinks().awaitCount(100);
 * });
 * }</pre>
 */
public final class Reloads {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What Java itself and the peers of a test may open meanwhile. */
  private static final int OTHER_FILES = 10;

  private final String pluginId;
  private final Path root;

  /** What is done between loading and unloading. */
  @FunctionalInterface
  public interface Round {

    /**
     * Uses the plugin. Transports that still run at the end are stopped.
     *
     * @param number of the round, from 0
     */
    void use(Loaded plugin, int number) throws Exception;
  }

  /** A transport that has started, and what it has published. */
  public record Served(HostedTransport transport, RecordedUplinks uplinks) {}

  /** The plugin in one of its class loaders. */
  public final class Loaded {

    private final PluginRuntime runtime;
    private final List<HostedTransport> started = new ArrayList<>();

    private Loaded(PluginRuntime runtime) {
      this.runtime = runtime;
    }

    /**
     * Starts a transport; waits until it has.
     *
     * @param slice its configuration
     */
    public Served start(String slice) {
      var uplinks = new RecordedUplinks();
      HostedTransport transport =
          StartedTransport.join(
              runtime.create(
                  new TransportRequest(
                      pluginId,
                      "test",
                      "transport-" + started.size(),
                      ConfigFactory.parseString(slice).resolve(),
                      uplinks,
                      root.resolve("data"),
                      Clock.systemUTC())));
      started.add(transport);
      StartedTransport.join(transport.start());
      return new Served(transport, uplinks);
    }
  }

  /**
   * For the jar that the system property {@code plugin.jar} names, as {@code plugin-parent} sets
   * it.
   *
   * @param root an empty directory of the test's own
   */
  public Reloads(String pluginId, Path root) {
    this.pluginId = pluginId;
    this.root = root;
  }

  /**
   * Loads the plugin so often.
   *
   * @throws AssertionError names the rounds whose class loaders stay; {@code -Dreloads.heap=FILE}
   *     says where a heap that shows why is written to
   */
  public void run(int times, Round round) throws Exception {
    Path plugins = Files.createDirectories(root.resolve("plugins"));
    Files.copy(Path.of(System.getProperty("plugin.jar")), plugins.resolve("plugin.jar"));
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    loaders.add(once(plugins, round, 0));
    long files = openFiles();
    for (int i = 1; i < times; i++) {
      loaders.add(once(plugins, round, i));
    }
    try {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                System.gc();
                return loaders.stream().allMatch(loader -> loader.get() == null);
              });
    } catch (ConditionTimeoutException stays) {
      throw new AssertionError(evidence(loaders), stays);
    }
    assertThat(threads()).extracting(Thread::getName).isEmpty();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(openFiles() - files).isLessThan(OTHER_FILES));
  }

  private WeakReference<ClassLoader> once(Path plugins, Round round, int number) throws Exception {
    try (var runtime =
        new PluginRuntime(PluginSettings.of(plugins, root.resolve("work" + number)))) {
      assertThat(runtime.load().rejected()).isEmpty();
      var loaded = new Loaded(runtime);
      round.use(loaded, number);
      WeakReference<ClassLoader> loader = loader();
      for (HostedTransport each : loaded.started) {
        StartedTransport.join(each.stop());
      }
      var report = runtime.unload(pluginId).orElseThrow();
      assertThat(report.failures()).isEmpty();
      assertThat(report.survivingThreads()).isEmpty();
      return loader;
    }
  }

  /** The plugin's lane has it for certain; other threads may have that of the test. */
  private WeakReference<ClassLoader> loader() {
    return threads().stream()
        .filter(thread -> thread.getName().equals("plugin-" + pluginId))
        .map(Thread::getContextClassLoader)
        .map(WeakReference::new)
        .findFirst()
        .orElseThrow();
  }

  private List<Thread> threads() {
    String name = "plugin-" + pluginId;
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().equals(name) || each.getName().startsWith(name + "-"))
        .toList();
  }

  private static String evidence(List<WeakReference<ClassLoader>> loaders) throws IOException {
    List<Integer> stay =
        IntStream.range(0, loaders.size())
            .filter(i -> loaders.get(i).get() != null)
            .boxed()
            .toList();
    String file = System.getProperty("reloads.heap", "");
    if (!file.isEmpty()) {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, true);
    }
    return "the loaders of these rounds stay: " + stay;
  }

  /** None where the system does not tell. */
  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
