package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.runtime.trust.AllowList;
import io.integrationhost.runtime.trust.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugin jars in several directories: those of the operator, and those that were shipped. */
class PluginDirectoriesTest {

  private static final String GOOD = Acme.plugin().source();

  @TempDir Path root;

  private Path own;
  private Path shipped;

  @BeforeEach
  void create() throws IOException {
    // The later one by name comes first in the settings.
    own = Files.createDirectories(root.resolve("z-own"));
    shipped = Files.createDirectories(root.resolve("a-shipped"));
  }

  private PluginSettings settings(AllowList allow, Path... directories) {
    return new PluginSettings(
        List.of(directories),
        root.resolve("work"),
        TestHost.PATIENT,
        100,
        Duration.ofMillis(50),
        allow,
        1 << 20);
  }

  private PluginRuntime runtime() {
    return new PluginRuntime(settings(AllowList.everyJar(), own, shipped));
  }

  private static Path put(Path directory, String id, String version) throws IOException {
    Path part = PluginJar.of(id, version, GOOD).writeTo(directory.resolve(id + ".part"));
    Path jar = directory.resolve(id + ".jar");
    return Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void awaitFiles(PluginRuntime runtime, Path... files) {
    await()
        .atMost(TestHost.LONG)
        .untilAsserted(
            () ->
                assertThat(runtime.catalog().plugins())
                    .extracting(PluginInfo::file)
                    .containsExactly(files));
  }

  @Test
  void theNewestVersionServesWhateverItsDirectory() throws IOException {
    Path older = put(own, "acme", "1.9.0");
    Path newer = put(shipped, "acme", "1.10.0");
    Path twin = put(own, "zeta", "2.0.0");
    Path same = put(shipped, "zeta", "2.0.0");
    try (PluginRuntime runtime = runtime()) {
      PluginCatalog catalog = runtime.load();
      assertThat(catalog.rejected()).isEmpty();
      assertThat(catalog.plugins()).extracting(PluginInfo::file).containsExactly(newer, twin);
      assertThat(catalog.superseded()).extracting(SupersededJar::file).containsExactly(older, same);
    }
  }

  @Test
  void allDirectoriesAreWatched() throws IOException {
    Path first = put(shipped, "acme", "1.0.0");
    try (PluginRuntime runtime = runtime()) {
      runtime.load();
      runtime.watch(catalog -> java.util.concurrent.CompletableFuture.completedFuture(List.of()));
      awaitFiles(runtime, first);
      Path second = put(own, "acme", "1.0.1");
      awaitFiles(runtime, second);
      Path third = put(shipped, "acme", "1.0.2");
      awaitFiles(runtime, third);
      Files.delete(third);
      awaitFiles(runtime, second);
      Path moved = Files.move(second, shipped.resolve("acme.jar"));
      awaitFiles(runtime, moved);
      assertThat(runtime.catalog().rejected()).isEmpty();
    }
  }

  @Test
  void aDirectoryThatIsAwayIsToldAndKeepsNoOtherAway() throws IOException {
    Path jar = put(shipped, "acme", "1.0.0");
    Files.delete(own);
    try (PluginRuntime runtime = runtime()) {
      runtime.load();
      runtime.watch(catalog -> java.util.concurrent.CompletableFuture.completedFuture(List.of()));
      assertThat(runtime.catalog().plugins()).extracting(PluginInfo::file).containsExactly(jar);
      assertThat(runtime.catalog().rejected())
          .singleElement()
          .satisfies(
              told -> {
                assertThat(told.file()).isEqualTo(own);
                assertThat(told.reason()).contains("does not exist");
              });
      Files.createDirectory(own);
      await().atMost(TestHost.LONG).until(() -> runtime.catalog().rejected().isEmpty());
      Path newer = put(own, "acme", "1.1.0");
      awaitFiles(runtime, newer);
      // What was loaded from a directory that goes away stays.
      Files.move(own, root.resolve("gone"));
      await().atMost(TestHost.LONG).until(() -> !runtime.catalog().rejected().isEmpty());
      assertThat(runtime.catalog().plugins()).extracting(PluginInfo::file).containsExactly(newer);
    }
  }

  @Test
  void whatMayBeLoadedIsTheSameInAllDirectories() throws IOException {
    Path allowed = put(own, "acme", "1.0.0");
    Path other = put(shipped, "zeta", "1.0.0");
    AllowList allow = AllowList.only(Set.of(Fingerprint.of(allowed)), Set.of());
    Path nowhere = root.resolve("nowhere");
    assertThat(new PluginVerification(settings(allow, own, nowhere, shipped)).verifyAll())
        .satisfiesExactlyInAnyOrder(
            one -> {
              assertThat(one.file()).isEqualTo(allowed);
              assertThat(one.refused()).isEmpty();
            },
            two -> {
              assertThat(two.file()).isEqualTo(nowhere);
              assertThat(two.refused().orElseThrow().reason()).contains("does not exist");
            },
            three -> {
              assertThat(three.file()).isEqualTo(other);
              assertThat(three.refused().orElseThrow().reason()).contains("allow");
            });

    assumeThat(root.getFileSystem().supportedFileAttributeViews()).contains("posix");
    for (Path directory : List.of(own, shipped)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    assertThat(new PluginRights(settings(allow, own, shipped)).warnings())
        .anyMatch(warning -> warning.contains("plugins directory " + own))
        .anyMatch(warning -> warning.contains("plugins directory " + shipped));
  }
}
