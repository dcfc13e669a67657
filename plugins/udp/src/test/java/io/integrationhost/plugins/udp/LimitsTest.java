package io.integrationhost.plugins.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Wire;
import io.integrationhost.testkit.StartedTransport;
import io.integrationhost.testkit.VirtualDevice;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is taken, what is told to whom, and what anybody can make the host keep. */
class LimitsTest {

  private static final String BINARY = "{handlerType: BINARY}";

  @Test
  void takesTheLongestDatagramWhole() throws IOException {
    UdpPlugin plugin = new UdpPlugin();
    try (StartedTransport started =
            StartedTransport.start(plugin, "{port: 0, soRcvBuf: 1024, replies {onStored: OK}}");
        TestDevice device = new TestDevice(started)) {
      byte[] longest = new byte[65_507];
      longest[65_506] = 7;
      device.say(longest);
      device.hears("OK");
      assertThat(started.uplinks().payloads()).hasSize(1);
      assertThat(started.uplinks().payloads().get(0).bytes()).isEqualTo(longest);
    } finally {
      plugin.close();
    }
  }

  @Test
  void countsAndRefusesALongerOneAndNeverCutsIt() {
    try (var port = new VirtualPort("{port: 1, maxDatagramLength: 2500}")) {
      VirtualDevice device = port.device(1);
      device.say(new byte[2501]);
      assertThat(port.context.uplinks().count()).isZero();
      assertThat(port.context.wire().line(0).faults()).containsExactly(Wire.Fault.TOO_LONG);
      assertThat(port.health()).contains("1 bad frames");
      device.say(new byte[2500]);
      assertThat(port.context.uplinks().payloads().get(0).bytes()).hasSize(2500);
    }
  }

  @Test
  void ignoresEmptyDatagramsButForJsonAndHex() {
    for (String kind : List.of("TEXT", "BINARY", "JSON", "HEX")) {
      try (VirtualPort port = VirtualPort.official("{handlerType: " + kind + "}")) {
        port.device(1).say(new byte[0]);
        assertThat(port.context.uplinks().texts())
            .isEqualTo(
                switch (kind) {
                  case "JSON" -> List.of("");
                  case "HEX" -> List.of("{\"reports\":[{\"value\":\"\"}]}");
                  default -> List.of();
                });
      }
    }
  }

  @Test
  void takesAnEmptyDatagramOfARealSocket() throws IOException {
    UdpPlugin plugin = new UdpPlugin();
    try (StartedTransport started =
            StartedTransport.start(plugin, "{port: 0, handlerType: HEX, replies {onStored: OK}}");
        TestDevice device = new TestDevice(started)) {
      device.say(new byte[0]);
      device.hears("OK");
      assertThat(started.uplinks().texts()).containsExactly("{\"reports\":[{\"value\":\"\"}]}");
    } finally {
      plugin.close();
    }
  }

  @Test
  void givesAPlainTextWhereThatIsWanted() {
    try (var port = new VirtualPort("{port: 1, handlerType: TEXT, charsetName: ISO-8859-1}")) {
      port.device(1).say(new byte[] {'a', (byte) 0xB0, '\n'});
      Uplink.Payload payload = port.context.uplinks().payloads().get(0);
      assertThat(Bytes.utf8(payload.bytes())).isEqualTo("a°\n");
      assertThat(payload.contentType()).isEqualTo(ContentType.TEXT);
    }
  }

  @Test
  void tellsTheConverterWhereADatagramCameFromWhenThatIsWanted() {
    try (var port = new VirtualPort("{port: 1, connectionMetadata: true}")) {
      port.device(3).say(Bytes.utf8("x"));
      assertThat(port.context.uplinks().payloads().get(0).metadata())
          .containsEntry("remoteAddress", "10.0.0.3")
          .containsEntry("remotePort", "4000")
          .containsEntry("localPort", "1")
          .containsOnlyKeys("remoteAddress", "remotePort", "localPort", "sessionId");
    }
  }

