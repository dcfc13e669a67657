package io.integrationhost.cli.start;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an archive of classes by a short run of the program in a process of its own: with a home,
 * data, ports and a stand-in for ThingsBoard of its own, nothing of this process's environment, and
 * the least priority that the system gives. Waits for it; may be ended from any thread.
 */
public final class ArchiveRun implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ArchiveRun.class);

  /** Where the rehearsal is; by its name, as it needs everything. */
  static final long DISK = 400L << 20;

  static final long MEMORY = 400L << 20;

  /** The newer Java writes it in a second process. */
  private static final long MEMORY_OF_CACHE = 800L << 20;

  /** A small machine that is busy. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final long SMALLEST = 1L << 20;
  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final int WITH_NATIVE_ACCESS = 22;
  private static final int WITH_UNSAFE_ACCESS = 23;
  private static final Set<String> KEPT =
      Set.of("PATH", "LD_LIBRARY_PATH", "SystemRoot", "TMPDIR", "TEMP");

  private final Path home;
  private final ClassArchive archive;
  private final Class<?> rehearsal;
  private final Clock clock;
  private volatile Optional<Process> running = Optional.empty();
  private volatile boolean closed;

  /**
   * Does nothing yet.
   *
   * @param home of the program
   * @param archive what to make
   * @param rehearsal with the main method of the short run
   */
  public ArchiveRun(Path home, ClassArchive archive, Class<?> rehearsal, Clock clock) {
    this.home = home;
    this.archive = archive;
    this.rehearsal = rehearsal;
    this.clock = clock;
  }

  /**
   * Makes it, in place of the one that is there.
   *
   * @return why it could not be made; empty when it was, or another process is making it
   */
  public Optional<String> make() throws InterruptedException {
    try {
      Files.createDirectories(archive.folder());
      try (FileChannel channel =
              FileChannel.open(
                  archive.folder().resolve("lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        return lock == null ? Optional.empty() : makeAlone();
      } catch (OverlappingFileLockException e) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private Optional<String> makeAlone() throws IOException, InterruptedException {
    Path rehearsal = archive.folder().resolve("rehearsal");
    Path made = archive.folder().resolve("unfinished");
    Optional<String> lack = lack();
    if (lack.isPresent()) {
      return lack;
    }
    Fingerprint fingerprint = Fingerprint.now(home);
    try {
      clear(rehearsal);
      clear(made);
      Files.createDirectories(rehearsal);
      copyPlugins(rehearsal.resolve("plugins"));
      Optional<String> problem = run(rehearsal, made);
      if (problem.isPresent()) {
        if (!closed) {
          archive.failed(fingerprint, clock.instant());
        }
        return problem;
      }
      archive.take(made, fingerprint);
      return Optional.empty();
    } finally {
      clear(rehearsal);
      try (Stream<Path> files = Files.list(archive.folder())) {
        // The newer Java writes more than one file on its way.
        for (Path file : files.filter(each -> isUnfinished(each)).toList()) {
          clear(file);
        }
      }
    }
  }

  private static boolean isUnfinished(Path file) {
    return file.getFileName().toString().startsWith("unfinished");
  }

  /** What the machine has too little of; empty when there is enough. */
  private Optional<String> lack() throws IOException {
    if (Files.getFileStore(archive.folder()).getUsableSpace() < DISK) {
      return Optional.of("less than %d MiB are free on the disk".formatted(DISK >> 20));
    }
    long memory = ClassArchive.isCache() ? MEMORY_OF_CACHE : MEMORY;
    if (FreeMemory.ofSystem().bytes() < memory) {
      return Optional.of("less than %d MiB of memory are free".formatted(memory >> 20));
    }
    return Optional.empty();
  }

  /**
   * Only the one that the rehearsal uses: what others do when they are loaded is their business.
   */
  private void copyPlugins(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path shipped = home.resolve("plugins");
    if (!Files.isDirectory(shipped)) {
      return;
    }
    try (Stream<Path> jars = Files.list(shipped)) {
      for (Path jar : jars.filter(each -> isTcp(each.getFileName().toString())).toList()) {
        Files.copy(jar, folder.resolve(jar.getFileName()));
      }
    }
  }

  private static boolean isTcp(String name) {
    return name.startsWith("tcp-plugin") && name.endsWith(".jar");
  }

  private Optional<String> run(Path rehearsal, Path made) throws IOException, InterruptedException {
    Path output = rehearsal.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command(rehearsal, made))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().retainAll(KEPT);
    // Not an option: the list may be longer than a command line may be.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    // Its standard input stays open as long as this process lives: it ends with this one.
    running = Optional.of(process);
    try {
      if (closed) {
        end(process);
      }
      mayBeEnded(process.pid());
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return Optional.of("it did not end within %d minutes".formatted(PATIENCE.toMinutes()));
      }
    } finally {
      end(process);
      running = Optional.empty();
    }
    if (process.exitValue() != 0 || !Files.exists(made) || Files.size(made) < SMALLEST) {
      return Optional.of("exit code " + process.exitValue() + ": " + lastWords(output));
    }
    return Optional.empty();
  }

  private List<String> command(Path rehearsal, Path made) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", "19"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx128m", "-XX:-UsePerfData"));
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:ErrorFile=" + rehearsal.resolve("crash"));
    if (ClassArchive.isCache()) {
      command.add("-XX:AOTCacheOutput=" + made);
    } else {
      command.add("-XX:TieredStopAtLevel=1");
      command.add("-XX:ArchiveClassesAtExit=" + made);
    }
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
    int java = Runtime.version().feature();
    if (java >= WITH_NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    if (java >= WITH_UNSAFE_ACCESS) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Dpolyglot.engine.WarnInterpreterOnly=false");
    command.add("-Dpolyglotimpl.AttachLibraryFailureAction=ignore");
    command.add("-Dintegration-host.home=" + rehearsal);
    command.add(this.rehearsal.getName());
    return command;
  }

  /** When memory is short the system is to end it, not this process. */
  private static void mayBeEnded(long process) {
    Path score = Path.of("/proc", Long.toString(process), "oom_score_adj");
    if (Files.isWritable(score)) {
      try {
        Files.writeString(score, "1000");
      } catch (IOException e) {
        log.debug("{} cannot be written: {}", score, e.toString());
      }
    }
  }

  private static String lastWords(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
  }

  private static void end(Process process) {
    // The newer Java writes the archive in a process of its process.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void clear(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** Ends the run that is under way, if there is one; nothing is left behind. */
  @Override
  public void close() {
    closed = true;
    running.ifPresent(ArchiveRun::end);
  }
}
