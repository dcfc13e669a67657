package io.integrationhost.host.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sessions that end: by a reading, or for reasons of their own. */
final class CutTest {

  @Test
  void aReadingThatEndsSessionsIsFoundAndBecomesALetterWithTheReason() {
    Rig rig = new Rig(10, 4);
    rig.server.behave(
        (item, message) -> Rig.numbers(item).contains(13L) ? ModelServer.CUT : ModelServer.PASS);
    rig.start();
    for (int i = 0; i < 100; i++) {
      rig.append(Rig.both("d" + i % 5, "a", i));
    }
    rig.pass(Duration.ofSeconds(45));
    RefusalTest.assertAllTaken(rig, 100, 13);
    assertThat(rig.spool.stats().records()).isZero();
    assertThat(rig.kept).isNotEmpty();
    for (int i = 100; i < 500; i++) {
      rig.append(Rig.both("d" + i % 5, "a", i));
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.letters).hasSize(1);
    assertThat(rig.reasons).containsExactly("cut");
    rig.drain(Duration.ofSeconds(30));
    RefusalTest.assertAllTaken(rig, 500, 13);
    RefusalTest.assertNeverSetBack(rig);
  }

  @Test
  void aServerThatRestartsAgainAndAgainCostsNothing() {
    for (int millis : new int[] {90, 700, 1900, 6100}) {
      Rig rig = new Rig(10, 4);
      rig.start();
      for (int i = 0; i < 900; i++) {
        rig.append(Rig.both("d" + i % 5, "a", i));
        rig.pass(Duration.ofMillis(millis));
        rig.server.restart();
      }
      rig.drain(Duration.ofMinutes(5));
      assertThat(rig.letters).as("each %d ms", millis).isEmpty();
      RefusalTest.assertAllTaken(rig, 900);
      RefusalTest.assertNeverSetBack(rig);
    }
  }

  @Test
  void aKillBehindARefusalLosesNothingThatWasOvertaken() {
    Rig rig = new Rig(4, 2);
    rig.server.behave(
        (item, message) -> message == 1 ? ModelServer.refuse("not now") : ModelServer.PASS);
    for (int i = 0; i < 8; i++) {
      rig.append(Rig.telemetry("d", "sensor", i));
    }
    rig.start();
    // Both messages are answered, and the halves of the first are not yet.
    rig.pass(Duration.ofMillis(30));
    assertThat(RefusalTest.numbersTaken(rig)).containsExactlyInAnyOrder(4L, 5L, 6L, 7L);
    rig.kill();
    rig.drain(Duration.ofSeconds(10));
    RefusalTest.assertAllTaken(rig, 8);
  }

  @Test
  void theLastReadingOfABurstLeavesBeforeAnythingElseHappens() {
    Rig rig = new Rig(10, 4);
    AtomicInteger sent = new AtomicInteger();
    rig.server.beforeSend(sent::incrementAndGet);
    rig.start();
    rig.append(Rig.telemetry("d", "sensor", 0));
    rig.pass(Duration.ofMillis(1));
    rig.append(Rig.telemetry("d", "sensor", 1));
    rig.pass(Duration.ofMillis(5));
    assertThat(sent).hasValue(2);
  }
}
