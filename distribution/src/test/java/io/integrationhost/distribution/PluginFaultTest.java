package io.integrationhost.distribution;

import static io.integrationhost.distribution.Integrations.guide;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that fails harms its own integration only. */
final class PluginFaultTest {

  private static final String SOURCE =
      """
      package bad;

      import io.integrationhost.plugin.Transport;
      import io.integrationhost.plugin.TransportContext;
      import io.integrationhost.plugin.TransportPlugin;
      import java.util.concurrent.CompletableFuture;
      import java.util.concurrent.CompletionStage;

      public final class BadPlugin implements TransportPlugin {
        @Override
        public Transport create(TransportContext context) {
          return new Transport() {
            @Override
            public CompletionStage<Void> start() {
              throw new IllegalStateException("thrown on purpose");
            }

            @Override
            public CompletionStage<Void> stop() {
              return CompletableFuture.completedFuture(null);
            }
          };
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void aPluginThatThrowsInStartFailsOnlyItsIntegration() throws IOException {
    Path plugins = Files.createDirectories(directory.resolve("plugins"));
    copyTcpPlugin(plugins);
    packBadPlugin(plugins.resolve("bad-1.0.0.jar"));
    Files.writeString(plugins.resolve("notes.jar"), "this is no jar");
    int port = Integrations.freePort();
    try (Emulator emulator = Emulator.start(EmulatorSettings.builder().build())) {
      emulator.add(guide("good", port));
      emulator.add(
          guide("poor", port).toBuilder()
              .configuration(Integrations.custom("{\"plugins\": {\"bad\": {}}}"))
              .build());
      Path settings =
          Settings.write(
              directory,
              Settings.head(directory, emulator.port())
                  + """
                  plugins.directory = "%s"
                  integrations {
                    good { routing-key = good, secret = good-secret }
                    poor { routing-key = poor, secret = poor-secret }
                  }
                  """
                      .formatted(plugins));
      try (HostInside host = HostInside.start(settings)) {
        host.awaitLineWith("integration 'good' is RUNNING");
        host.awaitLine(
            line ->
                line.contains("integration 'poor' is FAILED")
                    && line.contains("thrown on purpose"));
        host.awaitLine(line -> line.contains("notes.jar") && line.contains("rejected"));
        try (DeviceConnection device = new DeviceConnection(port)) {
          assertThat(device.ask("1,2,3")).isEqualTo("OK");
        }
      }
    }
  }

  private static void copyTcpPlugin(Path plugins) throws IOException {
    try (Stream<Path> jars = Files.list(HostProcess.distribution().resolve("plugins"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, plugins.resolve(jar.getFileName().toString()));
      }
    }
  }

  private void packBadPlugin(Path jar) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///bad/BadPlugin.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return SOURCE;
          }
        };
    assertThat(
            compiler
                .getTask(
                    null,
                    null,
                    null,
                    List.of("-d", classes.toString(), "-proc:none"),
                    null,
                    List.of(source))
                .call())
        .isTrue();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("META-INF/services/io.integrationhost.plugin.TransportPlugin"));
      out.write("bad.BadPlugin\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          Files.copy(file, out);
        }
      }
    }
  }
}
