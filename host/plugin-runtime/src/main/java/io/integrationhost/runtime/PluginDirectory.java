package io.integrationhost.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A directory in which people put plugin jars. */
record PluginDirectory(Path path) {

  /** The jars by name. Hidden files and those with another ending are not looked at. */
  List<Path> jars() throws IOException {
    try (Stream<Path> children = Files.list(path)) {
      return children.filter(PluginDirectory::isJar).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isJar(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  /** What to tell when {@link #jars()} failed. */
  RejectedJar unreadable(IOException problem) {
    if (!Files.exists(path)) {
      return new RejectedJar(
          path,
          "this plugins directory does not exist",
          "create it and put plugin jars there, or correct the setting of the plugins directory");
    }
    return Files.isDirectory(path)
        ? new RejectedJar(
            path, "this plugins directory cannot be read (" + problem + ")", "check permissions")
        : new RejectedJar(
            path, "this is not a directory", "correct the setting of the plugins directory");
  }
}
