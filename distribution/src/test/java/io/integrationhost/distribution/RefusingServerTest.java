package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ThingsBoard that is in trouble answers everything with the text of its trouble; that is no
 * reason to set readings aside. {@code -Dtrouble=300} sets for how many seconds.
 */
final class RefusingServerTest {

  private static final List<String> TEXTS =
      List.of(
          "Could not open JPA EntityManager for transaction",
          "Unable to acquire JDBC Connection",
          "Redis command timed out",
          "Device creation: java.util.concurrent.TimeoutException",
          "null");

  private final int seconds = Integer.getInteger("trouble", 5);

  @TempDir private Path directory;

  @Test
  void everythingArrivesByItselfWhenTheServerIsWellAgain()
      throws IOException, InterruptedException {
    try (FaultRig rig = FaultRig.inside(directory, new Random())) {
      // A stop would wait for a server that takes nothing.
      rig.configure(rig.emulator().port(), "stop-deadline = 1s");
      rig.start();
      rig.awaitDelivered();
      for (int i = 0; i < TEXTS.size(); i++) {
        rig.integration().answers(AnswerPolicy.standard().failAlways(TEXTS.get(i)));
        if (i == 0) {
          rig.host().awaitLine(line -> line.contains("DEGRADED") && line.contains(TEXTS.get(0)));
        }
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos() / TEXTS.size();
        while (System.nanoTime() < end) {
          rig.awaitAcknowledged(1);
        }
        if (i == 2) {
          assertThat(rig.host().terminate()).isZero();
          rig.start();
        }
      }
      assertThat(letters()).isEmpty();
      rig.integration().answers(AnswerPolicy.standard());
      // Telemetry has times of its own, so it may come in another order.
      rig.drain();
      rig.finish(
          seconds + " s of refusals with " + TEXTS.size() + " texts and a restart",
          rig.ledger().disorder());
      assertThat(letters()).isEmpty();
    }
  }

  /** Takes the five minutes that a verdict takes. */
  @Test
  @EnabledIfSystemProperty(named = "poison", matches = "true")
  void onePoisonReadingAmongManyBecomesOneLetter() throws IOException, InterruptedException {
    try (FaultRig rig = FaultRig.inside(directory, new Random())) {
      rig.configure(rig.emulator().port(), "");
      rig.start();
      rig.awaitDelivered();
      String device = Traffic.name(0);
      int marked = rig.ledger().sent(device) + 50;
      rig.integration()
          .answers(
              AnswerPolicy.standard()
                  .failWhere(item -> isReading(item, device, marked), "cannot take this one"));
      await()
          .atMost(Duration.ofMinutes(8))
          .pollInterval(Duration.ofSeconds(5))
          .until(() -> !letters().isEmpty() && rig.ledger().acknowledged() > 10_000);
      assertThat(letters()).hasSize(1).allMatch(line -> line.contains(device));
      rig.ledger().excuse(device, marked);
      System.out.println("longest delay of others: " + rig.ledger().longestDelay(device));
      assertThat(rig.ledger().longestDelay(device)).isLessThan(Duration.ofSeconds(10));
      rig.drain();
      assertThat(rig.host().terminate()).isZero();
      rig.report("one poison reading");
    }
  }

  private static boolean isReading(ReceivedItem item, String device, int number) {
    return item.name().equals(device)
        && item.telemetry().stream()
            .anyMatch(reading -> reading.values().get("temperature").equals((long) number));
  }

  private List<String> letters() {
    String settings = directory.resolve("host.conf").toString();
    Command list = Command.run("dead-letters", "list", "--conf", settings);
    assertThat(list.exitCode()).as(list.text()).isZero();
    return list.lines().stream().filter(line -> line.contains(FaultRig.KEY)).toList();
  }
}
