package io.integrationhost.host.bench;

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

/**
 * Measures. All variants run in turn, round after round, so that what the machine does meanwhile
 * falls on all of them; a first round warms up and does not count. Everything, the devices and the
 * server included, runs in this process over the loopback address.
 */
public final class Bench {

  /** The end of one load invalidates compiled code that the start of the next compiles again. */
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(3);

  private final BenchSettings settings;
  private final Consumer<String> progress;

  /**
   * @param progress hears what is being done, a line at a time
   */
  public Bench(BenchSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Runs everything; takes about (rounds + 1) times the window and three seconds per variant.
   *
   * @throws BenchException when something cannot be run, or readings were lost
   */
  public BenchReport run() {
    Map<Variant, List<Window>> windows = new LinkedHashMap<>();
    List<Variant> variants = Variants.of(settings);
    variants.forEach(variant -> windows.put(variant, new ArrayList<>()));
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
          windows.get(variant).add(window);
        }
      }
    }
    return BenchReport.of(settings, windows);
  }

  private Window measure(Variant variant, int round) {
    Path directory = settings.data().resolve(variant.name() + "-" + round);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Duration warmUp =
        settings.window().compareTo(LONGEST_WARM_UP) < 0 ? settings.window() : LONGEST_WARM_UP;
    try (Load load = variant.starter().start(directory)) {
      return Window.measure(variant.name(), load, warmUp, settings.window());
    }
  }
}
