package io.integrationhost.host.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.host.delivery.ModelServer.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of readings that the server refuses, by its own fault or by theirs. */
final class RefusalTest {

  private static final List<String> TEXTS =
      List.of(
          "Could not open JPA EntityManager for transaction",
          "Connection refused: redis/10.0.0.3:6379",
          "",
          "Failed to find device profile",
          "java.util.concurrent.TimeoutException");

  @Test
  void aServerThatRefusesEverythingForMinutesCostsNothing() {
    Rig rig = new Rig(1000, 16).start();
    int number = 0;
    for (int second = 0; second < 300; second++) {
      String text = TEXTS.get(second / 60);
      rig.server.behave((item, message) -> ModelServer.refuse(text));
      for (int i = 0; i < 20; i++) {
        rig.append(Rig.both("d" + number % 7, "a", number++));
      }
      rig.pass(Duration.ofSeconds(1));
      if (second % 60 > 35) {
        assertThat(rig.deliverer.problem().orElseThrow()).contains(text);
      }
      if (second == 150) {
        rig.kill();
      }
    }
    assertThat(rig.server.taken()).isEmpty();
    assertThat(rig.server.messages()).as("messages to a server in trouble").isLessThan(300);
    rig.server.behave((item, message) -> ModelServer.PASS);
    rig.drain(Duration.ofMinutes(1));
    assertThat(rig.letters).isEmpty();
    assertAllTaken(rig, number);
    assertThat(rig.kept).isEmpty();
    assertThat(rig.deliverer.problem()).isEmpty();
  }

  @Test
  void someSecondsOfRefusalsUnderLoadCostNothing() {
    Rig rig = new Rig(1000, 16).start();
    for (int i = 0; i < 1000; i++) {
      rig.append(Rig.telemetry("d" + i % 10, "sensor", i));
    }
    rig.pass(Duration.ofMillis(10));
    rig.server.behave((item, message) -> ModelServer.refuse(TEXTS.get(0)));
    for (int i = 1000; i < 3000; i++) {
      rig.append(Rig.telemetry("d" + i % 10, "sensor", i));
      if (i % 100 == 0) {
        rig.pass(Duration.ofMillis(300));
      }
    }
    rig.server.behave((item, message) -> ModelServer.PASS);
    rig.drain(Duration.ofSeconds(40));
    assertThat(rig.letters).isEmpty();
    assertAllTaken(rig, 3000);
  }

  @Test
  void onePoisonAmongTenThousandBecomesOneLetterAndDelaysNobody() {
    Rig rig = new Rig(1000, 16);
    Map<Long, Duration> appended = new TreeMap<>();
    rig.server.behave(poison(4321));
    rig.start();
    for (int i = 0; i < 10_000; i++) {
      appended.put((long) i, rig.time.elapsed());
      rig.append(Rig.telemetry("d" + i % 100, "sensor", i));
      if (i % 100 == 99) {
        rig.pass(Duration.ofMillis(50));
      }
    }
    rig.pass(Duration.ofSeconds(10));
    for (int i = 10_000; i < 10_500; i++) {
      appended.put((long) i, rig.time.elapsed());
      rig.append(Rig.telemetry("d" + i % 100, "sensor", i));
      rig.pass(Duration.ofSeconds(1));
    }
    Set<Long> arrived = new HashSet<>();
    for (Taken taken : rig.server.taken()) {
      for (long number : Rig.numbers(taken.item())) {
        if (arrived.add(number)) {
          assertThat(taken.time().minus(appended.get(number)))
              .as("delay of %d", number)
              .isLessThan(Duration.ofSeconds(10));
        }
      }
    }
    assertThat(arrived).hasSize(10_499).doesNotContain(4321L);
    assertThat(rig.letters).containsExactly(Rig.telemetry("d21", "sensor", 4321));
    assertThat(rig.reasons).containsExactly("bad value");
    assertThat(rig.kept).isEmpty();
    assertThat(rig.spool.stats().records()).isZero();
    assertThat(rig.counters.snapshot().deadLetters()).isEqualTo(1);
  }

  @Test
  void aVerdictTakesFiveMinutesAndAKillBeginsItAnew() {
    Rig rig = new Rig(10, 4);
    rig.server.behave(poison(3));
    rig.start();
    int number = 0;
    for (int second = 0; second < 290; second++) {
      rig.append(Rig.telemetry("d", "sensor", number++));
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.letters).isEmpty();
    assertThat(rig.kept).hasSize(1);
    rig.kill();
    for (int second = 0; second < 290; second++) {
      rig.append(Rig.telemetry("d", "sensor", number++));
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.letters).isEmpty();
    for (int second = 0; second < 100; second++) {
      rig.append(Rig.telemetry("d", "sensor", number++));
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.letters).containsExactly(Rig.telemetry("d", "sensor", 3));
  }

