package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UnloadTest {

  @TempDir Path root;

  private static void assertCollected(WeakReference<?> reference) {
    await()
        .atMost(TestHost.LONG)
        .until(
            () -> {
              System.gc();
              return reference.get() == null;
            });
  }

  @Test
  void nothingOfThePluginIsLeftWhateverTheHostKeeps() throws Exception {
    CompletableFuture<Receipt> unanswered = new CompletableFuture<>();
    Acme plugin =
        Acme.plugin()
            .members(
                "static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();"
                    + " static class Odd extends RuntimeException {}")
            .with(
                "start",
                "LOCAL.set(new Object() {});"
                    + " say(context, \"pending\").whenComplete((r, e) -> LOCAL.set(context));"
                    + " context.scheduler().scheduleAtFixedRate(() -> {}, 1, 1,"
                    + " TimeUnit.MILLISECONDS);"
                    + " context.scheduler().schedule(() -> {}, 1, TimeUnit.HOURS);"
                    + " return done();")
            .with("health", "throw new Odd();")
            .with("downlink", "return CompletableFuture.failedFuture(new Odd());");
    PluginJar jar =
        plugin
            .jar("lodger")
            .text("plugin.conf", "port = 1")
            .library("empty.jar", PluginJar.empty());
    try (TestHost host = new TestHost(root).load(jar)) {
      List<Object> kept = new ArrayList<>(List.of(host.runtime().catalog()));
      HostedTransport transport = host.create("lodger", new RecordedUplinks(uplink -> unanswered));
      kept.add(transport);
      TestHost.get(transport.start());
      kept.add(TestHost.get(transport.health()));
      WeakReference<ClassLoader> loader = new WeakReference<>(TestHost.loaderOf("lodger"));

      UnloadReport report = host.runtime().unload("lodger").orElseThrow();

      assertThat(report.isClean()).isTrue();
      assertCollected(loader);
      assertThat(TestHost.thread("plugin-lodger")).isEmpty();
      assertThat(TestHost.thread("plugin-lodger-done")).isEmpty();
      assertThat(kept).hasSize(3);
      assertThat(unanswered).isNotDone();
    }
  }

  /** Java 17 keeps the class of the record whose methods were linked last. */
  @Test
  void recordsKeepNoPlugin() throws Exception {
    PluginJar jar =
        Acme.plugin()
            .members("record Odd(Odd next, int number) {}")
            .with(
                "start",
                "Odd one = new Odd(null, 1); Odd other = new Odd(one, 2);"
                    + " return done().thenRun(() -> say(context, one.equals(other) + \"\""
                    + " + one.hashCode() + other));")
            .jar("records");
    try (TestHost host = new TestHost(root).load(jar)) {
      TestHost.get(host.create("records").start());
      WeakReference<ClassLoader> loader = new WeakReference<>(TestHost.loaderOf("records"));
      assertThat(host.runtime().unload("records").orElseThrow().isClean()).isTrue();
      assertCollected(loader);
    }
  }

  @Test
  void aRejectedPluginIsCollectedToo() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    Acme plugin =
        Acme.plugin()
            .members("static class Odd extends RuntimeException {}")
            .with(
                "constructor",
                "while (System.getProperty(\"guest.go\") == null) Thread.onSpinWait();"
                    + " throw new Odd();");
    plugin.jar("guest").writeTo(root.resolve("plugins/acme.jar"));
    try (TestHost host = new TestHost(root)) {
      CompletableFuture<PluginCatalog> loading =
          CompletableFuture.supplyAsync(() -> host.runtime().load());
      await().atMost(TestHost.LONG).until(() -> TestHost.thread("plugin-guest").isPresent());
      TestHost.thread("plugin-guest")
          .ifPresent(thread -> loaders.add(new WeakReference<>(thread.getContextClassLoader())));
      System.setProperty("guest.go", "yes");
      assertThat(TestHost.get(loading).rejected()).hasSize(1);
      assertThat(loaders).hasSize(1);
      assertCollected(loaders.get(0));
    } finally {
      System.clearProperty("guest.go");
    }
  }

  @Test
  void aThreadThatIsLeftRunningIsNamed() throws Exception {
    String leak =
        "Thread leak = new Thread(Acme::block, \"acme-worker\");"
            + " leak.setDaemon(true); leak.start(); return done();";
    try (TestHost host = new TestHost(root).load(Acme.plugin().with("start", leak).jar("acme"))) {
      TestHost.get(host.create("acme").start());
      UnloadReport report = host.runtime().unload("acme").orElseThrow();
      assertThat(report.isClean()).isFalse();
      assertThat(report.survivingThreads())
          .singleElement()
          .asString()
          .startsWith("thread 'acme-worker' at ")
          .contains("acme.Acme.block");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noFileOfThePluginsDirectoryIsEverOpenAndNoCopyAfterwards() throws Exception {
    PluginJar jar =
        Acme.plugin()
            .with(
                "start",
                "try (var in = Acme.class.getResource(\"/plugin.conf\").openStream()) {"
                    + " say(context, in.read() + \"\"); }"
                    + " catch (java.io.IOException e) { throw new IllegalStateException(e); }"
                    + " return done();")
            .jar("acme")
            .text("plugin.conf", "port = 1")
            .library("empty.jar", PluginJar.empty());
    try (TestHost host = new TestHost(root).load(jar)) {
      TestHost.get(host.create("acme").start());
      assertThat(openFilesBelow(host.plugins())).isEmpty();
      Files.writeString(host.plugins().resolve("plugin0.jar"), "overwritten");
      TestHost.get(host.create("acme").start());
      host.runtime().unload("acme");
      assertThat(openFilesBelow(root)).isEmpty();
      assertThat(root.resolve("work/staged")).isEmptyDirectory();
    }
  }

  private static List<Path> openFilesBelow(Path directory) throws IOException {
    Path real = directory.toRealPath();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.map(UnloadTest::target).filter(path -> path.startsWith(real)).toList();
    }
  }

  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return descriptor;
    }
  }

  @Test
  void createDuringUnloadIsRefusedOrStopped() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    RecordedUplinks uplinks =
        new RecordedUplinks(
            uplink -> {
              closing.countDown();
              return CompletableFuture.completedFuture(new Receipt.Stored());
            });
    Acme plugin =
        Acme.plugin()
            .with(
                "stop",
                "say(context, \"stopping\"); CompletableFuture<Void> later ="
                    + " new CompletableFuture<>(); context.scheduler().schedule(() ->"
                    + " later.complete(null), 500, TimeUnit.MILLISECONDS); return later;");
    try (TestHost host = new TestHost(root).load(plugin.jar("acme"))) {
      TestHost.get(host.create("acme", uplinks).start());
      CompletableFuture<UnloadReport> unloading =
          CompletableFuture.supplyAsync(() -> host.runtime().unload("acme").orElseThrow());
      assertThat(closing.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(
              TestHost.failure(
                  host.runtime().create(host.request("acme", ConfigFactory.empty(), uplinks))))
          .hasMessageContaining("acme");
      assertThat(TestHost.get(unloading).isClean()).isTrue();
    }
  }

  @Test
  void callsThatWaitAreFailedWhenTheRuntimeCloses() throws Exception {
    CompletionStage<Void> downlink;
    PluginJar jar = Acme.plugin().with("downlink", "return never();").jar("acme");
    try (TestHost host = new TestHost(root).load(jar)) {
      HostedTransport transport = host.create("acme");
      TestHost.get(transport.start());
      downlink = transport.downlink(new Downlink("d", ContentType.TEXT, new byte[0], Map.of()));
    }
    assertThat(downlink.toCompletableFuture()).isDone();
    assertThat(TestHost.failure(downlink))
        .hasMessageContaining("the plugin was unloaded before it answered");
  }

  @Test
  void ofTwoFilesWithOneIdTheHigherVersionIsLoaded() {
    String source = Acme.plugin().source();
    PluginJar.of("acme", "1.9.0", source).writeTo(root.resolve("plugins/a.jar"));
    PluginJar.of("acme", "1.10.0", source).writeTo(root.resolve("plugins/b.jar"));
    PluginJar.of("acme", "1.10.0-rc.1", source).writeTo(root.resolve("plugins/c.jar"));
    PluginJar.of(
            "acme", "2.0.0", Acme.plugin().with("constructor", "throw new Exception();").source())
        .writeTo(root.resolve("plugins/d.jar"));
    try (TestHost host = new TestHost(root)) {
      PluginCatalog catalog = host.runtime().load();
      assertThat(catalog.plugins()).extracting(PluginInfo::label).containsExactly("acme 1.10.0");
      assertThat(catalog.superseded())
          .extracting(SupersededJar::version)
          .containsExactly("1.10.0-rc.1", "1.9.0");
      assertThat(catalog.superseded().get(0).message())
          .contains("c.jar: plugin acme 1.10.0-rc.1 is superseded by", "b.jar", "delete");
      assertThat(catalog.rejected())
          .extracting(rejected -> rejected.file().getFileName().toString())
          .containsExactly("d.jar");
    }
  }

  @Test
  void aMissingDirectoryIsAClearResult() {
    try (TestHost host = new TestHost(root)) {
      assertThat(host.runtime().load().rejected())
          .singleElement()
          .extracting(RejectedJar::message)
          .asString()
          .contains("plugins: this plugins directory does not exist", "create it");
      assertThat(host.runtime().unload("acme")).isEmpty();
    }
  }

  @Test
  void aPlainJarWorks() throws Exception {
    PluginJar.empty()
        .source("acme.Acme", Acme.plugin().source())
        .service("acme.Acme # the plugin")
        .writeTo(root.resolve("plugins/my-lines-1.2.jar"));
    try (TestHost host = new TestHost(root)) {
      assertThat(host.runtime().load().plugins())
          .singleElement()
          .satisfies(
              plugin -> {
                assertThat(plugin.label()).isEqualTo("my-lines 1.2.0");
                assertThat(plugin.apiVersionRequired()).isEmpty();
              });
      TestHost.get(host.create("my-lines").start());
    }
  }
}
