package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.PluginInfo;
import io.integrationhost.runtime.PluginReview;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.PluginSettings;
import io.integrationhost.runtime.TransportRequest;
import io.integrationhost.runtime.UnloadReport;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a host relies on in a plugin jar, as tests against the real plugin runtime. Extend it in a
 * class whose name ends in {@code IT}: it needs the packaged jar.
 */
public abstract class PackagedPluginContract {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path root;

  /** A slice that works, as JSON or HOCON; listeners should use a port that is free. */
  protected abstract String configuration();

  /** The jar; the one that the system property {@code plugin.jar} names. */
  protected Path jar() {
    return PackagedJar.fromProperty();
  }

  /** What the jar says of itself. */
  protected final Attributes manifest() throws IOException {
    try (var jar = new JarFile(jar().toFile())) {
      return jar.getManifest().getMainAttributes();
    }
  }

  /** The names of all that is in the jar. */
  protected final List<String> entries() throws IOException {
    try (var jar = new JarFile(jar().toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }

  /** The names of the libraries that the jar carries, such as {@code lib/kit-1.1.0.jar}. */
  protected final List<String> libraries() throws IOException {
    return entries().stream()
        .filter(name -> name.startsWith("lib/") && name.endsWith(".jar"))
        .toList();
  }

  /** The names of the classes that are the plugin's own. */
  protected final List<String> classes() throws IOException {
    return entries().stream().filter(name -> name.endsWith(".class")).toList();
  }

  @Test
  void aHostTakesTheJar() throws IOException {
    PluginReview review = PluginReview.of(jar(), Files.createDirectory(root.resolve("work")), 17);
    assertThat(review.problems()).as("what a host refuses").isEmpty();
    assertThat(review.warnings()).as("what users will miss").isEmpty();
  }

  @Test
  void knowsEveryKeyOfItsConfiguration() throws IOException {
    try (PluginRuntime runtime = runtime()) {
      HostedTransport transport = transport(runtime);
      assertThat(transport.warnings()).as("keys that plugin.conf does not list").isEmpty();
      StartedTransport.join(transport.stop());
    }
  }

  @Test
  void startsStopsAndLeavesNothing() throws IOException {
    Set<Thread> others = Set.copyOf(Thread.getAllStackTraces().keySet());
    WeakReference<ClassLoader> loader;
    try (PluginRuntime runtime = runtime()) {
      PluginInfo plugin = runtime.catalog().plugins().get(0);
      if (plugin.onDemand()) {
        assertThat(threadsOf(plugin, others)).as("threads while nobody needs it").isEmpty();
      }
      HostedTransport transport = transport(runtime);
      StartedTransport.join(transport.start());
      loader = loaderOf(transport.plugin(), others);
      StartedTransport.join(transport.stop());
      UnloadReport report = runtime.unload(transport.plugin().id()).orElseThrow();
      assertThat(report.failures()).as("failures while stopping").isEmpty();
      assertThat(report.survivingThreads()).as("threads after TransportPlugin.close()").isEmpty();
    }
    Awaitility.await(
            "the plugin's class loader to be collected; something of the plugin is still"
                + " referenced, such as a shutdown hook or a thread local of a thread it did not start")
        .atMost(PATIENCE)
        .until(() -> isCollected(loader));
  }

  private PluginRuntime runtime() throws IOException {
    Path plugins = Files.createDirectories(root.resolve("plugins"));
    Files.copy(jar(), plugins.resolve("plugin.jar"));
    PluginRuntime runtime =
        new PluginRuntime(PluginSettings.of(plugins, root.resolve("runtime-work")));
    assertThat(runtime.load().rejected()).as("what the host refused").isEmpty();
    return runtime;
  }

  private HostedTransport transport(PluginRuntime runtime) {
    return StartedTransport.join(
        runtime.create(
            new TransportRequest(
                runtime.catalog().plugins().get(0).id(),
                "test",
                "transport",
                ConfigFactory.parseString(configuration()).resolve(),
                new RecordedUplinks(),
                root.resolve("data"),
                Clock.systemUTC())));
  }

  /** The loader is the context class loader of the plugin's own thread. */
  private static WeakReference<ClassLoader> loaderOf(PluginInfo plugin, Set<Thread> others) {
    List<ClassLoader> loaders =
        threadsOf(plugin, others).stream().map(Thread::getContextClassLoader).toList();
    assertThat(loaders).as("threads named plugin-%s", plugin.id()).hasSize(1);
    return new WeakReference<>(loaders.get(0));
  }

  private static List<Thread> threadsOf(PluginInfo plugin, Set<Thread> others) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !others.contains(thread))
        .filter(thread -> thread.getName().equals("plugin-" + plugin.id()))
        .toList();
  }

  private static boolean isCollected(WeakReference<ClassLoader> loader) {
    System.gc();
    return loader.get() == null;
  }
}