  @Test
  void aReadingWithNothingBesideItNeedsTenMinutes() {
    Rig rig = new Rig(10, 4);
    rig.server.behave(poison(0));
    rig.start();
    rig.append(Rig.telemetry("d", "sensor", 0));
    rig.pass(Duration.ofSeconds(580));
    assertThat(rig.letters).isEmpty();
    assertThat(rig.deliverer.problem().orElseThrow()).contains("bad value");
    rig.pass(Duration.ofMinutes(2));
    assertThat(rig.letters).hasSize(1);
    assertThat(rig.kept).isEmpty();
  }

  @Test
  void aQuietIntegrationComesToAVerdictToo() {
    Rig rig = new Rig(10, 4);
    rig.server.behave(poison(1));
    rig.start();
    for (int i = 0; i < 30; i++) {
      rig.append(Rig.telemetry("d" + i, "sensor", i));
      rig.pass(Duration.ofMinutes(2));
    }
    assertThat(rig.letters).containsExactly(Rig.telemetry("d1", "sensor", 1));
    assertAllTaken(rig, 30, 1);
  }

  @Test
  void aServerThatRefusesEachSecondOrThirdMessageMakesNoLetter() {
    for (int every : List.of(2, 3, 5)) {
      Rig rig = new Rig(10, 4);
      rig.server.behave(
          (item, message) ->
              message % every == 0 ? ModelServer.refuse("now and then") : ModelServer.PASS);
      rig.start();
      for (int i = 0; i < 3000; i++) {
        rig.append(Rig.both("d" + i % 5, "a", i));
        rig.pass(Duration.ofMillis(300));
      }
      rig.drain(Duration.ofMinutes(20));
      assertThat(rig.letters).isEmpty();
      assertAllTaken(rig, 3000);
      assertNeverSetBack(rig);
    }
  }

  @Test
  void aServerWithPausesOfManyLengthsMakesNoLetter() {
    Rig rig = new Rig(10, 4);
    rig.server.behave(
        (item, message) ->
            rig.time.elapsed().toSeconds() % 47 < 29
                ? ModelServer.refuse("pause")
                : ModelServer.PASS);
    rig.start();
    for (int i = 0; i < 3000; i++) {
      rig.append(Rig.both("d" + i % 5, "a", i));
      rig.pass(Duration.ofMillis(700));
    }
    rig.drain(Duration.ofMinutes(5));
    assertThat(rig.letters).isEmpty();
    assertAllTaken(rig, 3000);
    assertNeverSetBack(rig);
  }

  @Test
  void aTypeThatIsForbiddenHoldsNobodyUp() {
    Rig rig = new Rig(1000, 16);
    rig.server.behave(
        (item, message) ->
            item.type().equals("forbidden")
                ? ModelServer.refuse("Creating devices is forbidden!")
                : ModelServer.PASS);
    for (int i = 0; i < 500; i++) {
      rig.append(Rig.telemetry("f" + i, "forbidden", i));
    }
    for (int i = 500; i < 3000; i++) {
      rig.append(Rig.telemetry("d" + i % 10, "sensor", i));
    }
    rig.start();
    rig.pass(Duration.ofMinutes(1));
    assertThat(numbersTaken(rig)).hasSize(2500);
    assertThat(rig.letters).isEmpty();
    assertThat(rig.kept).hasSize(500);
    rig.server.behave((item, message) -> ModelServer.PASS);
    rig.drain(Duration.ofMinutes(2));
    assertAllTaken(rig, 3000);
    assertThat(rig.letters).isEmpty();
  }

