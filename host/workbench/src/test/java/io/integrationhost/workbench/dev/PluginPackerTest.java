package io.integrationhost.workbench.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginPackerTest {

  private static final String SERVICES =
      "META-INF/services/io.integrationhost.plugin.TransportPlugin";

  @TempDir Path root;
  private Path classes;
  private Path plugins;

  @BeforeEach
  void compile() throws IOException {
    classes = Files.createDirectories(root.resolve("My_Plugin").resolve("target/classes"));
    plugins = Files.createDirectories(root.resolve("plugins"));
    write("acme/Acme.class", "1");
  }

  private void write(String name, String text) throws IOException {
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Path pack() throws IOException {
    return new PluginPacker(PluginSource.at(classes)).packInto(plugins);
  }

  @Test
  void packsAFolderUnderTheNameOfItsProject() throws IOException {
    assertThat(pack()).isEqualTo(plugins.resolve("my-plugin.jar"));
    assertThat(names()).containsExactly("META-INF/MANIFEST.MF", "acme/Acme.class");
    try (JarFile jar = new JarFile(plugins.resolve("my-plugin.jar").toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Plugin-Id"))
          .isEqualTo("my-plugin");
      // Else the host would warn of a jar that nobody but the packer made.
      assertThat(jar.getManifest().getMainAttributes().getValue("Plugin-Requires"))
          .matches("\\^\\d+\\.\\d+");
    }
  }

  @Test
  void keepsAManifestThatIsThere() throws IOException {
    write("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nPlugin-Id: own\n\n");
    pack();
    try (JarFile jar = new JarFile(plugins.resolve("my-plugin.jar").toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Plugin-Id")).isEqualTo("own");
    }
  }

  @Test
  void takesLibrariesFromTargetDependencyUnlessTheFolderHasItsOwn() throws IOException {
    Path dependency = Files.createDirectories(classes.resolveSibling("dependency"));
    Files.writeString(dependency.resolve("a.jar"), "a");
    pack();
    assertThat(names()).contains("lib/a.jar");
    write("lib/b.jar", "b");
    pack();
    assertThat(names()).contains("lib/b.jar").doesNotContain("lib/a.jar");
  }

  @Test
  void equalContentMakesAnEqualJarAndNothingElseIsLeft() throws IOException {
    byte[] first = Files.readAllBytes(pack());
    Files.setLastModifiedTime(
        classes.resolve("acme/Acme.class"), FileTime.from(Instant.ofEpochSecond(1_000_000_000)));
    assertThat(Files.readAllBytes(pack())).isEqualTo(first);
    try (Stream<Path> files = Files.list(plugins)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void noticesAChangeOnceWhenItStandsStill() throws IOException {
    write(SERVICES, "acme.Acme # the plugin\n");
    SourceWatch watch = new SourceWatch(PluginSource.at(classes));
    assertThat(watch.hasChanged()).isFalse();
    write("acme/Acme.class", "22");
    assertThat(watch.hasChanged()).isFalse();
    write("acme/Other.class", "333");
    assertThat(watch.hasChanged()).isFalse();
    assertThat(watch.hasChanged()).isTrue();
    assertThat(watch.hasChanged()).isFalse();
  }

  @Test
  void waitsWhileACompilerHasTakenThePluginAway() throws IOException {
    write(SERVICES, "acme.Acme\n");
    SourceWatch watch = new SourceWatch(PluginSource.at(classes));
    Files.delete(classes.resolve("acme/Acme.class"));
    assertThat(looks(watch, 30)).isZero();
    write("acme/Acme.class", "22");
    assertThat(looks(watch, 2)).isEqualTo(2);
    Files.delete(classes.resolve("acme/Acme.class"));
    // Nobody puts it back: the host is to say what is missing.
    assertThat(looks(watch, 100)).isBetween(30, 60);
    assertThat(looks(watch, 100)).isZero();
  }

  /** The number of the look that saw a change; 0 if none of so many did. */
  private static int looks(SourceWatch watch, int most) {
    for (int look = 1; look <= most; look++) {
      if (watch.hasChanged()) {
        return look;
      }
    }
    return 0;
  }

  private List<String> names() throws IOException {
    try (JarFile jar = new JarFile(plugins.resolve("my-plugin.jar").toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }
}
