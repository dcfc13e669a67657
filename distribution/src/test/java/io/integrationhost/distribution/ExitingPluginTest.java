package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that end the process. No host can prevent it: see the operators' guide. */
final class ExitingPluginTest {

  @TempDir private Path directory;

  private Neighbourhood neighbourhood;

  @BeforeEach
  void installTheGoodPlugin() throws IOException {
    neighbourhood = new Neighbourhood(directory);
  }

  /** The log tells what was loaded last. */
  @Test
  void oneThatEndsTheProcessAtTheStartCanBeTakenAway() throws IOException, InterruptedException {
    Path jar = neighbourhood.jar("lodger");
    String exit = "thread(\"exit\", () -> System.exit(3)); return done();";
    Lodger.put(jar, new Lodger("lodger", "1.0.0").with("start", exit).jar());
    try (Emulator emulator = neighbourhood.emulator()) {
      neighbourhood.addIntegration(emulator, "lodger");
      try (HostProcess host = neighbourhood.run(emulator)) {
        host.exitCode();
        assertThat(host.lines())
            .anyMatch(line -> line.contains("plugin lodger 1.0.0 loaded"))
            .anyMatch(line -> line.endsWith("stopped"));
      }
      Files.delete(jar);
      try (HostInside again = neighbourhood.runAgain()) {
        again.awaitLineWith("integration 'good' is RUNNING");
      }
    }
  }

  @Test
  void onesThatEndTheProcessCostNoStoredReading() throws IOException, InterruptedException {
    Path jar = neighbourhood.jar("lodger");
    try (Emulator emulator = neighbourhood.emulator()) {
      neighbourhood.addIntegration(emulator, "lodger");
      try (HostProcess host = neighbourhood.run(emulator)) {
        neighbourhood.startMetronome(host);
        String exit = "thread(\"exit\", () -> System.exit(3)); return done();";
        Lodger.put(jar, new Lodger("lodger", "1.0.0").with("start", exit).jar());
        host.exitCode();
        assertThat(host.lines()).anyMatch(line -> line.endsWith("stopped"));
      }
      neighbourhood.metronome().stop();
      Files.delete(jar);
      try (HostInside again = neighbourhood.runAgain()) {
        again.awaitLineWith("integration 'good' is RUNNING");
        await()
            .atMost(HostProcess.PATIENCE)
            .untilAsserted(
                () -> assertThat(neighbourhood.metronome().ledger().lostReadings()).isEmpty());
        System.out.println("after System.exit: " + neighbourhood.metronome().ledger());
      }
    }
  }
}
