package io.integrationhost.distribution;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The host's classes in the form that Java maps instead of reading jars. A host that uses it starts
 * with half of the work, and these tests start many. Made once per build of the distribution.
 */
final class SharedClasses {

  private static final long MOST_SECONDS = 120;

  private SharedClasses() {}

  /**
   * The Java option that has a host of this home use them; waits while another test makes them.
   * Another home has other jars.
   */
  static String option(Path home) throws IOException {
    if (!home.equals(HostProcess.distribution())) {
      return "";
    }
    Path data = home.resolveSibling("shared-classes");
    boolean cache = Runtime.version().feature() >= 25;
    Path archive = data.resolve("java").resolve(cache ? "classes.aot" : "classes.jsa");
    Path lock = home.resolveSibling("shared-classes.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid() && !isCurrent(archive, home)) {
        make(data, home);
      }
    }
    if (!Files.exists(archive)) {
      return "";
    }
    // Java leaves out what does not fit to it, and must not say so among the host's lines.
    return cache
        ? " -Xlog:aot=off -XX:AOTCache=" + archive
        : " -Xlog:cds=off -Xlog:cds+dynamic=off -XX:SharedArchiveFile=" + archive;
  }

  private static boolean isCurrent(Path archive, Path home) throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      FileTime newest =
          jars.map(jar -> jar.toFile().lastModified())
              .max(Comparator.naturalOrder())
              .map(FileTime::fromMillis)
              .orElseThrow();
      return Files.exists(archive) && Files.getLastModifiedTime(archive).compareTo(newest) >= 0;
    }
  }

  private static void make(Path data, Path home) throws IOException {
    Path settings = data.resolveSibling("shared-classes.conf");
    Files.writeString(settings, "data-directory = \"" + data + "\"\n");
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin").resolve("integration-host").toString(),
                "class-archive",
                "--conf",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS", HostProcess.QUICK_START);
    Process command = builder.start();
    try {
      if (!command.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        command.destroyForcibly();
      }
    } catch (InterruptedException e) {
      command.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