  @Test
  void moreSuspectsThanCanBeSetAsideMakeTheOthersWait() {
    Rig rig = new Rig(100, 4);
    rig.rules =
        new RefusalRules(
            rig.rules.firstWait(),
            rig.rules.longestWait(),
            5,
            rig.rules.period(),
            10,
            rig.rules.lonePeriod(),
            20,
            1 << 20);
    rig.server.behave(
        (item, message) ->
            item.type().equals("forbidden") ? ModelServer.refuse("no") : ModelServer.PASS);
    rig.start();
    for (int i = 0; i < 1000; i++) {
      rig.append(Rig.telemetry("d" + i, i % 10 == 0 ? "forbidden" : "sensor", i));
    }
    rig.pass(Duration.ofSeconds(30));
    assertThat(rig.kept.size()).isBetween(20, 24);
    assertThat(rig.deliverer.problem().orElseThrow()).contains("\"no\"");
    int waiting = (int) rig.spool.stats().records();
    assertThat(waiting).isGreaterThan(500);
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.spool.stats().records()).isEqualTo(waiting);
    rig.server.behave((item, message) -> ModelServer.PASS);
    rig.drain(Duration.ofMinutes(2));
    assertAllTaken(rig, 1000);
    assertThat(rig.letters).isEmpty();
  }

  @Test
  void attributesWaitBehindASuspectOfTheirEntityAndNothingElseDoes() {
    Rig rig = new Rig(10, 4);
    rig.server.behave(
        (item, message) ->
            item.equals(Rig.both("bad", "a", 1)) ? ModelServer.refuse("bad") : ModelServer.PASS);
    rig.start();
    rig.append(Rig.both("bad", "a", 0));
    rig.append(Rig.both("bad", "a", 1));
    rig.pass(Duration.ofSeconds(1));
    for (int i = 2; i < 500; i++) {
      rig.append(Rig.both(i % 2 == 0 ? "bad" : "good", "a", i));
      rig.pass(Duration.ofSeconds(1));
      if (i == 120) {
        assertThat(numbersTaken(rig)).as("telemetry waits for nobody").hasSize(i);
        assertThat(valuesOf(rig, "good")).endsWith((long) i - 1);
        assertThat(valuesOf(rig, "bad")).containsExactly(0L);
        rig.kill();
      }
    }
    rig.drain(Duration.ofMinutes(5));
    assertThat(rig.letters).containsExactly(Rig.both("bad", "a", 1));
    assertThat(valuesOf(rig, "bad")).startsWith(0L).endsWith(498L);
    assertAllTaken(rig, 500, 1);
  }

  @Test
  void aLetterThatCannotBeFiledKeepsItsReading() {
    Rig rig = new Rig(10, 4);
    rig.server.behave(poison(1));
    rig.beforeLetter =
        () -> {
          throw new IllegalStateException("the disk is full");
        };
    rig.start();
    for (int i = 0; i < 400; i++) {
      rig.append(Rig.telemetry("d", "sensor", i));
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.kept).hasSize(1);
    assertThat(rig.deliverer.problem().orElseThrow()).contains("the disk is full");
    assertAllTaken(rig, 400, 1);
    rig.beforeLetter = () -> {};
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.letters).hasSize(1);
    assertThat(rig.kept).isEmpty();
    assertThat(rig.deliverer.problem()).isEmpty();
  }

  @Test
  void whatCannotBeSetAsideStaysInTheSpool() {
    Rig rig = new Rig(10, 4);
    rig.server.behave(poison(1));
    rig.beforeKeep =
        () -> {
          throw new IllegalStateException("the disk is full");
        };
    rig.start();
    for (int i = 0; i < 20; i++) {
      rig.append(Rig.telemetry("d", "sensor", i));
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(numbersTaken(rig)).as("others go on").hasSize(19);
    assertThat(rig.spool.stats().records()).isEqualTo(19);
    assertThat(rig.deliverer.problem().orElseThrow()).contains("the disk is full");
    rig.beforeKeep = () -> {};
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.spool.stats().records()).isZero();
    assertThat(rig.kept).hasSize(1);
  }

  private static ModelServer.Behaviour poison(long number) {
    return (item, message) ->
        Rig.numbers(item).contains(number) ? ModelServer.refuse("bad value") : ModelServer.PASS;
  }

  static Set<Long> numbersTaken(Rig rig) {
    Set<Long> numbers = new HashSet<>();
    rig.server.taken().forEach(taken -> numbers.addAll(Rig.numbers(taken.item())));
    return numbers;
  }

  static void assertAllTaken(Rig rig, int count, long... but) {
    Set<Long> numbers = numbersTaken(rig);
    for (long i = 0; i < count; i++) {
      long number = i;
      boolean poison = java.util.Arrays.stream(but).anyMatch(other -> other == number);
      assertThat(numbers.contains(number)).as("reading %d", number).isNotEqualTo(poison);
    }
  }

  static List<Long> valuesOf(Rig rig, String device) {
    List<Long> values = new ArrayList<>();
    rig.server.taken().stream()
        .filter(taken -> taken.item().name().equals(device))
        .forEach(
            taken ->
                taken
                    .item()
                    .attributes()
                    .ifPresent(
                        map ->
                            values.add(
                                ((io.integrationhost.plugin.Value.LongValue) map.get("a"))
                                    .value())));
    return values;
  }

  static void assertNeverSetBack(Rig rig) {
    rig.server.taken().stream()
        .map(taken -> taken.item().name())
        .distinct()
        .forEach(device -> assertThat(valuesOf(rig, device)).as(device).isSorted());
  }
}
