package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins that are bad in every way we know, in place of a good one while the host runs: each is
 * named, and a good plugin beside them loses nothing and does not pause.
 */
final class PluginGalleryTest {

  @TempDir private Path directory;

  private Neighbourhood neighbourhood;

  @BeforeEach
  void installTheGoodPlugin() throws IOException {
    neighbourhood = new Neighbourhood(directory);
  }

  @Test
  void inPlaceOfAGoodOne() throws IOException, InterruptedException {
    Path jar = neighbourhood.jar("lodger");
    List<String> report = new ArrayList<>();
    try (Emulator emulator = neighbourhood.emulator()) {
      Lodger.put(jar, new Lodger("lodger", "1.0.0").jar());
      neighbourhood.addIntegration(emulator, "lodger");
      try (HostProcess host = neighbourhood.run(emulator)) {
        host.awaitLineWith("integration 'lodger' is RUNNING");
        neighbourhood.startMetronome(host);
        neighbourhood.awaitAcknowledged(100);
        int version = 0;
        for (BadPlugin bad : BadPlugin.gallery()) {
          neighbourhood.metronome().takeLongestGap();
          version++;
          replace(host, jar, bad, "1." + version);
          neighbourhood.awaitAcknowledged(20);
          Duration gap = neighbourhood.metronome().takeLongestGap();
          report.add("%-28s longest gap %s".formatted(bad, Neighbourhood.text(gap)));
          assertThat(neighbourhood.metronome().fault()).as(bad.name()).isEmpty();
          assertThat(gap).as(bad.name()).isLessThan(Neighbourhood.LONGEST_GAP);
        }
        neighbourhood.finish(host, report);
        assertThat(host.lines().stream().filter(line -> line.contains("integration 'good'")))
            .as("states of the good integration")
            .noneMatch(line -> line.contains("DEGRADED") || line.contains("FAILED"));
      }
    }
  }

  /** Puts a bad version in place, then a good one again. */
  private static void replace(HostProcess host, Path jar, BadPlugin bad, String release)
      throws IOException {
    int from = host.lines().size();
    Lodger.put(jar, bad.jar("lodger", release + ".0"));
    switch (bad.fate()) {
      case REFUSED -> host.awaitLineSince(from, "rejected", bad.told(), "keeps running");
      case FAILS -> host.awaitLineSince(from, "rejected", "was taken back", bad.told());
      case RUNS -> {
        host.awaitLineSince(from, "transport 'lodger' runs with plugin lodger " + release + ".0");
        host.awaitLineSince(from, bad.told());
      }
    }
    int then = host.lines().size();
    String good = release + ".1";
    Lodger.put(jar, new Lodger("lodger", good).jar());
    host.awaitLineSince(then, "transport 'lodger' runs with plugin lodger " + good);
    if (bad.end().isPresent()) {
      host.awaitLineSince(then, bad.end().get());
    }
  }
}
