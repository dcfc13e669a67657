package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.converter.ConverterLimits.Isolation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Where the scripts of each integration run after some of them could not be stopped. */
final class IsolatorTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int PROCESSORS = 3;

  private final Map<String, StubCrew> processes = new LinkedHashMap<>();
  private final List<String> news = new ArrayList<>();
  private final StubCrew threads = new StubCrew();
  private final MovingClock clock = new MovingClock();
  private int lostThreads;
  private boolean noThreads;

  /** Its workers are the test. */
  private static final class StubCrew implements Crew {
    private final Dispatcher dispatcher = new Dispatcher(10);

    StubCrew() {
      dispatcher.workers(10);
    }

    @Override
    public Dispatcher dispatcher() {
      return dispatcher;
    }

    @Override
    public Map<String, ScriptLanguage> languages() {
      return Map.of("JS", new StubLanguage(() -> null));
    }
  }

  private static final class MovingClock extends Clock {
    private Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(now, zone);
    }
  }

  private Isolator isolator(Isolation.Mode mode) {
    return new Isolator(
        new Isolation(mode, 2),
        clock,
        threads,
        () -> lostThreads,
        PROCESSORS,
        (name, delay) -> process(name),
        new IsolationListener() {
          @Override
          public void blocked(ScriptBlock block) {
            news.add("blocked " + block.integration());
          }

          @Override
          public void lifted(String integration) {
            news.add("lifted " + integration);
          }

          @Override
          public void exhausted(String reason) {
            news.add("exhausted");
          }
        });
  }

  private Crew process(String name) {
    if (noThreads) {
      throw new OutOfMemoryError("thrown by a test");
    }
    assertThat(processes).doesNotContainKey(name);
    processes.put(name, new StubCrew());
    return processes.get(name);
  }

  private static IntegrationScripts integration(Isolator isolator, String name) {
    return isolator.integration(name, each -> new IntegrationScripts(each, null, isolator));
  }

  private static Station station(IntegrationScripts home) {
    Station station =
        new Station(
            home,
            "converter of " + home.name(),
            Direction.UPLINK,
            "JS",
            "",
            new Verdict(
                new ConverterLimits.Errors(3, 30, Duration.ofSeconds(20), Duration.ofSeconds(60)),
                Direction.UPLINK,
                System::nanoTime));
    home.add(station);
    return station;
  }

  private void lose(Station station) {
    lostThreads++;
    station.lost();
  }

  private static CompletableFuture<?> call(Station station) {
    return station.perform(new DownlinkCall(null), "device").toCompletableFuture();
  }

  @Test
  void inAutoAnIntegrationThatLosesAThreadGetsAProcessAndTakesWaitingMessagesAlong() {
    Isolator isolator = isolator(Isolation.Mode.AUTO);
    Station bad = station(integration(isolator, "bad"));
    Station good = station(integration(isolator, "good"));
    CompletableFuture<?> waiting = call(bad);
    assertThat(threads.dispatcher.queued()).isEqualTo(1);

    lose(bad);
    assertThat(processes).containsOnlyKeys("bad");
    assertThat(threads.dispatcher.queued()).isZero();
    assertThat(processes.get("bad").dispatcher.queued()).isEqualTo(1);
    assertThat(waiting).isNotDone();
    assertThat(call(bad)).isNotDone();
    assertThat(processes.get("bad").dispatcher.queued()).isEqualTo(2);
    assertThat(call(good)).isNotDone();
    assertThat(threads.dispatcher.queued()).isEqualTo(1);
  }

  @Test
  void anotherVersionOfTheConverterIsChargedTheSame() {
    Isolator isolator = isolator(Isolation.Mode.AUTO);
    IntegrationScripts bad = integration(isolator, "bad");
    Station first = station(bad);
    lose(first);
    first.close();
    assertThat(call(station(integration(isolator, "bad")))).isNotDone();
    assertThat(processes.get("bad").dispatcher.queued()).isEqualTo(1);
    assertThat(threads.dispatcher.isUnused()).isTrue();
  }

  @Test
  void beyondTheProcessesAnIntegrationIsBlockedUntilSomebodyLetsIt() {
    Isolator isolator = isolator(Isolation.Mode.AUTO);
    Station third = station(integration(isolator, "c"));
    station(integration(isolator, "a")).lost();
    station(integration(isolator, "b")).lost();
    third.lost();
    assertThat(processes).containsOnlyKeys("a", "b");
    assertThat(news).containsExactly("blocked c");
    assertThat(isolator.blocks()).extracting(ScriptBlock::integration).containsExactly("c");
    assertThat(call(third))
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("'integration-host converters lift c'");
    assertThat(third.budget().blocked()).isPresent().isEqualTo(third.budget().lastError());
    assertThat(third.budget().refused()).isEqualTo(1);

    assertThat(isolator.lift("c")).isTrue();
    assertThat(isolator.lift("c")).isFalse();
    assertThat(news).containsExactly("blocked c", "lifted c");
    assertThat(call(third)).isNotDone();
  }

  @Test
  void anotherDayLetsItToo() {
    Isolator isolator = isolator(Isolation.Mode.THREAD);
    Station bad = station(integration(isolator, "bad"));
    bad.lost();
    assertThat(call(bad)).isNotDone();
    bad.lost();
    assertThat(call(bad)).isCompletedExceptionally();
    clock.now = NOON.plus(Duration.ofDays(1));
    assertThat(call(bad)).isNotDone();
    assertThat(news).containsExactly("blocked bad", "lifted bad");
    bad.lost();
    assertThat(call(bad)).isNotDone();
  }

  @Test
  void aBlockOfThatDayIsRestored() {
    Isolator isolator = isolator(Isolation.Mode.AUTO);
    IntegrationScripts bad = integration(isolator, "bad");
    LocalDate today = LocalDate.ofInstant(NOON, ZoneId.systemDefault());
    assertThat(isolator.restore(bad, new ScriptBlock("bad", today.minusDays(1), "x"))).isFalse();
    assertThat(bad.refusal()).isEmpty();
    assertThat(isolator.restore(bad, new ScriptBlock("bad", today, "x"))).isTrue();
    assertThatThrownBy(() -> station(bad).check("device")).hasMessageContaining("as x.");
  }

  @Test
  void whenAsManyThreadsAreLostAsThereAreProcessorsAllOthersLeaveThem() {
    Isolator isolator = isolator(Isolation.Mode.AUTO);
    List<Station> innocent = new ArrayList<>();
    for (String name : List.of("d", "e", "f", "g")) {
      innocent.add(station(integration(isolator, name)));
    }
    Station tried = station(integration(isolator, ""));
    lose(station(integration(isolator, "a")));
    lose(station(integration(isolator, "b")));
    assertThat(processes).containsOnlyKeys("a", "b");
    lose(station(integration(isolator, "c")));
    // c is one too many; d and e have one each, the others share one.
    assertThat(news).containsExactly("blocked c");
    assertThat(processes).containsOnlyKeys("a", "b", "d", "e", "");
    innocent.forEach(station -> assertThat(call(station)).isNotDone());
    assertThat(processes.get("").dispatcher.queued()).isEqualTo(2);
    assertThat(call(station(integration(isolator, "later")))).isNotDone();
    assertThat(processes.get("").dispatcher.queued()).isEqualTo(3);
    assertThat(call(tried)).isNotDone();
    assertThat(threads.dispatcher.queued()).isEqualTo(1);
  }

  @Test
  void inThreadsTheHostEndsThenAndNobodyMoves() {
    Isolator isolator = isolator(Isolation.Mode.THREAD);
    for (String name : List.of("a", "b", "c", "d")) {
      lose(station(integration(isolator, name)));
    }
    assertThat(processes).isEmpty();
    assertThat(news).containsExactly("exhausted");
  }

  @Test
  void inProcessesEachHasItsOwnFromTheStartAndNoneIsBlocked() {
    Isolator isolator = isolator(Isolation.Mode.PROCESS);
    for (String name : List.of("a", "b", "c")) {
      Station station = station(integration(isolator, name));
      station.lost();
      assertThat(call(station)).isNotDone();
    }
    assertThat(processes).containsOnlyKeys("a", "b", "c");
    assertThat(news).isEmpty();
    assertThat(threads.dispatcher.isUnused()).isTrue();
  }

  @Test
  void scriptsOfNoIntegrationAreBlockedAlone() {
    Isolator isolator = isolator(Isolation.Mode.PROCESS);
    Station tried = station(integration(isolator, ""));
    tried.lost();
    assertThat(processes).isEmpty();
    assertThat(call(tried)).isCompletedExceptionally();
    assertThat(call(station(integration(isolator, "")))).isNotDone();
  }

  @Test
  void anIntegrationWithoutConvertersGivesItsPlaceBack() {
    Isolator isolator = isolator(Isolation.Mode.AUTO);
    Station a = station(integration(isolator, "a"));
    a.lost();
    station(integration(isolator, "b")).lost();
    a.close();
    Station c = station(integration(isolator, "c"));
    c.lost();
    assertThat(processes).containsOnlyKeys("a", "b", "c");
    assertThat(news).isEmpty();

    // The place is taken now: back in threads, as one that has lost none.
    Station again = station(integration(isolator, "a"));
    assertThat(call(again)).isNotDone();
    assertThat(threads.dispatcher.queued()).isEqualTo(1);
    again.lost();
    assertThat(news).containsExactly("blocked a");
    assertThat(isolator.blocks().get(0).reason()).contains(" 2 integrations have a process");

    // And when it is free again, in the same process as before.
    c.close();
    assertThat(isolator.lift("a")).isTrue();
    again.lost();
    assertThat(call(again)).isNotDone();
    assertThat(processes.get("a").dispatcher.queued()).isEqualTo(2);
    assertThat(threads.dispatcher.queued()).isZero();
  }

  @Test
  void aConverterThatIsReplacedKeepsThePlace() {
    Isolator isolator = isolator(Isolation.Mode.AUTO);
    Station first = station(integration(isolator, "a"));
    first.lost();
    first.close();
    assertThat(call(station(integration(isolator, "a")))).isNotDone();
    assertThat(processes.get("a").dispatcher.queued()).isEqualTo(1);
  }

  @Test
  void inAnEmergencyPlacesAreGivenBackToo() {
    Isolator isolator = isolator(Isolation.Mode.AUTO);
    Station d = station(integration(isolator, "d"));
    station(integration(isolator, "e"));
    lostThreads = PROCESSORS;
    station(integration(isolator, "a")).lost();
    assertThat(processes).containsOnlyKeys("a", "d", "e");
    d.close();
    assertThat(call(station(integration(isolator, "f")))).isNotDone();
    assertThat(processes.get("f").dispatcher.queued()).isEqualTo(1);
    assertThat(call(station(integration(isolator, "d")))).isNotDone();
    assertThat(processes.get("").dispatcher.queued()).isEqualTo(1);
  }

  @Test
  void withoutAThreadForItAMoveIsTriedAgainAtTheNextLostCall() {
    Isolator isolator = isolator(Isolation.Mode.AUTO);
    Station bad = station(integration(isolator, "bad"));
    Station good = station(integration(isolator, "good"));
    noThreads = true;
    lostThreads = PROCESSORS;
    bad.lost();
    assertThat(news).isEmpty();
    assertThat(call(bad)).isNotDone();
    assertThat(call(good)).isNotDone();
    assertThat(threads.dispatcher.queued()).isEqualTo(2);

    noThreads = false;
    bad.lost();
    assertThat(processes).containsOnlyKeys("bad", "good");
    assertThat(threads.dispatcher.queued()).isZero();
    assertThat(news).isEmpty();
  }
}
