package io.integrationhost.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Hosts as processes of their own, with the Java options of this one. They stop when their standard
 * input is closed, which the system does when this process ends in whatever way.
 */
final class HostProcesses implements AutoCloseable {

  /** The thread of each that watches its standard input; a host of its own has none. */
  static final int WATCHING_THREADS = 1;

  private static final int STOP_SECONDS = 30;

  /** Several start at once, on a machine that may be busy. */
  private static final Duration START = Duration.ofMinutes(5);

  private static final String RUNNING = " is RUNNING";

  private final String mainClass;
  private final List<Running> running = new ArrayList<>();

  /** One process with the file that gets what it prints. */
  private record Running(Process process, Path output, int integrations) {

    boolean isReady() {
      try (Stream<String> lines = Files.lines(output, StandardCharsets.UTF_8)) {
        if (lines.filter(line -> line.endsWith(RUNNING)).count() >= integrations) {
          return true;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (!process.isAlive()) {
        throw new BenchException("a host has ended by itself; it printed: " + text());
      }
      return false;
    }

    private String text() {
      try {
        return Files.readString(output);
      } catch (IOException e) {
        return "(unreadable: " + e + ")";
      }
    }
  }

  /**
   * None yet.
   *
   * @param mainClass of the command line
   */
  HostProcesses(String mainClass) {
    this.mainClass = mainClass;
  }

  /** Starts one; its settings are in {@code host.conf} of the directory, which is its home. */
  void start(Path directory, int integrations) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Dintegration-host.home=" + directory);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of("run", "--stop-with-input", "--conf", directory + "/host.conf"));
    Path output = directory.resolve("output.log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.PIPE)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      running.add(new Running(process, output, integrations));
    } catch (IOException e) {
      throw new BenchException("a host cannot be started with " + command.get(0), e);
    }
  }

  /**
   * Waits until all integrations of all processes run.
   *
   * @param look called again and again; ends the waiting by throwing
   */
  void awaitReady(Runnable look) {
    for (Running each : running) {
      Waiting.until(
          () -> {
            look.run();
            return each.isReady();
          },
          "the start of a host (see " + each.output() + ")",
          START);
    }
  }

  /** What all of them take together, without the threads that watch their standard input. */
  ProcessCost cost() {
    ProcessCost sum =
        running.stream()
            .map(each -> ProcessCost.of(each.process().pid()))
            .reduce(ProcessCost.NOTHING, ProcessCost::plus);
    return new ProcessCost(
        sum.residentBytes(),
        sum.proportionalBytes(),
        sum.threads() - (long) WATCHING_THREADS * running.size());
  }

  /** Stops all of them, at last by force. */
  @Override
  public void close() {
    for (Running each : running) {
      try {
        each.process().getOutputStream().close();
      } catch (IOException e) {
        each.process().destroyForcibly();
      }
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    try {
      for (Running each : running) {
        long left = Math.max(0, end - System.nanoTime());
        if (!each.process().waitFor(left, TimeUnit.NANOSECONDS)) {
          each.process().destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      running.forEach(each -> each.process().destroyForcibly());
      Thread.currentThread().interrupt();
    }
  }
}
