package io.integrationhost.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The program of the distribution, running as a process of its own: for tests whose subject a
 * process is. Others use {@link HostInside}.
 */
final class HostProcess implements RunningHost {

  /** Half the start of a short-lived program is compiling; this compiles less. */
  static final String QUICK_START = "-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

  private final long startedAt;
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private HostProcess(ProcessBuilder builder) throws IOException {
    this.startedAt = System.nanoTime();
    this.process = builder.start();
    this.reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  static Path distribution() {
    return Path.of(System.getProperty("distribution"));
  }

  static HostProcess start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  static HostProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    return startIn(distribution(), environment, arguments);
  }

  static HostProcess startIn(Path home, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("integration-host").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS", QUICK_START);
    // Several hosts run side by side.
    builder.environment().put("ADMIN_PORT", "0");
    builder.environment().putAll(environment);
    builder.environment().merge("JAVA_OPTS", SharedClasses.option(home), String::concat);
    return new HostProcess(builder);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(lines::add);
    } catch (IOException e) {
      lines.add("cannot read the output: " + e);
    }
  }

  @Override
  public List<String> lines() {
    return lines;
  }

  /** The time since just before the process was started. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** Bytes of the objects in its heap that are in use. */
  long liveBytes() throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process histogram =
        new ProcessBuilder(
                tool.toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                Long.toString(process.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = histogram.inputReader(StandardCharsets.UTF_8)) {
      Matcher total =
          TOTAL.matcher(output.lines().reduce("", (all, line) -> line.isBlank() ? all : line));
      if (!total.find() || !histogram.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("no histogram of the heap from " + tool);
      }
      return Long.parseLong(total.group(1));
    } finally {
      histogram.destroyForcibly();
    }
  }

  /** The most memory that the system has counted for it so far, where the system tells. */
  String mostResident() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> line.substring("VmHWM:".length()).strip())
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }

  @Override
  public int terminate() throws InterruptedException {
    // Not Process.destroy(): that would close the output before the program's last words.
    process.toHandle().destroy();
    return exitCode();
  }

  /** Waits for what this host brings about, which it does while it lives. */
  void awaits(BooleanSupplier done) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .failFast("the host has ended", () -> !isAlive())
        .until(done::getAsBoolean);
  }

  /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    exitCode();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The processes that it has started and that are alive. */
  List<ProcessHandle> children() {
    return process.toHandle().descendants().toList();
  }

  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running:\n" + String.join("\n", lines));
    }
    reader.join(PATIENCE.toMillis());
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
