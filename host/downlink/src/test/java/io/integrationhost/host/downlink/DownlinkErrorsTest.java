package io.integrationhost.host.downlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An error at one seam costs one downlink at most: what follows goes its way. */
final class DownlinkErrorsTest {

  private static final ConverterEngine ENGINE =
      new ConverterEngine(ConverterLimits.defaults(), Clock.systemUTC());

  @TempDir private Path data;
  private final FakeTarget tcp = new FakeTarget("tcp");
  private DownlinkRig rig;

  @BeforeEach
  void start() {
    rig = new DownlinkRig(data, ENGINE, tcp);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @AfterAll
  static void stop() {
    ENGINE.close();
  }

  /** Sends one that meets the error, then others of the same device and of another one. */
  private void meets(Function<DownlinkRig, ErrorOnce> seam, int passes) {
    tcp.connect("A");
    tcp.connect("B");
    rig.send("A", 1);
    rig.awaitReports("sent A:1");
    ErrorOnce fault = seam.apply(rig);
    fault.throwAfter(passes);
    rig.send("A", 2);
    await().until(fault::hasThrown);
    rig.send("A", 3);
    rig.send("B", 4);
    rig.awaitReports("sent A:3", "sent B:4");
    rig.send("A", 5);
    rig.awaitReports("sent A:5");
    // Nothing is counted as under way for ever.
    assertThat(rig.path.counters().waiting()).isZero();
  }

  @Test
  void controlThreadThatTakesNoTask() {
    meets(each -> each.controlFault, 0);
    assertThat(rig.reports).anyMatch(report -> report.contains("has no memory left"));
  }

  @Test
  void controlThreadThatTakesNoConversion() {
    meets(each -> each.controlFault, 1);
    assertThat(tcp.taken()).contains("A:2");
  }

  @Test
  void listener() {
    meets(each -> each.listenerFault, 0);
  }

  @Test
  void transport() {
    meets(each -> tcp.fault, 0);
    // It may have been sent.
    assertThat(rig.reports).anyMatch(report -> report.startsWith("failed A RPC: the host failed"));
  }

  @Test
  void storage() {
    rig.storageFault.throwAfter(0);
    rig.send("A", 1, 2);
    await().until(() -> rig.path.counters().waiting() == 2);
    assertThat(rig.storageFault.hasThrown()).isTrue();
    tcp.connect("A");
    rig.heard("tcp", "A");
    rig.awaitReports("sent A:1", "sent A:2");
  }

  @Test
  void aLongWaitIsToldOnceAnHour() {
    rig.send("A", 1);
    await().until(() -> rig.path.counters().waiting() == 1);
    rig.pass(Duration.ofMinutes(59));
    assertThat(rig.reports).noneMatch(report -> report.startsWith("held"));
    rig.pass(Duration.ofMinutes(2));
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.reports)
        .filteredOn(report -> report.startsWith("held A waits since 2026-01-01T00:00:00Z"))
        .hasSize(1);
    rig.pass(Duration.ofMinutes(61));
    assertThat(rig.reports).filteredOn(report -> report.startsWith("held A waits")).hasSize(2);
  }
}
