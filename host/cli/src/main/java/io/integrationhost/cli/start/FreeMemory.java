package io.integrationhost.cli.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory that another process could take without harm to this one: of the machine, and of the
 * control groups of a container or a service (Linux).
 *
 * @param root of the system; the empty path but for tests
 */
record FreeMemory(Path root) {

  static FreeMemory ofSystem() {
    return new FreeMemory(Path.of("/"));
  }

  /** Bytes; as much as can be where the system does not tell. */
  long bytes() {
    long free = value(root.resolve("proc/meminfo"), "MemAvailable:").orElse(Long.MAX_VALUE / 1024);
    long least = free * 1024;
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        least = Math.min(least, of("sys/fs/cgroup", parts[2], "memory.max", "memory.current"));
      } else if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("memory")) {
        least =
            Math.min(
                least,
                of(
                    "sys/fs/cgroup/memory",
                    parts[2],
                    "memory.limit_in_bytes",
                    "memory.usage_in_bytes"));
      }
    }
    return least;
  }

  /** In a group and all above it; inside a container only the topmost may be seen. */
  private long of(String base, String group, String limit, String usage) {
    long least = Long.MAX_VALUE;
    Path top = root.resolve(base).normalize();
    Path folder = top.resolve(group.substring(1)).normalize();
    while (folder.startsWith(top)) {
      OptionalLong most = number(folder.resolve(limit));
      OptionalLong used = number(folder.resolve(usage));
      if (most.isPresent() && used.isPresent()) {
        // The system gives these up when somebody needs the memory.
        long files =
            value(folder.resolve("memory.stat"), "total_inactive_file")
                .orElse(value(folder.resolve("memory.stat"), "inactive_file").orElse(0));
        least = Math.min(least, most.getAsLong() - used.getAsLong() + files);
      }
      folder = folder.getParent();
    }
    return least;
  }

  private static OptionalLong number(Path file) {
    return lines(file).stream()
        .limit(1)
        .filter(line -> line.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static OptionalLong value(Path file, String key) {
    return lines(file).stream()
        .map(line -> line.trim().split("\\s+"))
        .filter(words -> words.length >= 2 && words[0].equals(key))
        .filter(words -> words[1].matches("\\d{1,18}"))
        .mapToLong(words -> Long.parseLong(words[1]))
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }
}
