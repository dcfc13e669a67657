package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.emulator.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code kill -9} of the host at random moments in the middle of traffic, while converters,
 * configurations and the plugin are replaced, again and again on the same data directory. {@code
 * -Dkills=500} sets how often for each durability (as a rule twice with fsync and once without),
 * {@code -Dseed=...} repeats the choices of an earlier run (not its timing).
 */
final class KillTest {

  private static final int MOST_ACKNOWLEDGED = 1500;
  private static final int LONGEST_START_MILLIS = 2500;
  private static final int MOST_CHANGES = 3;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir private Path directory;

  private Path jar;
  private int version;

  @ParameterizedTest
  @CsvSource({"fsync, 2", "none, 1"})
  void losesNothingThatADeviceWasToldIsStored(String durability, int few)
      throws IOException, InterruptedException {
    int kills = Integer.getInteger("kills", few);
    System.out.println("kill -9, durability " + durability + ", -Dseed=" + seed);
    try (FaultRig rig = new FaultRig(directory, Duration.ofMillis(20), random)) {
      jar = Files.createDirectory(directory.resolve("plugins")).resolve("tcp.jar");
      Lodger.put(jar, TcpJar.version("1.0.0"));
      rig.configure(
          rig.emulator().port(),
          "spool.durability = %s, plugins { directory = \"%s\", poll-interval = 100ms }"
              .formatted(durability, jar.getParent()));
      for (int kill = 1; kill <= kills; kill++) {
        chooseAnswers(rig);
        boolean starting = kill > 1 && random.nextInt(6) == 0;
        if (starting) {
          killWhileStarting(rig);
        } else {
          killInTraffic(rig);
        }
        rig.integration().releaseAnswers();
        if (kill % 10 == 0) {
          rig.report("after kill " + kill + " of " + kills);
        }
      }
      rig.integration().answers(AnswerPolicy.standard());
      rig.start();
      rig.awaitAcknowledged(100);
      rig.finish(
          kills
              + " x kill -9, durability "
              + durability
              + " (arrived again is what was unanswered or not noted as answered at a kill)");
      assertThat(rig.lines()).noneMatch(line -> line.contains("ERROR"));
    }
  }

  /** Whether much or little is unanswered when the host dies. */
  private void chooseAnswers(FaultRig rig) {
    rig.integration()
        .answers(AnswerPolicy.standard().delayed(Duration.ofMillis(random.nextInt(100))));
    if (random.nextInt(3) == 0) {
      rig.integration().holdAnswers();
    }
  }

  private void killInTraffic(FaultRig rig) throws IOException, InterruptedException {
    rig.start();
    int openings = 1;
    for (int change = random.nextInt(MOST_CHANGES + 1); change > 0; change--) {
      rig.awaitAcknowledged(1 + random.nextInt(MOST_ACKNOWLEDGED / MOST_CHANGES));
      switch (random.nextInt(3)) {
        case 0 -> pushConverter(rig.integration());
        case 1 -> pushConfiguration(rig.integration());
        default -> {
          Lodger.put(jar, TcpJar.version("1.0." + ++version));
          rig.connectDevices(++openings);
        }
      }
    }
    rig.awaitAcknowledged(1 + random.nextInt(MOST_ACKNOWLEDGED));
    rig.process().kill();
  }

  /** Only the id tells which converter it is; each has another text. */
  private void pushConverter(IntegrationHandle integration) {
    EmulatedConverter used = integration.configuration().uplinkConverter();
    EmulatedConverter decoder = Integrations.decoder("number " + ++version, "temperature");
    push(integration, decoder.withId(used.id()));
  }

  /** The host may still be on its way to the stand-in. */
  private static void push(IntegrationHandle integration, Push push) {
    await().atMost(HostProcess.PATIENCE).until(() -> integration.push(push));
  }

  private void pushConfiguration(IntegrationHandle integration) {
    push(integration, integration.configuration().toBuilder().name("sensors " + ++version).build());
  }

  private void killWhileStarting(FaultRig rig) throws IOException, InterruptedException {
    rig.launch();
    assertThat(rig.process().endsWithin(Duration.ofMillis(random.nextInt(LONGEST_START_MILLIS))))
        .as("ended by itself while starting")
        .isFalse();
    rig.process().kill();
  }
}
