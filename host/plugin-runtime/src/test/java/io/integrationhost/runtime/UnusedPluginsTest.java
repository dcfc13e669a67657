package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars whose manifest tells whom they serve cost nothing before somebody needs them. */
class UnusedPluginsTest {

  @TempDir Path root;

  private TestHost host;

  /** For each catalog that an application was told, whether classes of idle were loaded then. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void makeHost() throws IOException {
    Files.createDirectories(root.resolve("plugins"));
    host = new TestHost(root, Duration.ofMillis(50));
  }

  @AfterEach
  void close() {
    host.close();
  }

  private PluginCatalog watch() {
    PluginCatalog catalog = host.runtime().load();
    host.runtime()
        .watch(
            now -> {
              told.add(installed(now) + (isLoaded() ? " loaded" : " not loaded"));
              return CompletableFuture.completedFuture(List.of());
            });
    return catalog;
  }

  private static String installed(PluginCatalog catalog) {
    return String.join(", ", catalog.plugins().stream().map(PluginInfo::label).toList());
  }

  private static boolean isLoaded() {
    return TestHost.thread("plugin-idle").isPresent();
  }

  private void put(String name, PluginJar jar) throws IOException {
    Path part = jar.writeTo(root.resolve("plugins").resolve(name + ".part"));
    Files.move(
        part, root.resolve("plugins").resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static PluginJar version(String version) {
    return version(version, Acme.plugin());
  }

  private static PluginJar broken(String version) {
    return version(
        version, Acme.plugin().with("constructor", "if (true) throw new Exception(\"no luck\");"));
  }

  private static PluginJar version(String version, Acme plugin) {
    String source = plugin.with("serves", "return Set.of(\"TCP\", \"a.B\");").source();
    return PluginJar.of("idle", version, source).manifest("Plugin-Serves", "TCP, a.B");
  }

  private void awaitInstalled(String plugins) {
    await().atMost(TestHost.LONG).until(() -> installed(host.runtime().catalog()).equals(plugins));
  }

  /** The catalog is new before anybody is told of it. */
  private void awaitTold(String... catalogs) {
    await().atMost(TestHost.LONG).untilAsserted(() -> assertThat(told).containsExactly(catalogs));
  }

  /** The class loaders of plugins that are alive after a collection. */
  private static long loaders() throws Exception {
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    return histogram
        .toString()
        .lines()
        .map(line -> line.trim().split("\\s+"))
        .filter(words -> words.length > 3 && words[3].equals("org.pf4j.PluginClassLoader"))
        .mapToLong(words -> Long.parseLong(words[1]))
        .sum();
  }

  @Test
  void anUnusedPluginIsListedAndNothingOfItIsLoaded() throws Exception {
    long before = loaders();
    put("idle", version("1.0.0"));
    PluginInfo plugin = watch().find("idle").orElseThrow();
    assertThat(plugin.label()).isEqualTo("idle 1.0.0");
    assertThat(plugin.serves()).isEqualTo(Set.of("TCP", "a.B"));
    assertThat(plugin.onDemand()).isTrue();
    assertThat(host.runtime().catalog().serving("TCP")).containsExactly(plugin);
    assertThat(loaders()).isEqualTo(before);
    assertThat(TestHost.threads("plugin-idle") + TestHost.threads("plugin-idle-done")).isZero();

    HostedTransport transport = host.create("idle");
    TestHost.get(transport.start());
    assertThat(loaders()).isEqualTo(before + 1);
    assertThat(TestHost.threads("plugin-idle")).isEqualTo(1);

    TestHost.get(transport.stop());
    assertThat(host.runtime().unload("idle")).isPresent();
    assertThat(isLoaded()).isFalse();
  }

  @Test
  void aJarWithoutTheLineIsLoadedAtTheStart() throws Exception {
    put("idle", Acme.plugin().jar("idle"));
    PluginInfo plugin = watch().find("idle").orElseThrow();
    assertThat(plugin.onDemand()).isFalse();
    assertThat(isLoaded()).isTrue();
  }

