package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.distribution.BadPlugin.Fate;
import io.integrationhost.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that are bad in every way we know, all at the start of a host with a good one. */
final class PluginGalleryAtTheStartTest {

  @TempDir private Path directory;

  private Neighbourhood neighbourhood;

  @BeforeEach
  void installTheGoodPlugin() throws IOException {
    neighbourhood = new Neighbourhood(directory);
  }

  @Test
  void atTheStart() throws IOException, InterruptedException {
    List<BadPlugin> gallery = BadPlugin.gallery();
    try (Emulator emulator = neighbourhood.emulator()) {
      for (BadPlugin bad : gallery) {
        Lodger.put(neighbourhood.jar(bad.name()), bad.jar(bad.name(), "1.0.0"));
        if (bad.fate() != Fate.REFUSED) {
          neighbourhood.addIntegration(emulator, bad.name());
        }
      }
      try (HostProcess host = neighbourhood.run(emulator)) {
        neighbourhood.startMetronome(host);
        for (BadPlugin bad : gallery) {
          switch (bad.fate()) {
            case REFUSED -> host.awaitLineSince(0, "rejected", bad.name() + ".jar", bad.told());
            case FAILS ->
                host.awaitLineSince(0, "integration '" + bad.name() + "' is FAILED", bad.told());
            case RUNS -> {
              host.awaitLineSince(0, "transport '" + bad.name() + "' runs with plugin");
              host.awaitLineSince(0, bad.told());
            }
          }
        }
        Duration gap = neighbourhood.metronome().takeLongestGap();
        neighbourhood.finish(
            host,
            List.of(
                "all " + gallery.size() + " at the start: longest gap " + Neighbourhood.text(gap)));
        assertThat(gap).isLessThan(Neighbourhood.LONGEST_GAP);
        gallery.forEach(
            bad ->
                bad.end()
                    .ifPresent(
                        told ->
                            assertThat(host.lines())
                                .as(bad.name())
                                .anyMatch(line -> line.contains(told))));
      }
    }
  }
}
