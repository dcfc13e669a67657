package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The plugin with its libraries in a class loader of its own, loaded and thrown away under traffic
 * again and again, with two integrations that share its threads. {@code -Dopcua.reloads=100} sets
 * how often.
 */
class ReloadTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SPARE_FILES = 10;

  private final int reloads = Integer.getInteger("opcua.reloads", 2);

  /** Shows what a host shows of itself to a plugin, and the JDK. */
  private static final class HostLoader extends ClassLoader {
    private final ClassLoader tests = HostLoader.class.getClassLoader();

    HostLoader() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      boolean isShown =
          Stream.of("io.integrationhost.plugin.", "org.slf4j.", "com.typesafe.config.")
              .anyMatch(name::startsWith);
      if (!isShown) {
        throw new ClassNotFoundException(name);
      }
      return tests.loadClass(name);
    }
  }

  @Test
  void leavesNoThreadFileOrLoaderBehind() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    Pumps pumps = Pumps.shared();
    loaders.add(useOnce(pumps, 0));
    long files = files();
    for (int i = 1; i < reloads; i++) {
      loaders.add(useOnce(pumps, i));
    }
    pumps.set("Line1.Pump1.Flow", 12.5);
    assertThat(ours()).isEmpty();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(files()).isLessThan(files + SPARE_FILES));
    await("class loaders to be collected")
        .atMost(PATIENCE)
        .until(
            () -> {
              System.gc();
              return loaders.stream().allMatch(each -> each.get() == null);
            });
  }

  private static WeakReference<ClassLoader> useOnce(Pumps pumps, int number) throws Exception {
    try (var loader = new URLClassLoader(jars(), new HostLoader())) {
      Class<?> type = loader.loadClass(OpcUaPlugin.class.getName());
      assertThat(type).isNotSameAs(OpcUaPlugin.class);
      try (var plugin = (TransportPlugin) type.getConstructor().newInstance();
          StartedTransport first =
              StartedTransport.start(plugin, FakeContext.of(pumps.slice("")))) {
        try (StartedTransport second =
            StartedTransport.start(plugin, FakeContext.of(pumps.slice("")))) {
          second.uplinks().awaitCount(2);
        }
        // The other one's end has not taken the threads away that both use.
        first.uplinks().awaitCount(2);
        pumps.set("Line1.Pump1.Flow", 1000.0 + number);
        first.uplinks().awaitCount(3);
      }
      return new WeakReference<>(loader);
    }
  }

  /** Ours, the kit and the libraries. */
  private static URL[] jars() throws Exception {
    List<URL> jars = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(each).toAbsolutePath();
      String name = path.getFileName().toString();
      boolean isOurs = path.equals(own());
      boolean isKit = path.toString().contains(File.separator + "kit" + File.separator);
      boolean isLibrary =
          Stream.of("milo-", "bc", "netty-", "strict-machine", "jspecify")
              .anyMatch(name::startsWith);
      if (isOurs || isKit || isLibrary) {
        jars.add(path.toUri().toURL());
      }
    }
    return jars.toArray(URL[]::new);
  }

  private static Path own() throws Exception {
    return Path.of(OpcUaPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<String> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("plugin-opcua-"))
        .toList();
  }

  private static long files() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
