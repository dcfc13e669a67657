package io.integrationhost.bench;

import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Compares one host process that serves many integrations with as many host processes that serve
 * one each: memory and threads of both, idle but connected to a counting server of this process and
 * listening for TCP devices. The one comes first and has ended when the many start.
 */
public final class Density implements Measurement {

  private static final int AT_ONCE = 4;
  private static final long SPARE_BYTES = 1L << 30;

  private final BenchSettings settings;
  private final String mainClass;
  private final int integrations;
  private final Consumer<String> progress;
  private final List<Figures> figures = new ArrayList<>();
  private volatile boolean ended;

  /**
   * A comparison.
   *
   * @param settings of which the home, the data directory, the largest number of integrations and
   *     the window count; the window is how long hosts idle before they are looked at
   * @param mainClass of the command line, to start hosts with
   * @param progress hears what is being done, a line at a time
   */
  public Density(BenchSettings settings, String mainClass, Consumer<String> progress) {
    this.settings = settings;
    this.mainClass = mainClass;
    this.integrations = settings.integrations().stream().mapToInt(each -> each).max().orElse(1);
    this.progress = progress;
  }

  /**
   * Starts the hosts, looks at them, and stops them.
   *
   * @throws BenchException when a host does not start, memory becomes scarce, or it was ended early
   */
  @Override
  public BenchReport run() {
    try (Target target = Target.start(settings, integrations)) {
      add(measure("one-process", target, 1, integrations));
      add(measure("single-processes", target, integrations, 1));
    }
    return report();
  }

  @Override
  public void end() {
    ended = true;
  }

  @Override
  public synchronized BenchReport report() {
    return BenchReport.of(description(), figures, figures.size() == 2);
  }

  private synchronized void add(Figures measured) {
    figures.add(measured);
  }

  private Figures measure(String name, Target target, int processes, int integrationsOfEach) {
    long start = System.nanoTime();
    try (HostProcesses hosts = new HostProcesses(mainClass)) {
      for (int number = 0; number < processes; number++) {
        requireMemory();
        hosts.start(prepared(name, number, integrationsOfEach, target), integrationsOfEach);
        if ((number + 1) % AT_ONCE == 0 || number + 1 == processes) {
          hosts.awaitReady(this::requireGoingOn);
          progress.accept("%s  %d of %d processes run".formatted(name, number + 1, processes));
        }
      }
      Duration startUp = Duration.ofNanos(System.nanoTime() - start);
      Waiting.pass(settings.window(), () -> ended);
      return figures(name, processes, startUp, hosts.cost());
    }
  }

  private Figures figures(String name, int processes, Duration startUp, ProcessCost cost) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("processes", processes);
    values.put("integrations", integrations);
    values.put("resident_bytes", cost.residentBytes());
    values.put("proportional_bytes", cost.proportionalBytes());
    values.put("proportional_bytes_per_integration", cost.proportionalBytes() / integrations);
    values.put("threads", cost.threads());
    values.put("ms_until_all_run", startUp.toMillis());
    progress.accept(
        "%s  %,d MiB (PSS), %d threads"
            .formatted(name, cost.proportionalBytes() >> 20, cost.threads()));
    return new Figures(name, values);
  }

  private void requireGoingOn() {
    if (ended) {
      throw new BenchException("the comparison was ended early");
    }
  }

  private static void requireMemory() {
    long available = ProcessCost.availableBytes();
    if (available < SPARE_BYTES) {
      throw new BenchException(
          "only %,d MiB of memory are left on this machine; take fewer with --integrations, or give each host less with JAVA_OPTS=-Xmx128m"
              .formatted(available >> 20));
    }
  }

  private Path prepared(String name, int number, int integrationsOfEach, Target target) {
    Path directory = settings.data().resolve(name + "-" + number);
    StringBuilder text =
        new StringBuilder(
            """
            thingsboard { host = "127.0.0.1", port = %d }
            plugins.directory = %s
            data-directory = %s
            """
                .formatted(
                    target.server().port(),
                    quoted(settings.home().resolve("plugins")),
                    quoted(directory.resolve("data"))));
    IntStream.range(number * integrationsOfEach, (number + 1) * integrationsOfEach)
        .forEach(
            each ->
                text.append(
                    "integrations.i%d { routing-key = \"%s\", secret = \"%s\" }%n"
                        .formatted(each, Target.key(each), Target.SECRET)));
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("host.conf"), text.toString());
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(Path path) {
    return ConfigUtil.quoteString(path.toString());
  }

  private Map<String, Object> description() {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("scenario", "idle hosts, connected, each integration with the TCP plugin");
    run.put("idle_ms_before_measuring", settings.window().toMillis());
    run.putAll(RunDescription.machine());
    return run;
  }
}
