package io.integrationhost.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process takes, as Linux tells it.
 *
 * @param residentBytes memory that is in use, shared pages counted in full
 * @param proportionalBytes the same, shared pages divided among those who share them
 */
record ProcessCost(long residentBytes, long proportionalBytes, long threads) {

  static final ProcessCost NOTHING = new ProcessCost(0, 0, 0);

  static ProcessCost of(long pid) {
    Path directory = Path.of("/proc", String.valueOf(pid));
    return new ProcessCost(
        1024 * value(directory.resolve("status"), "VmRSS:"),
        1024 * value(directory.resolve("smaps_rollup"), "Pss:"),
        value(directory.resolve("status"), "Threads:"));
  }

  /** Memory that the system could still give to programs. */
  static long availableBytes() {
    return 1024 * value(Path.of("/proc/meminfo"), "MemAvailable:");
  }

  ProcessCost plus(ProcessCost other) {
    return new ProcessCost(
        residentBytes + other.residentBytes,
        proportionalBytes + other.proportionalBytes,
        threads + other.threads);
  }

  private static long value(Path file, String key) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow(() -> new BenchException(file + " has no line " + key));
    } catch (IOException e) {
      throw new BenchException(
          "memory and threads of a process cannot be read from "
              + file
              + ": the scenario density needs Linux, and processes that keep running",
          e);
    }
  }
}
