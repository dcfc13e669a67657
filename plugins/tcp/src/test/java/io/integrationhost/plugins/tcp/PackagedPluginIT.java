package io.integrationhost.plugins.tcp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportPlugin;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, loaded as the host loads it. */
class PackagedPluginIT {

  private static final Path JAR = Path.of(System.getProperty("plugin.jar"));
  private static final Pattern PORT = Pattern.compile("port (\\d+)");

  @TempDir Path staged;

  @Test
  void describesItself() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Plugin-Id")).isEqualTo("tcp");
      assertThat(manifest.getValue("Plugin-Version")).matches("\\d+\\.\\d+\\.\\d+.*");
      assertThat(manifest.getValue("Plugin-Requires")).isEqualTo("^1.0");
      assertThat(manifest.getValue("Plugin-Description")).isNotBlank();
      assertThat(manifest.getValue("Plugin-Provider")).isNotBlank();
      assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
      assertThat(jar.getEntry("plugin.conf")).isNotNull();
    }
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertThat(names)
          .filteredOn(name -> name.startsWith("lib/") && name.endsWith(".jar"))
          .isNotEmpty()
          .allMatch(name -> name.startsWith("lib/netty-"));
      assertThat(names)
          .filteredOn(name -> name.endsWith(".class"))
          .allMatch(name -> name.startsWith("io/integrationhost/plugins/tcp/"));
    }
  }

  @Test
  void runsInAClassLoaderOfItsOwnAndGoesAway() throws Exception {
    WeakReference<ClassLoader> loader = runOnce();
    await()
        .atMost(20, SECONDS)
        .until(
            () -> {
              System.gc();
              return loader.get() == null;
            });
  }

  /** One life of the plugin on a thread of its own, which ends with it. */
  private WeakReference<ClassLoader> runOnce() throws Exception {
    URL[] urls = stage();
    var done = new CompletableFuture<WeakReference<ClassLoader>>();
    var lane =
        new Thread(
            () -> {
              try (var loader = new URLClassLoader("plugin", urls, new ApiOnly())) {
                talk(loader);
                done.complete(new WeakReference<>(loader));
              } catch (IOException | RuntimeException | Error e) {
                done.completeExceptionally(new CompletionException(e.toString(), e));
              }
            },
            "lane");
    lane.start();
    WeakReference<ClassLoader> loader = done.get(30, SECONDS);
    lane.join(10_000);
    return loader;
  }

  private static void talk(ClassLoader loader) throws IOException {
    try (TransportPlugin plugin =
        ServiceLoader.load(TransportPlugin.class, loader).findFirst().orElseThrow()) {
      assertThat(plugin.getClass().getClassLoader()).isSameAs(loader);
      assertThat(plugin.serves())
          .containsExactlyInAnyOrder(
              "TCP", "org.thingsboard.integration.custom.basic.CustomIntegration");
      var uplinks = new RecordingUplinks();
      Transport transport = plugin.create(new FakeContext(config(loader), uplinks));
      transport.start().toCompletableFuture().orTimeout(20, SECONDS).join();
      Matcher port = PORT.matcher(transport.health().detail());
      assertThat(port.find()).isTrue();
      try (var device = new TestDevice(Integer.parseInt(port.group(1)))) {
        device.ask(TestDevice.GREETING + "\n", TestDevice.GREETED + "\n");
        device.ask("25,40,94\n", "OK\n");
      }
      transport.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
      assertThat(uplinks.texts()).contains("25,40,94");
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Config config(ClassLoader loader) throws IOException {
    try (var defaults =
        new InputStreamReader(loader.getResourceAsStream("plugin.conf"), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseString("{port: 0, msgGenerationIntervalMs: 20}")
          .withFallback(ConfigFactory.parseReader(defaults))
          .resolve();
    }
  }

  private URL[] stage() throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(JAR.toUri().toURL());
    try (var jar = new JarFile(JAR.toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".jar")).toList()) {
        Path library = staged.resolve(Path.of(entry.getName()).getFileName().toString());
        try (var in = jar.getInputStream(entry)) {
          Files.copy(in, library);
        }
        urls.add(library.toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }

  /** Shows what the host shows to a plugin. */
  private static final class ApiOnly extends ClassLoader {

    ApiOnly() {
      super("api", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      boolean shown =
          name.startsWith("io.integrationhost.plugin.")
              || name.startsWith("org.slf4j.")
              || name.startsWith("com.typesafe.config.");
      if (!shown) {
        throw new ClassNotFoundException(name);
      }
      return PackagedPluginIT.class.getClassLoader().loadClass(name);
    }
  }
}
