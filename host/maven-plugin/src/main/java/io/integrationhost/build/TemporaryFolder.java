package io.integrationhost.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that lives as long as some work. */
final class TemporaryFolder {

  @FunctionalInterface
  interface Work<T> {
    T in(Path folder) throws IOException;
  }

  private TemporaryFolder() {}

  static <T> T with(Work<T> work) throws IOException {
    Path folder = Files.createTempDirectory("plugin-check");
    try {
      return work.in(folder);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(folder)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }
}
