package io.integrationhost.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures. All variants run in turn, round after round, so that what the machine does meanwhile
 * falls on all of them; a first round warms up and does not count. Everything, the devices and the
 * server included, runs in this process over the loopback address.
 */
public final class Bench implements Measurement {

  /** The end of one load invalidates compiled code that the start of the next compiles again. */
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(3);

  /** The first round is for the process as a whole. */
  private static final Duration LONGEST_FIRST_WINDOW = Duration.ofSeconds(5);

  /** Under full load the whole host is at its best after so long; what is shorter is no measure. */
  private static final Duration FIRST_WINDOW_OF_DEVICES = Duration.ofSeconds(20);

  private static final Duration SHORTEST_MEASURE = Duration.ofSeconds(1);

  private final BenchSettings settings;
  private final Consumer<String> progress;
  private final List<Variant> variants;
  private final Map<Variant, List<Window>> windows = new LinkedHashMap<>();
  private boolean complete;
  private volatile boolean ended;

  /**
   * @param progress hears what is being done, a line at a time
   */
  public Bench(BenchSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    this.variants = Variants.of(settings);
  }

  /**
   * Runs everything; takes about (rounds + 1) times the window and three seconds per variant,
   * nearly twice as long for attacks, and 20 seconds for the first round of devices under full
   * load. Once only.
   *
   * @throws BenchException when something cannot be run, readings were lost, or it was ended early
   */
  @Override
  public BenchReport run() {
    for (int round = 0; round <= settings.rounds(); round++) {
      for (Variant variant : variants) {
        Window window = measure(variant, round);
        progress.accept(
            "%s  %-28s %,10.0f readings/s"
                .formatted(
                    round == 0 ? "warm-up" : "round " + round,
                    variant.name(),
                    window.readingsPerSecond()));
        if (round > 0) {
          add(variant, window);
        }
      }
    }
    return completed();
  }

  /** Has the run end soon with a {@link BenchException}; for any thread. */
  @Override
  public void end() {
    ended = true;
  }

  /** What is measured so far; may be called from any thread while the benchmark runs. */
  @Override
  public synchronized BenchReport report() {
    return BenchReport.of(settings, windows, complete);
  }

  private synchronized void add(Variant variant, Window window) {
    windows.computeIfAbsent(variant, first -> new ArrayList<>()).add(window);
  }

  private synchronized BenchReport completed() {
    complete = true;
    return report();
  }

  private Window measure(Variant variant, int round) {
    Path directory = settings.data().resolve(variant.name() + "-" + round);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Duration length = round == 0 ? first(variant) : settings.window();
    Duration warmUp = shorter(settings.window(), LONGEST_WARM_UP);
    try (Load load = variant.starter().start(directory)) {
      return Window.measure(variant.name(), load, warmUp, length, () -> ended);
    }
  }

  private Duration first(Variant variant) {
    boolean full =
        EnumSet.of(Scenario.TCP, Scenario.MQTT, Scenario.ATTACKS).contains(variant.scenario());
    return full && settings.window().compareTo(SHORTEST_MEASURE) >= 0
        ? FIRST_WINDOW_OF_DEVICES
        : shorter(settings.window(), LONGEST_FIRST_WINDOW);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
