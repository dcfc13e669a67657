package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The TCP plugin is replaced again and again in the middle of traffic. {@code -Dreloads=100} sets
 * how often.
 */
@EnabledOnOs(OS.LINUX)
final class ReloadTest {

  /** Before that classes of the host itself are still being loaded. */
  private static final int WARM_UP = 3;

  private final int reloads = Integer.getInteger("reloads", 6);
  private final long seed = Long.getLong("seed", System.nanoTime());

  @TempDir private Path directory;

  @Test
  void losesNothingAndLeavesNothing() throws IOException, InterruptedException {
    Path jar = Files.createDirectory(directory.resolve("plugins")).resolve("tcp.jar");
    Lodger.put(jar, TcpJar.version("1.0.0"));
    try (FaultRig rig = new FaultRig(directory, new Random(seed))) {
      rig.configure(
          rig.emulator().port(),
          "plugins { directory = \"%s\", poll-interval = 100ms }".formatted(jar.getParent()));
      rig.start();
      rig.awaitAcknowledged(100);
      for (int reload = 1; reload <= WARM_UP; reload++) {
        reload(rig, jar, reload);
      }
      Footprint before = Footprint.of(rig.process());
      for (int reload = WARM_UP + 1; reload <= WARM_UP + reloads; reload++) {
        reload(rig, jar, reload);
      }
      rig.drain();
      Footprint after = afterTheLastUnload(rig.process());
      System.out.println("before: " + before);
      System.out.println("after " + reloads + " reloads: " + after);
      // Connections are closed by now; the virtual machine starts and ends threads of its own.
      assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 3);
      assertThat(after.files()).isLessThanOrEqualTo(before.files() + 3);
      assertThat(after.metaspaceKilobytes())
          .isLessThan(before.metaspaceKilobytes() + 3 * 1024 + 20L * reloads);
      assertThat(rig.host().terminate()).isZero();
      rig.report(reloads + " reloads under traffic");
      assertThat(rig.ledger().lostReadings()).isEmpty();
      assertThat(rig.ledger().invented()).isZero();
      assertThat(rig.lines())
          .noneMatch(line -> line.contains("ERROR") || line.contains("still in memory"));
    }
  }

  /** The version before serves its connections to their end and its threads end after that. */
  private static Footprint afterTheLastUnload(HostProcess host) {
    return await()
        .atMost(HostProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> Footprint.of(host), footprint -> footprint.loaders() <= 1);
  }

  private static void reload(FaultRig rig, Path jar, int reload) throws IOException {
    Lodger.put(jar, TcpJar.version("1.0." + reload));
    rig.connectDevices(reload + 1);
    rig.awaitAcknowledged(50);
  }
}
