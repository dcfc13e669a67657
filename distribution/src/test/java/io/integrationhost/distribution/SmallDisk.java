package io.integrationhost.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory that can be filled; needs the right to mount one. */
final class SmallDisk implements AutoCloseable {

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /** Skips the test where nothing can be mounted. */
  static SmallDisk mount(Path directory, String options) throws IOException {
    Files.createDirectories(directory);
    String problem = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
    assumeTrue(problem.isEmpty(), "a small file system cannot be mounted here: " + problem);
    return new SmallDisk(directory);
  }

  Path directory() {
    return directory;
  }

  void fill() throws IOException {
    try (var out = Files.newOutputStream(filler())) {
      byte[] page = new byte[4096];
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      if (directory.toFile().getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  void free() throws IOException {
    Files.delete(filler());
  }

  @Override
  public void close() {
    run("umount", "-l", directory.toString());
  }

  private Path filler() {
    return directory.resolve("filler");
  }

  /** Empty when the command succeeded. */
  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.onExit().join().exitValue() == 0 ? "" : output;
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
