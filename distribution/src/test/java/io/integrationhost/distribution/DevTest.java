package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code dev} with the TCP plugin as its jar and as a folder of classes. */
final class DevTest {

  @TempDir Path root;

  private static String configuration() {
    return "{\"port\": %d, \"msgGenerationIntervalMs\": 100}".formatted(Integrations.freePort());
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(HostProcess.distribution().resolve("plugins"))) {
      return files.filter(file -> file.toString().contains("tcp")).findFirst().orElseThrow();
    }
  }

  @Test
  void showsWhatAPluginDeliversAndEnds() throws IOException, InterruptedException {
    try (HostProcess dev =
        HostProcess.start(
            "dev", "--plugin", jar().toString(), "--config", configuration(), "--messages", "3")) {
      assertThat(dev.exitCode()).isZero();
      assertThat(dev.lines()).anyMatch(line -> line.contains("Device B  text="));
    }
  }

  @Test
  void runsWhatIsCompiledAgain() throws IOException, InterruptedException {
    Path classes = Files.createDirectories(root.resolve("yard").resolve("target/classes"));
    unpack(jar(), classes);
    try (HostProcess dev =
        HostProcess.start("dev", "--plugin", classes.toString(), "--config", configuration())) {
      dev.awaitLineWith("Device B  text=");
      Files.writeString(classes.resolve("new.txt"), "as a compiler writes");
      dev.awaitLineWith("compiled again");
      dev.awaitLine(line -> line.matches(".*plugin tcp .* unloaded.*"));
      int reloaded = dev.lines().size();
      await()
          .atMost(HostProcess.PATIENCE)
          .until(
              () ->
                  dev.lines().stream().skip(reloaded).anyMatch(l -> l.contains("Device B  text=")));
      dev.terminate();
    }
  }

  @Test
  void endsWhenNothingCanArrive() throws IOException, InterruptedException {
    try (HostProcess dev =
        HostProcess.start(
            "dev", "--plugin", jar().toString(), "--config", "{\"port\": -1}", "--messages", "1")) {
      assertThat(dev.exitCode()).isOne();
      assertThat(dev.lines())
          .contains("nothing more can arrive, so that --messages would wait for ever");
    }
  }

  private static void unpack(Path jar, Path folder) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream().filter(entry -> !entry.isDirectory()).forEach(e -> unpack(file, e, folder));
    }
  }

  private static void unpack(JarFile jar, JarEntry entry, Path folder) {
    Path target = folder.resolve(entry.getName());
    try (InputStream in = jar.getInputStream(entry)) {
      Files.createDirectories(target.getParent());
      Files.copy(in, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
