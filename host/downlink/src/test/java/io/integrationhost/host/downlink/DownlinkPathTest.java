package io.integrationhost.host.downlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DownlinkPathTest {

  private static final ConverterEngine ENGINE =
      new ConverterEngine(ConverterLimits.defaults(), Clock.systemUTC());
  private static final SendOutcome SENT = new SendOutcome.Sent();

  @TempDir private Path data;
  private final FakeTarget tcp = new FakeTarget("tcp");
  private DownlinkRig rig;

  @AfterAll
  static void stop() {
    ENGINE.close();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void start(FakeTarget... targets) {
    rig = new DownlinkRig(data, ENGINE, targets);
  }

  @Test
  void sendsToAConnectedDeviceInOrder() {
    start(tcp);
    tcp.connect("A");
    rig.send("A", 1, 2, 3, 4, 5);
    rig.awaitReports("sent A:5");
    assertThat(tcp.taken()).containsExactly("A:1", "A:2", "A:3", "A:4", "A:5");
    assertThat(rig.path.counters()).isEqualTo(new DownlinkCounters.Snapshot(5, 0, 0, 0));
    assertThat(files()).isEmpty();
  }

  @Test
  void neverHasTwoOfOneDeviceOnTheirWay() {
    start(tcp);
    tcp.hold();
    rig.send("A", 1, 2);
    rig.send("B", 3);
    await().until(() -> tcp.held() == 2 && rig.reports.contains("waiting A"));
    assertThat(tcp.taken()).containsExactlyInAnyOrder("A:1", "B:3");
    assertThat(files()).hasSize(1);
    tcp.release(SENT);
    tcp.release(SENT);
    await().until(() -> tcp.taken().contains("A:2"));
    tcp.release(SENT);
    rig.awaitReports("sent A:1", "sent A:2", "sent B:3");
    await().until(() -> files().isEmpty());
  }

  @Test
  void waitsUntilTheDeviceIsHeardAndKeepsTheOrder() {
    start(tcp);
    rig.send("A", 1, 2);
    await().until(() -> rig.path.counters().waiting() == 2);
    assertThat(files()).hasSize(2);
    rig.heard("tcp", "B");
    tcp.connect("A");
    rig.heard("tcp", "A");
    rig.awaitReports("sent A:2");
    rig.send("A", 3);
    rig.awaitReports("sent A:3");
    assertThat(tcp.taken()).containsExactly("A:1", "A:2", "A:3");
    await().until(() -> files().isEmpty());
    assertThat(rig.path.counters().waiting()).isZero();
  }

  @Test
  void triesAgainWhenTheTransportLearnsOfTheDeviceAfterTheHost() {
    start(tcp);
    rig.send("A", 1);
    await().until(() -> rig.path.counters().waiting() == 1);
    rig.heard("tcp", "A");
    await().until(() -> tcp.asked().size() >= 2);
    tcp.connect("A");
    rig.awaitReports("sent A:1");
  }

  @Test
  void whatWaitsIsTriedFromTimeToTime() {
    start(tcp);
    rig.send("A", 1);
    await().until(() -> rig.path.counters().waiting() == 1);
    tcp.connect("A");
    rig.pass(Duration.ofSeconds(5));
    rig.awaitReports("sent A:1");
  }

  @Test
  void survivesAnEndWithoutWarning() {
    start(tcp);
    rig.send("A", 1, 2);
    rig.send("B", 3);
    await().until(() -> rig.path.counters().waiting() == 3);
    rig.close();
    start(tcp);
    assertThat(rig.path.counters().waiting()).isEqualTo(3);
    rig.send("A", 4);
    await().until(() -> rig.path.counters().waiting() == 4);
    tcp.connect("A");
    rig.heard("tcp", "A");
    rig.awaitReports("sent A:4");
    assertThat(tcp.taken()).containsExactly("A:1", "A:2", "A:4");
    await().until(() -> files().size() == 1);
  }

  @Test
  void expiresAfterItsTime() {
    start(tcp);
    rig.use(DownlinkRig.PLAIN, new WaitingLimits(Duration.ofMinutes(2), 10), true);
    rig.send("A", 1);
    await().until(() -> rig.path.counters().waiting() == 1);
    rig.pass(Duration.ofSeconds(119));
    rig.send("A", 2);
    await().until(() -> rig.path.counters().waiting() == 2);
    rig.pass(Duration.ofSeconds(2));
    assertThat(rig.path.counters().expired()).isEqualTo(1);
    assertThat(rig.reports).anyMatch(each -> each.contains("it has waited for 2 min"));
    tcp.connect("A");
    rig.heard("tcp", "A");
    rig.awaitReports("sent A:2");
    assertThat(tcp.taken()).containsExactly("A:2");
    await().until(() -> files().isEmpty());
  }

  @Test
  void theOldestGivesWayWhenTooManyWait() {
    start(tcp);
    rig.use(DownlinkRig.PLAIN, new WaitingLimits(Duration.ofHours(1), 2), true);
    rig.send("A", 1);
    rig.send("B", 2);
    rig.send("C", 3);
    await().until(() -> rig.path.counters().failed() == 1);
    assertThat(rig.path.counters().waiting()).isEqualTo(2);
    assertThat(files()).hasSize(2);
    assertThat(rig.reports)
        .anyMatch(each -> each.startsWith("failed ") && each.contains("gave way"));
  }

  @Test
  void whereNoneMayWaitADownlinkFailsAtOnce() {
    start(tcp);
    rig.use(DownlinkRig.PLAIN, new WaitingLimits(Duration.ofHours(1), 0), true);
    tcp.hold();
    rig.send("A", 1, 2);
    await().until(() -> tcp.held() == 1 && rig.reports.contains("waiting A"));
    tcp.release(SENT);
    await().until(() -> tcp.held() == 1);
    tcp.release(new SendOutcome.NotNow("it is not connected"));
    await().until(() -> rig.path.counters().failed() == 1);
    assertThat(rig.reports)
        .contains("sent A:1")
        .anyMatch(each -> each.contains("let no downlink wait"));
    await().until(() -> files().isEmpty());
    assertThat(rig.path.counters().waiting()).isZero();
  }

  @Test
  void whatATransportRefusesForGoodFailsAndTheNextFollows() {
    start(tcp);
    tcp.hold();
    rig.send("A", 1, 2, 3);
    await().until(() -> rig.path.counters().waiting() == 2);
    tcp.release(new SendOutcome.Refused("too long"));
    await().until(() -> tcp.held() == 1);
    tcp.release(new SendOutcome.Unknown("no answer in time"));
    await().until(() -> tcp.held() == 1);
    tcp.release(SENT);
    rig.awaitReports("sent A:3", "failed A RPC: too long");
    assertThat(rig.reports).anyMatch(each -> each.contains("it may have been sent"));
    assertThat(rig.path.counters()).isEqualTo(new DownlinkCounters.Snapshot(1, 2, 0, 0));
    await().until(() -> files().isEmpty());
  }

  @Test
  void asksTheTransportsUntilOneTakesIt() {
    FakeTarget udp = new FakeTarget("udp");
    start(tcp, udp);
    tcp.answer(new SendOutcome.Refused("does not send downlinks"));
    rig.send("A", 1);
    await().until(() -> rig.path.counters().waiting() == 1);
    udp.connect("A");
    rig.heard("udp", "A");
    rig.awaitReports("sent A:1");
    int before = tcp.asked().size();
    rig.send("A", 2);
    rig.awaitReports("sent A:2");
    assertThat(tcp.asked()).as("the last transport is asked first").hasSize(before);
    udp.answer(new SendOutcome.Refused("never heard of it"));
    rig.send("B", 3);
    await().until(() -> rig.path.counters().failed() == 1);
  }

  @Test
  void aConverterThatFailsIsReported() {
    start(tcp);
    rig.use("throw new Error('no valve ' + msg.v);", WaitingLimits.defaults(), true);
    rig.send("A", 7);
    await().until(() -> rig.path.counters().failed() == 1);
    assertThat(rig.reports)
        .anyMatch(each -> each.startsWith("error A") && each.contains("no valve 7"))
        .anyMatch(each -> each.startsWith("failed A RPC: ") && each.contains("no valve 7"));
    rig.path.accept(DownlinkRig.message("A", ""));
    await().until(() -> rig.path.counters().failed() == 2);
  }

  @Test
  void aResultThatBreaksTheRulesIsShownWithTheReason() {
    start(tcp);
    rig.use("return {data: 'x'};", WaitingLimits.defaults(), true);
    rig.send("A", 7);
    rig.awaitReports("error A Downlink content type is not set! in {\"data\":\"x\"}");
  }

  @Test
  void oneMessageMayGiveSeveralDownlinks() {
    start(tcp);
    tcp.connect("A");
    rig.use(
        "return [{contentType: 'TEXT', data: 'x'}, {contentType: 'BINARY', data: 'eQ=='}];",
        WaitingLimits.defaults(),
        true);
    rig.send("A", 1);
    rig.awaitReports("sent A:y");
    assertThat(tcp.taken()).containsExactly("A:x", "A:y");
  }

  @Test
  void withoutConverterOrDisabledItSaysWhatToDo() {
    start(tcp);
    rig.send("A", 1);
    await().until(() -> rig.path.counters().waiting() == 1);
    tcp.connect("A");
    rig.use(DownlinkRig.PLAIN, WaitingLimits.defaults(), false);
    rig.send("A", 2);
    rig.awaitReports(
        "failed A RPC: integration 'Valves' is disabled; enable it in ThingsBoard and send again");
    rig.heard("tcp", "A");
    rig.pass(Duration.ofSeconds(5));
    assertThat(rig.path.counters().waiting()).isEqualTo(1);
    assertThat(tcp.taken()).isEmpty();
    rig.onControl(() -> rig.path.use(Optional.empty(), WaitingLimits.defaults(), true));
    rig.send("A", 3);
    rig.awaitReports(
        "failed A RPC: integration 'Valves' has no downlink converter; choose one in ThingsBoard");
    rig.pass(Duration.ofSeconds(5));
    rig.awaitReports("sent A:1");
  }

  @Test
  void withoutTransportADownlinkWaits() {
    start();
    rig.send("A", 1);
    await().until(() -> rig.path.counters().waiting() == 1);
  }

  @Test
  void tooManyAtOnceAreRefused() {
    start(tcp);
    rig.onControl(
        () -> {
          for (int i = 0; i <= 1_000; i++) {
            rig.send("A", i);
          }
          assertThat(rig.path.counters().failed()).isEqualTo(1);
        });
    assertThat(rig.reports).anyMatch(each -> each.contains("are being converted already"));
  }

  @Test
  void tooLargeOnesAreRefused() {
    start(tcp);
    rig.path.accept(DownlinkRig.message("A", "x".repeat(9 << 20)));
    assertThat(rig.path.counters().failed()).isEqualTo(1);
    tcp.connect("A");
    rig.send("A", 1);
    rig.awaitReports("sent A:1");
  }

  @Test
  void afterAPauseNothingIsSentButKept() {
    start(tcp);
    tcp.connect("A");
    rig.onControl(rig.path::pause);
    rig.send("A", 1);
    await().until(() -> files().size() == 1);
    assertThat(tcp.asked()).isEmpty();
    assertThat(rig.path.flushed()).isCompleted();
  }

  private List<String> files() {
    Path folder = data.resolve("downlinks").resolve("Valves");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
