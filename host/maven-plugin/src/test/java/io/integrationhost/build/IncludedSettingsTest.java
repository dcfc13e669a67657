package io.integrationhost.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IncludedSettingsTest {

  @TempDir private Path classes;

  private Path conf;

  @BeforeEach
  void packALibrary() throws IOException {
    conf = classes.resolve("plugin.conf");
    Path lib = Files.createDirectory(classes.resolve("lib"));
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(lib.resolve("kit.jar")))) {
      put(
          jar,
          "kit/tcp.conf",
          "# Connections at most.\nmaxConnections = 10\ninclude \"kit/tls.conf\"\n");
      put(jar, "kit/tls.conf", "tls {\n}\n");
      put(jar, "kit/loop.conf", "include \"kit/loop.conf\"\n");
    }
  }

  private static void put(JarOutputStream jar, String name, String text) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void replace(String text) throws IOException {
    Files.writeString(conf, text);
    new IncludedSettings(classes.resolve("lib")).replaceIn(conf);
  }

  @Test
  void aLineIsReplacedByTheFileOfALibraryWithItsComments() throws IOException {
    replace("port = 5000\ninner {\n  include \"kit/tcp.conf\"\n}\n");
    assertThat(conf)
        .hasContent(
            """
            port = 5000
            inner {
              # Connections at most.
              maxConnections = 10
              tls {
              }
            }
            """);
  }

  @Test
  void aFileWithoutIncludesStaysAsItIs() throws IOException {
    replace("port = 5000 # include \"nothing\"");
    assertThat(conf).hasContent("port = 5000 # include \"nothing\"");
  }

  @Test
  void aNameThatNoLibraryHasIsToldWithItsLine() {
    assertThatThrownBy(() -> replace("port = 1\ninclude \"kit/tpc.conf\"\n"))
        .hasMessageContaining("plugin.conf:2: include \"kit/tpc.conf\"")
        .hasMessageContaining("declare the library");
  }

  @Test
  void aCircleIsTold() {
    assertThatThrownBy(() -> replace("include \"kit/loop.conf\"\n"))
        .hasMessageContaining("nested too deep");
  }
}