  @Test
  void anUnusedPluginIsReplacedWithoutBeingLoaded() throws Exception {
    put("idle", version("1.0.0"));
    watch();
    put("idle", version("1.1.0"));
    awaitInstalled("idle 1.1.0");
    put("idle-2", version("2.0.0"));
    awaitInstalled("idle 2.0.0");
    awaitTold("idle 1.1.0 not loaded", "idle 2.0.0 not loaded");
    assertThat(host.create("idle").plugin().version()).isEqualTo("2.0.0");
  }

  @Test
  void aPinnedVersionLoadsItselfOnly() throws Exception {
    put("idle-1", version("1.0.0"));
    put("idle-2", broken("2.0.0"));
    watch();
    assertThat(host.create("idle@1.0.0").plugin().version()).isEqualTo("1.0.0");
    assertThat(host.runtime().catalog().rejected()).isEmpty();
    put("idle-3", broken("3.0.0"));
    awaitInstalled("idle 3.0.0");
  }

  @Test
  void aUsedPluginIsReplacedByWhatLoads() throws Exception {
    put("idle", version("1.0.0"));
    watch();
    HostedTransport transport = host.create("idle");
    TestHost.get(transport.start());
    put("idle-2", broken("2.0.0"));
    await().atMost(TestHost.LONG).until(() -> !host.runtime().catalog().rejected().isEmpty());
    assertThat(host.runtime().catalog().rejected().get(0).message()).contains("no luck");
    assertThat(installed(host.runtime().catalog())).isEqualTo("idle 1.0.0");
    assertThat(TestHost.get(transport.health()).detail()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void whenAUsedVersionIsRemovedTheNextOneIsLoadedBeforeAnybodyIsTold() throws Exception {
    put("idle-1", version("1.0.0"));
    put("idle-2", broken("2.0.0"));
    put("idle-3", version("3.0.0"));
    watch();
    TestHost.get(host.create("idle").start());
    Files.delete(root.resolve("plugins/idle-3.jar"));
    awaitInstalled("idle 1.0.0");
    awaitTold("idle 1.0.0 loaded");
    assertThat(host.runtime().catalog().rejected().get(0).message()).contains("no luck");
    await().atMost(TestHost.LONG).until(() -> TestHost.threads("plugin-idle") == 1);
    assertThat(host.create("idle").plugin().version()).isEqualTo("1.0.0");
  }

  @Test
  void whatDoesNotLoadWhenItIsNeededMakesRoomForTheNextVersion() throws Exception {
    put("idle-1", version("1.0.0"));
    put("idle-2", broken("2.0.0"));
    assertThat(installed(watch())).isEqualTo("idle 2.0.0");
    PluginFailure failure =
        TestHost.failure(
            host.runtime()
                .create(host.request("idle", ConfigFactory.empty(), RecordedUplinks.storing())));
    assertThat(failure).hasMessageContaining("plugin idle 2.0.0").hasMessageContaining("no luck");
    awaitInstalled("idle 1.0.0");
    assertThat(host.runtime().catalog().rejected())
        .singleElement()
        .satisfies(jar -> assertThat(jar.message()).contains("idle-2.jar", "no luck"));
    awaitTold("idle 1.0.0 loaded");
    assertThat(host.create("idle").plugin().version()).isEqualTo("1.0.0");
  }

  @Test
  void aListOfAllPluginsTellsWhatDoesNotLoad() throws Exception {
    put("idle-1", version("1.0.0"));
    put("idle-2", broken("2.0.0"));
    PluginCatalog catalog = host.runtime().loadAll();
    assertThat(installed(catalog)).isEqualTo("idle 1.0.0");
    assertThat(catalog.rejected().get(0).message()).contains("no luck");
  }

  @Test
  void aReviewFindsAManifestThatSaysSomethingElse() throws Exception {
    Path jar =
        Acme.plugin()
            .with("serves", "return Set.of(\"UDP\");")
            .jar("idle")
            .manifest("Plugin-Serves", "TCP")
            .writeTo(root.resolve("idle.jar"));
    PluginReview review = PluginReview.of(jar, Files.createDirectory(root.resolve("review")), 17);
    assertThat(review.problems())
        .singleElement()
        .asString()
        .contains("its manifest says Plugin-Serves: [TCP], and serves() answers [UDP]");
  }
}
