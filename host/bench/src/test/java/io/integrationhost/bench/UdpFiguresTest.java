package io.integrationhost.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.bench.Shares.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the UDP scenario makes of its counts, and the source and bare receiver that it has. */
final class UdpFiguresTest {

  private static final Cost NOTHING = new Cost(0, 0);

  private static Phase phase(long sent, long taken, long refused, OptionalLong dropped, long cpu) {
    return new Phase(
        sent,
        taken,
        refused,
        dropped,
        Duration.ofSeconds(1).toNanos(),
        NOTHING,
        new Cost(cpu, cpu / 2));
  }

  @Test
  void everyDatagramMustBeAccountedFor() {
    phase(10, 7, 2, OptionalLong.of(1), 1).requireAccounted("udp");
    phase(10, 7, 2, OptionalLong.empty(), 1).requireAccounted("udp");
    assertThatThrownBy(() -> phase(10, 7, 2, OptionalLong.of(0), 1).requireAccounted("udp"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("udp: 10 datagrams were sent, 7 taken, 2 refused and counted, 0");
    assertThatThrownBy(() -> phase(10, 0, 10, OptionalLong.of(0), 1).requireAccounted("udp"))
        .isInstanceOf(BenchException.class);
  }

  @Test
  void comparesWithTheBareReceiverAndTheTcpDevicesOfTheSameRound() {
    Shares shares = new Shares();
    shares.add("tcp-none", phase(100, 100, 0, OptionalLong.of(0), 2_000_000));
    shares.add("bare-receiver-none", phase(1000, 900, 0, OptionalLong.of(100), 1));
    shares.add("udp-30000-per-s-none", phase(1000, 891, 9, OptionalLong.of(100), 17_820_000));
    List<Figures> figures = shares.figures();
    assertThat(figures)
        .extracting(Figures::name)
        .containsExactly("tcp-none", "bare-receiver-none", "udp-30000-per-s-none");
    Map<String, Object> udp = figures.get(2).values();
    assertThat(udp.get("share_taken")).hasToString("0.891");
    assertThat(udp.get("ratio_to_bare_receiver")).hasToString("0.990");
    assertThat(udp.get("cpu_ratio_to_tcp")).hasToString("1");
    assertThat(udp).containsEntry("unaccounted", 0L).containsEntry("refused_and_counted", 9L);
  }

  @Test
  void readsWhatTheSystemHasDropped() {
    String line =
        "  99: 00000000:2D28 00000000:0000 07 00000000:00000000 00:00000000 00000000     0"
            + "        0 4711 2 0000000000000000 17";
    assertThat(KernelDrops.drops(line, 0x2D28)).hasValue(17);
    assertThat(KernelDrops.drops(line, 0x2D29)).isEmpty();
    assertThat(KernelDrops.drops("  sl  local_address rem_address   st", 1)).isEmpty();
  }

  @Test
  void theSourceSendsAtItsRateAndTheBareReceiverCounts() {
    try (BareReceiver bare = new BareReceiver(1 << 20);
        DatagramSource source = new DatagramSource(bare.port(), 3, 1000)) {
      assertThat(source.sent()).isZero();
      source.send(true);
      Waiting.until(() -> bare.taken() >= 50, "some datagrams");
      source.send(false);
      long sent = source.sent();
      Waiting.until(() -> bare.taken() == sent, "all of them");
      assertThat(bare.refused()).isZero();
    }
  }
}
