package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of the plugins directory that are no jars: each is told, and none hides the others. */
class OddFilesTest {

  private static final Duration POLL = Duration.ofMillis(50);

  @TempDir Path root;

  private Path file(String name) throws IOException {
    return Files.createDirectories(root.resolve("plugins")).resolve(name);
  }

  private void good(String id) throws IOException {
    Acme.plugin().jar(id).writeTo(file(id + ".jar"));
  }

  private static List<String> ids(PluginCatalog catalog) {
    return catalog.plugins().stream().map(PluginInfo::id).toList();
  }

  @Test
  void linksThatLeadNowhereAreToldAndTheOthersLoad() throws Exception {
    good("before");
    good("zebra");
    Files.createSymbolicLink(file("loop.jar"), Path.of("loop.jar"));
    Files.createSymbolicLink(file("nothing.jar"), Path.of("gone.jar"));
    Files.createDirectory(file("folder.jar"));
    Files.createSymbolicLink(file("first.jar"), Path.of("second.jar"));
    Files.createSymbolicLink(file("second.jar"), Path.of("first.jar"));
    try (TestHost host = new TestHost(root, POLL)) {
      PluginCatalog catalog = host.runtime().load();
      assertThat(ids(catalog)).containsExactly("before", "zebra");
      assertThat(catalog.rejected())
          .extracting(jar -> jar.file().getFileName().toString())
          .containsExactly("first.jar", "folder.jar", "loop.jar", "nothing.jar", "second.jar");
      assertThat(catalog.rejected().get(2).message())
          .contains(
              "loop.jar: is a symbolic link that leads to no file", "let it point to the jar");
    }
  }

  @Test
  void aLinkThatComesWhileTheHostRunsHidesNoChange() throws Exception {
    good("before");
    try (TestHost host = new TestHost(root, POLL)) {
      host.runtime().load();
      host.runtime().watch(catalog -> CompletableFuture.completedFuture(List.of()));
      Files.createSymbolicLink(file("loop.jar"), Path.of("loop.jar"));
      good("later");
      await()
          .atMost(TestHost.LONG)
          .untilAsserted(
              () -> {
                assertThat(ids(host.runtime().catalog())).containsExactly("before", "later");
                assertThat(host.runtime().catalog().rejected()).hasSize(1);
              });
      Files.delete(file("loop.jar"));
      await().atMost(TestHost.LONG).until(() -> host.runtime().catalog().rejected().isEmpty());
    }
  }

  @Test
  void aListenerThatThrowsKeepsNoJarAway() throws Exception {
    Files.createDirectories(root.resolve("plugins"));
    List<PluginCatalog> told = new CopyOnWriteArrayList<>();
    try (TestHost host = new TestHost(root, POLL)) {
      host.runtime().load();
      host.runtime()
          .watch(
              catalog -> {
                told.add(catalog);
                if (told.size() == 1) {
                  throw new AssertionError("once");
                }
                return CompletableFuture.completedFuture(List.of());
              });
      good("first");
      await().atMost(TestHost.LONG).until(() -> told.size() == 1);
      good("second");
      await().atMost(TestHost.LONG).until(() -> told.size() == 2);
      assertThat(ids(host.runtime().catalog())).containsExactly("first", "second");
    }
  }

  @Test
  void aRejectedJarIsFoundByThePluginThatItHolds() throws Exception {
    good("other");
    PluginJar.empty()
        .manifest("Plugin-Id", "modbus")
        .manifest("Plugin-Requires", "^2.0.0")
        .source("acme.Acme", Acme.plugin().source())
        .service("acme.Acme")
        .writeTo(file("b.jar"));
    Files.write(file("c.jar"), new byte[] {1, 2, 3});
    try (TestHost host = new TestHost(root, POLL)) {
      PluginCatalog catalog = host.runtime().load();
      assertThat(catalog.rejectedFor("modbus"))
          .contains("b.jar: was built for plugin API 2.0")
          .doesNotContain("c.jar");
      // Nobody knows what is in that one.
      assertThat(catalog.rejectedFor("bacnet")).contains("c.jar").doesNotContain("b.jar");
      assertThat(catalog.rejectedFor("")).contains("b.jar", "c.jar");
    }
  }
}
