package io.integrationhost.host.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.entity.EntityData;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.spool.StoredRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What was set aside is neither lost nor in the way of others, whatever becomes of it. */
final class SetAsideTest {

  private static final long FORMER_POSITION = 100_000;

  private static ModelServer.Fate refuseBad(EntityData item) {
    return item.name().startsWith("bad")
        ? ModelServer.refuse("device limit reached")
        : ModelServer.PASS;
  }

  @Test
  void attributesThatWaitForTheSecondTimeSurviveAKill() {
    Rig rig = new Rig(1000, 8);
    rig.server.behave((item, message) -> refuseBad(item));
    rig.start();
    int telemetry = 0;
    for (int second = 0; second < 330 && rig.letters.isEmpty(); second++) {
      if (second < 20) {
        rig.append(Rig.attributes("bad", "a" + second, second));
      }
      rig.append(Rig.telemetry("good", "sensor", telemetry++));
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.letters).hasSize(1);
    for (int second = 0; second < 5; second++) {
      rig.append(Rig.telemetry("good", "sensor", telemetry++));
      rig.pass(Duration.ofSeconds(1));
    }
    rig.kill();
    rig.server.behave((item, message) -> ModelServer.PASS);
    rig.drain(Duration.ofMinutes(2));
    Set<String> arrived = new TreeSet<>();
    rig.server
        .taken()
        .forEach(taken -> taken.item().attributes().ifPresent(all -> arrived.addAll(all.keySet())));
    assertThat(arrived).hasSize(19);
  }

  @Test
  void whatAFormerSpoolLeftTrimsNothingOfThisOneAndIsOlder() {
    Rig rig = new Rig(10, 1);
    byte[] record = new UplinkCodec().encode(Rig.attributes("e", "k", 1));
    SuspectStore.Id id = new SuspectStore.Id(FORMER_POSITION, 7);
    rig.kept.put(
        id, SuspectStore.Kept.waiting(id, List.of(new StoredRecord(FORMER_POSITION, record))));
    for (int i = 0; i < 500; i++) {
      rig.append(Rig.telemetry("d" + i % 10, "sensor", i));
    }
    rig.append(Rig.attributes("e", "k", 2));
    rig.start();
    rig.drain(Duration.ofMinutes(2));
    assertThat(rig.server.taken()).hasSize(502);
    assertThat(
            rig.server.taken().stream()
                .flatMap(taken -> taken.item().attributes().stream())
                .collect(Collectors.toList()))
        .hasSize(2);
  }

  @Test
  void othersGoOnWhenNoMoreCanBeSetAside() {
    Rig rig = new Rig(1000, 8);
    rig.server.behave((item, message) -> refuseBad(item));
    rig.start();
    int number = 0;
    for (int second = 0; second < 300; second++) {
      for (int i = 0; i < 5; i++) {
        rig.append(Rig.telemetry("bad" + i, "sensor", number++));
        rig.append(Rig.telemetry("good" + i, "sensor", number++));
      }
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.deliverer.problem()).isPresent();
    int before = rig.server.taken().size();
    rig.pass(Duration.ofMinutes(30));
    assertThat(rig.server.taken()).hasSizeGreaterThan(before);
    assertThat(rig.letters).isNotEmpty();
  }

  @Test
  void manySuspectsDelayNobody() {
    Rig rig = new Rig(1000, 8);
    rig.server.behave((item, message) -> refuseBad(item));
    rig.start();
    for (int i = 0; i < 40; i++) {
      rig.append(Rig.telemetry("bad" + i, "sensor", i));
      rig.append(Rig.telemetry("good", "sensor", i));
    }
    rig.pass(Duration.ofSeconds(60));
    for (int i = 40; i < 48; i++) {
      rig.pass(Duration.ofSeconds(25));
      int before = rig.server.taken().size();
      rig.append(Rig.telemetry("good", "sensor", i));
      rig.pass(Duration.ofSeconds(2));
      assertThat(rig.server.taken()).hasSizeGreaterThan(before);
    }
  }

  @Test
  void whatAnEarlierRunLeftIsForgottenWhenTheSpoolIsPastIt() {
    Rig rig = new Rig(10, 1);
    byte[] record = new UplinkCodec().encode(Rig.attributes("e", "k", 1));
    for (long position : new long[] {3, 5}) {
      SuspectStore.Id id = new SuspectStore.Id(position, 7);
      List<StoredRecord> records = List.of(new StoredRecord(position, record));
      rig.kept.put(
          id,
          position == 3
              ? new SuspectStore.Kept(id, true, "no", false, records, Optional.empty())
              : SuspectStore.Kept.waiting(id, records));
    }
    Suspects suspects = rig.suspects();
    suspects.load(0);
    suspects.earlier().trimmed(5);
    assertThat(suspects.earlier().isForgotten()).isFalse();
    suspects.earlier().trimmed(6);
    assertThat(suspects.earlier().isForgotten()).isTrue();
    assertThat(suspects.size()).as("it is tried again all the same").isEqualTo(1);
  }
}
