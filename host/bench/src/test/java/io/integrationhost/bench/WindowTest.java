package io.integrationhost.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A load whose readings depend on nothing but the time and its neighbour. */
final class WindowTest {
  private static final Duration LENGTH = Duration.ofMillis(200);

  @Test
  void aLoadWithANeighbourIsAlsoWatchedAlone() {
    Metered load = new Metered(true);
    Window window = measure(load);
    assertThat(load.heard).containsExactly(true, false);
    double ratio = window.readingsPerSecond() / window.alonePerSecond().orElseThrow();
    assertThat(ratio).isCloseTo(0.5, within(0.1));
  }

  @Test
  void aLoadWithoutOneIsNot() {
    Metered load = new Metered(false);
    assertThat(measure(load).alonePerSecond()).isEmpty();
    assertThat(load.heard).isEmpty();
  }

  private static Window measure(Metered load) {
    return Window.measure("test", load, Duration.ZERO, LENGTH, () -> false);
  }

  /** A reading per microsecond alone, and every two beside its neighbour. */
  private static final class Metered implements Load {
    private final boolean neighboured;
    private final List<Boolean> heard = new ArrayList<>();
    private long since = System.nanoTime();
    private long before;
    private boolean disturbed;

    Metered(boolean neighboured) {
      this.neighboured = neighboured;
    }

    @Override
    public boolean hasNeighbour() {
      return neighboured;
    }

    @Override
    public void neighbour(boolean sending) {
      before = delivered();
      since = System.nanoTime();
      disturbed = sending;
      heard.add(sending);
    }

    @Override
    public long delivered() {
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - since);
      return before + (disturbed ? micros / 2 : micros);
    }

    @Override
    public long wireBytes() {
      return 0;
    }

    @Override
    public Tally finish() {
      return new Tally(1, 1, 1, 0);
    }

    @Override
    public void close() {}
  }
}
