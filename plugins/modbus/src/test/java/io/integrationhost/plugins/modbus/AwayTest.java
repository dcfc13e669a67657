package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Devices and a host that are away for a while, when nothing is due for long. */
@Execution(ExecutionMode.CONCURRENT)
class AwayTest extends Polling {

  private static final String HOUR = "pollPeriod: 3600000, ";

  @Test
  void aDeviceIsAskedAgainThoughNoPollIsDue() {
    peer.script(request -> Optional.empty());
    StartedTransport started =
        start(
            "retries: 0, firstWaitMs: 1000",
            "{name: hourly, units: 1, " + HOUR + "points: [" + point("p", 5, "") + "]}");
    soon(() -> started.transport().health().status() == Health.Status.DOWN);
    peer.script(peer::plain);
    assertThat(first(started)).isEqualTo(Map.of("p", Value.of(5)));
    assertThat(started.uplinks().connected()).contains("hourly");
    assertThat(started.transport().health().status()).isEqualTo(Health.Status.UP);
  }

  @Test
  void aDeviceThatIsOnlyWrittenIsFoundAgain() throws IOException {
    peer.script(request -> Optional.empty());
    StartedTransport started = start("retries: 0, firstWaitMs: 1000", "{name: valve, units: 1}");
    soon(() -> started.uplinks().connected().size() == 1);
    assertThat(started.transport().facts().get("device valve")).startsWith("not heard yet");
    var unused =
        started.downlink(
            "valve",
            Bytes.utf8(
                "{\"write\": [{\"register\": \"holding\", \"address\": 9, \"type\": \"16uint\","
                    + " \"value\": 1}]}"));
    soon(() -> started.transport().health().status() == Health.Status.DOWN);
    int asked = peer.asked().size();
    peer.hangUp();
    soon(() -> peer.asked().size() > asked);
    assertThat(started.uplinks().connected()).as("a connection is no device").hasSize(1);
    peer.script(peer::plain);
    soon(() -> started.uplinks().connected().size() == 2);
    assertThat(started.transport().health().status()).isEqualTo(Health.Status.UP);
  }

  @Test
  void whatTheHostRefusedIsHandedOverAgainThoughNoPollIsDue() {
    var mayAnswer = new CountDownLatch(1);
    peer.script(
        request -> {
          try {
            var unused = mayAnswer.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return peer.plain(request);
        });
    StartedTransport started =
        startAll(
            "{output: converter, connections: [{name: line, host: localhost, port: "
                + peer.port()
                + ", timeoutMs: 10000, firstWaitMs: 1000, devices: [{name: m, units: 1, polls:"
                + " [{name: a, periodMs: 3600000}, {name: b, periodMs: 3600001}], points: ["
                + point("p", 5, ", poll: a")
                + ", "
                + point("q", 6, ", poll: b")
                + "]}]}]}");
    started.uplinks().reject(Receipt.Reason.OVERLOADED, "full");
    mayAnswer.countDown();
    soon(() -> started.uplinks().texts().stream().anyMatch(text -> text.contains("q")));
    int before = started.uplinks().count();
    started.uplinks().answerAlways(new Receipt.Stored());
    started.uplinks().awaitCount(before + 2);
    assertThat(
            started.uplinks().payloads().stream()
                .skip(before)
                .map(each -> each.metadata().get("poll") + " " + Bytes.utf8(each.bytes())))
        .as("each poll's readings bear its name and time")
        .containsExactlyInAnyOrder("a {\"p\":5}", "b {\"q\":6}");
  }

  @Test
  void allPointsOfADeadDeviceTurnBad() {
    StartedTransport started =
        start(
            "retries: 0, maxRegistersPerRequest: 1, firstWaitMs: 1000",
            "{name: m, units: 1, quality: true, pollPeriod: 50, points: ["
                + String.join(
                    ", ", IntStream.range(0, 3).mapToObj(i -> point("p" + i, i, "")).toList())
                + "]}");
    started.uplinks().awaitCount(1);
    peer.script(request -> Optional.empty());
    soon(() -> started.transport().health().status() == Health.Status.DOWN);
    soon(
        () ->
            List.of("p0", "p1", "p2").stream()
                .allMatch(
                    key ->
                        started.uplinks().of(Uplink.Telemetry.class).stream()
                            .flatMap(each -> each.values().stream())
                            .anyMatch(
                                each ->
                                    Value.of("no answer")
                                        .equals(each.values().get(key + ".quality")))));
  }

  @Test
  void aSilentPeerOfDatagramsIsDialledAnew() throws IOException {
    try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      startAll(
          "{retry {first = 100 ms, most = 300 ms}, connections: [{transport: udp, host: 127.0.0.1,"
              + " port: "
              + silent.getLocalPort()
              + ", timeoutMs: 100, retries: 0, firstWaitMs: 1000, mostWaitMs: 1000, devices: [{name:"
              + " m, units: 1, pollPeriod: 100, points: ["
              + point("p", 5, "")
              + "]}]}]}");
      silent.setSoTimeout(20_000);
      Set<Integer> ports = new HashSet<>();
      while (ports.size() < 2) {
        var packet = new DatagramPacket(new byte[300], 300);
        silent.receive(packet);
        ports.add(packet.getPort());
      }
    }
  }

  @Test
  void ofManyConnectionsThoseThatAreAwayAreShown() {
    String away =
        IntStream.range(0, 11)
            .mapToObj(
                i ->
                    "{name: "
                        + (i < 10 ? "l" + i + ", host: localhost, port: " + peer.port() : "away")
                        + (i < 10 ? "" : ", transport: listen")
                        + ", devices: [{name: m"
                        + i
                        + ", units: 1}]}")
            .collect(Collectors.joining(", "));
    StartedTransport started =
        startAll("{listen {port = " + FreePort.find() + "}, connections: [" + away + "]}");
    soon(() -> started.uplinks().connected().size() == 10);
    assertThat(started.transport().facts()).hasSize(18).containsKey("connection away");
  }

  @Test
  void healthSaysHowManyConnectionsAreAway() {
    String line = "{name: %s, host: localhost, port: %d, devices: [{name: %s, units: 1}]}";
    StartedTransport started =
        startAll(
            "{connections: ["
                + String.join(
                    ", ",
                    line.formatted("a", FreePort.find(), "m1"),
                    line.formatted("b", FreePort.find(), "m2"),
                    line.formatted("c", peer.port(), "m3"))
                + "]}");
    soon(() -> started.uplinks().connected().size() == 1);
    soon(
        () ->
            started.transport().health().detail().startsWith("2 of 3 connections are not open: "));
  }

  @Test
  void aDeviceThatDoesNotSayWhoItIsIsPolledAllTheSame() {
    peer.script(request -> request.function() == 43 ? Optional.empty() : peer.plain(request));
    StartedTransport started =
        start(
            "",
            "{name: m, units: 1, identify: true, pollPeriod: 20, points: ["
                + point("p", 5, "")
                + "]}");
    assertThat(first(started)).isEqualTo(Map.of("p", Value.of(5)));
    assertThat(started.context().metrics().count("timeouts")).isEqualTo(1);
    assertThat(started.context().metrics().count("polls_held_back")).isZero();
    assertThat(started.transport().health().status()).isEqualTo(Health.Status.UP);
  }
}
