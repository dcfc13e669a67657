package io.integrationhost.plugins.rabbitmq;

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
 * The plugin in a class loader of its own, loaded and thrown away under traffic again and again.
 * {@code -Dreloads=100} sets how often.
 */
class ReloadTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SPARE_FILES = 10;

  private final int reloads = Integer.getInteger("reloads", 5);

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
    try (FakeBroker broker = new FakeBroker()) {
      loaders.add(useOnce(broker));
      long files = files();
      for (int i = 1; i < reloads; i++) {
        loaders.add(useOnce(broker));
      }
      assertThat(ours()).isEmpty();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(files()).isLessThan(files + SPARE_FILES));
    }
    await("class loaders to be collected")
        .atMost(PATIENCE)
        .until(
            () -> {
              System.gc();
              return loaders.stream().allMatch(each -> each.get() == null);
            });
  }

  private static WeakReference<ClassLoader> useOnce(FakeBroker broker) throws Exception {
    try (var loader = new URLClassLoader(jars(), new HostLoader())) {
      Class<?> type = loader.loadClass(RabbitPlugin.class.getName());
      assertThat(type).isNotSameAs(RabbitPlugin.class);
      try (var plugin = (TransportPlugin) type.getConstructor().newInstance();
          FakeContext context =
              FakeContext.of(
                  "clientConfiguration { host: 127.0.0.1, queues: q, downlinkTopic: k, port: "
                      + broker.port()
                      + "}");
          StartedTransport started = StartedTransport.start(plugin, context)) {
        broker.deliver("1");
        context.uplinks().awaitCount(1);
        StartedTransport.join(started.downlink("valve", new byte[] {1}));
      }
      return new WeakReference<>(loader);
    }
  }

  /** Ours, the kit and the library. */
  private static URL[] jars() throws Exception {
    List<URL> jars = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(each).toAbsolutePath();
      boolean isOurs = path.equals(own());
      boolean isKit = path.toString().contains(File.separator + "kit" + File.separator);
      if (isOurs || isKit || path.getFileName().toString().startsWith("amqp-client")) {
        jars.add(path.toUri().toURL());
      }
    }
    assertThat(jars).hasSize(3);
    return jars.toArray(URL[]::new);
  }

  private static Path own() throws Exception {
    return Path.of(RabbitPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<String> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("plugin-rabbitmq-") || name.startsWith("AMQP "))
        .toList();
  }

  private static long files() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
