package io.integrationhost.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process takes that must not grow, after garbage collections. For Linux.
 *
 * @param loaders class loaders of plugins
 * @param threads of the process, those of the virtual machine too
 * @param files open file descriptors
 * @param metaspaceKilobytes used by classes
 */
record Footprint(long loaders, long threads, long files, long metaspaceKilobytes) {

  private static final Pattern LOADERS =
      Pattern.compile("\\s+(\\d+)\\s+\\d+\\s+org\\.pf4j\\.PluginClassLoader\\b");
  private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used\\s+(\\d+)K");

  static Footprint of(HostProcess host) throws IOException, InterruptedException {
    String told = jcmd(host);
    Path process = Path.of("/proc", String.valueOf(host.pid()));
    return new Footprint(
        number(LOADERS, told),
        count(process.resolve("task")),
        count(process.resolve("fd")),
        number(METASPACE, told));
  }

  private static String jcmd(HostProcess host) throws IOException, InterruptedException {
    Path commands = Files.createTempFile("jcmd", ".txt");
    try {
      // What the first collection finds to be free may hold classes until the second one.
      Files.write(commands, List.of("GC.run", "GC.run", "GC.class_histogram", "GC.heap_info"));
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  "-J-XX:TieredStopAtLevel=1",
                  "-J-XX:+UseSerialGC",
                  String.valueOf(host.pid()),
                  "-f",
                  commands.toString())
              .redirectErrorStream(true)
              .start();
      String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (jcmd.waitFor() != 0) {
        throw new AssertionError(text);
      }
      return text;
    } finally {
      Files.delete(commands);
    }
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError(pattern + " not found in:\n" + text);
    }
    return Long.parseLong(matcher.group(1));
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.count();
    }
  }

  @Override
  public String toString() {
    return "%d class loaders of plugins, %d threads, %d files, %.1f MB of metaspace"
        .formatted(loaders, threads, files, metaspaceKilobytes / 1024.0);
  }
}