  @Test
  void servesOnlyWhomItMay() {
    try (var port = new VirtualPort("{port: 1, allow: [\"10.0.0.2\"]}")) {
      port.device(1).say(Bytes.utf8("x"));
      port.device(2).say(Bytes.utf8("y"));
      assertThat(port.context.uplinks().texts()).containsExactly("y");
      assertThat(port.context.wire().refusals()).containsExactly(Wire.Refusal.ADDRESS);
    }
  }

  @Test
  void takesNoMoreOfOneAddressInASecondThanItMay() {
    try (var port = new VirtualPort("{port: 1, maxPerSecondPerAddress: 2}")) {
      for (int i = 0; i < 5; i++) {
        port.device(1).say(Bytes.utf8("x"));
      }
      port.device(2).say(Bytes.utf8("y"));
      assertThat(port.context.uplinks().texts()).containsExactly("x", "x", "y");
      assertThat(port.context.metrics().count("datagrams_dropped", "rate")).isEqualTo(3);
    }
  }

  @Test
  void repliesAsTheConfigurationSays() {
    try (var port =
        new VirtualPort(
            "{port: 1, maxDatagramLength: 10, handlerType: BINARY,"
                + " replies {onAccepted: \"A\", onStored: \"hex:06\", onRefused: \"R\"}}")) {
      VirtualDevice device = port.device(1);
      device.say(Bytes.utf8("x"));
      assertThat(Bytes.utf8(device.take(9))).isEqualTo("A\6");
      port.context.uplinks().answerAlways(new Receipt.NoContent());
      device.say(Bytes.utf8("x"));
      assertThat(Bytes.utf8(device.take(9))).isEqualTo("A\6");
      port.context.uplinks().reject(Receipt.Reason.CONVERTER, "no");
      device.say(Bytes.utf8("x"));
      assertThat(Bytes.utf8(device.take(9))).isEqualTo("AR");
      device.say(new byte[11]);
      assertThat(Bytes.utf8(device.take(9))).isEqualTo("R");
      device.say(new byte[0]);
      assertThat(device.heard()).isEmpty();
    }
  }

  @Test
  void saysNothingToADeviceInThingsBoardsForm() {
    try (VirtualPort port = VirtualPort.official(BINARY)) {
      VirtualDevice device = port.device(1);
      device.say(Bytes.utf8("x"));
      port.context.uplinks().reject(Receipt.Reason.CONVERTER, "no");
      device.say(Bytes.utf8("x"));
      assertThat(device.heard()).isEmpty();
    }
  }

  @Test
  void remembersNoMoreForgedSendersThanItMay() {
    try (var port = new VirtualPort("{port: 1, maxPeers: 1000}")) {
      port.context
          .uplinks()
          .answer(
              uplink ->
                  CompletableFuture.completedFuture(
                      new Receipt.Stored(List.of(Bytes.utf8(((Uplink.Payload) uplink).bytes())))));
      for (int number = 0; number < 20_000; number++) {
        port.device(number).say(Bytes.utf8("D" + number));
      }
      assertThat(port.health()).contains("1000 peers");
      assertThat(port.context.wire().open()).hasSize(1000);
      assertThat(port.context.uplinks().count()).isEqualTo(20_000);
      assertThat(port.context.uplinks().disconnected()).hasSize(19_000);
      assertThat(port.context.memory().taken()).isZero();
    }
  }

  @Test
  void waitsForNobodyAndCountsWhatTheHostHasNoRoomFor() throws IOException {
    UdpPlugin plugin = new UdpPlugin();
    try (StartedTransport started =
            StartedTransport.start(plugin, "{port: 0, maxUnansweredDatagrams: 1}");
        TestDevice device = new TestDevice(started)) {
      started.uplinks().hold();
      device.say("a");
      started.uplinks().awaitCount(1);
      device.say("b");
      await().until(() -> started.transport().health().detail().contains("1 datagrams dropped"));
      started.uplinks().release();
      device.say("c");
      started.uplinks().awaitCount(2);
      assertThat(started.uplinks().texts()).containsExactly("a", "c");
    } finally {
      plugin.close();
    }
  }
}
