package io.integrationhost.plugins.teltonika;

import static io.integrationhost.plugins.teltonika.Tracking.expect;
import static io.integrationhost.plugins.teltonika.Tracking.hex;
import static io.integrationhost.plugins.teltonika.Tracking.loginOf;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections: who is let in, how long they last, and how they end. */
class SessionTest {

  @Test
  void letsInOnlyWhoIsAllowed() throws IOException {
    try (var tracking = new Tracking("allowedImeis: [\"" + Tracking.IMEI + "\"]");
        SocketDevice stranger = tracking.connect();
        SocketDevice device = tracking.login()) {
      stranger.say(loginOf(Tracking.OTHER_IMEI));
      // The refusal arrives although the device goes on sending.
      stranger.say(Frames.ONE);
      expect(stranger, "00");
      stranger.expectEnd();
      device.say(Frames.ONE);
      expect(device, "00000001");
      assertThat(tracking.telemetry()).hasSize(1);
    }
  }

  @Test
  void closesASecondLoginWithAnotherImei() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      device.say(loginOf(Tracking.OTHER_IMEI));
      device.expectEnd();
    }
  }

  @Test
  void theNewerConnectionOfADeviceWins() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice old = tracking.login()) {
      tracking.uplinks().hold();
      old.say(Frames.ONE);
      tracking.uplinks().awaitCount(2);
      try (SocketDevice current = tracking.login()) {
        old.expectEnd();
        await().atMost(30, SECONDS).until(() -> tracking.hasConnections(1));
        tracking.uplinks().release();
        current.say(Frames.ONE);
        expect(current, "00000001");
        StartedTransport.join(tracking.started().downlink(Tracking.IMEI, "x".getBytes(US_ASCII)));
      }
    }
  }

  @Test
  void closesAConnectionThatDoesNotLogIn() throws IOException {
    try (var tracking = new Tracking("loginTimeoutSeconds: 1");
        SocketDevice silent = tracking.connect();
        SocketDevice pinging = tracking.connect();
        SocketDevice device = tracking.login()) {
      pinging.say(hex("ff"));
      silent.expectEnd();
      pinging.expectEnd();
      device.say(Frames.ONE);
      expect(device, "00000001");
    }
  }

  @Test
  void closesAConnectionWhoseFrameDoesNotEnd() throws IOException {
    try (var tracking = new Tracking("frameTimeoutSeconds: 1");
        SocketDevice device = tracking.login()) {
      device.say(Arrays.copyOf(Frames.ONE, 20));
      device.expectEnd();
      assertThat(tracking.uplinks().count()).isZero();
    }
  }

  @Test
  void doesNotCountTheTimeInWhichItDoesNotRead() throws IOException {
    try (var tracking = new Tracking("frameTimeoutSeconds: 1, idleTimeoutSeconds: 1");
        SocketDevice device = tracking.login()) {
      tracking.uplinks().hold();
      device.say(Frames.ONE);
      device.say(Frames.TWO);
      device.say(Arrays.copyOf(Frames.TWO, 20));
      tracking.uplinks().awaitCount(2);
      await().during(3, SECONDS).atMost(30, SECONDS).until(() -> tracking.hasConnections(1));
      tracking.uplinks().release();
      device.say(Arrays.copyOfRange(Frames.TWO, 20, Frames.TWO.length));
      expect(device, "000000010000000200000002");
    }
  }

  @Test
  void closesAnIdleConnection() throws IOException {
    try (var tracking = new Tracking("idleTimeoutSeconds: 1");
        SocketDevice device = tracking.login()) {
      device.expectEnd();
    }
  }

  @Test
  void takesNoMoreConnectionsThanAllowed() throws IOException {
    try (var tracking = new Tracking("maxConnections: 1")) {
      try (SocketDevice device = tracking.login();
          SocketDevice second = tracking.connect()) {
        second.expectEnd();
        device.say(Frames.ONE);
        expect(device, "00000001");
      }
      await().atMost(30, SECONDS).until(() -> tracking.hasConnections(0));
      tracking.login().close();
    }
  }

  @Test
  void goodFramesForgiveBadOnes() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      for (int i = 0; i < 3; i++) {
        device.say(Frames.WRONG_CHECKSUM);
        device.say(Frames.WRONG_CHECKSUM);
        device.say(Frames.ONE);
        expect(device, "000000000000000000000001");
      }
    }
  }

  @Test
  void answersWhatItTookBeforeItStops() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login();
        SocketDevice silent = tracking.connect()) {
      tracking.uplinks().hold();
      device.say(Frames.ONE);
      tracking.uplinks().awaitCount(2);
      CompletionStage<Void> stopped = tracking.started().transport().stop();
      silent.expectEnd();
      tracking.uplinks().release();
      expect(device, "00000001");
      device.expectEnd();
      StartedTransport.join(stopped);
      assertThat(tracking.started().transport().health()).isEqualTo(Health.down("stopped"));
    }
  }

  @ParameterizedTest
  @CsvSource({"07, 7, false", "10, 16, false", "ab, 0xab, false", "0d, 13, true", "0f, 15, true"})
  void namesTheCodecThatItDoesNotKnow(String id, String name, boolean staysOpen)
      throws IOException {
    try (var log = new CapturedLog();
        var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      device.say(Frames.of(hex(id + "0000")));
      if (staysOpen) {
        device.say(Frames.ONE);
        expect(device, "00000001");
      } else {
        device.expectEnd();
      }
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("device " + Tracking.IMEI, "codec " + name, staysOpen ? "skipped" : "Codec 8");
      assertThat(tracking.started().transport().health().detail()).contains("1 bad frames");
    }
  }

  @Test
  void servesASecondTransportBesideTheFirst() throws IOException {
    try (var one = new Tracking();
        var other = new Tracking("deviceName: \"B {imei}\"");
        SocketDevice device = one.login();
        SocketDevice sameDevice = other.login()) {
      device.say(Frames.ONE);
      expect(device, "00000001");
      sameDevice.say(Frames.ONE);
      expect(sameDevice, "00000001");
      assertThat(one.telemetry().get(0).device().name()).isEqualTo(Tracking.IMEI);
      assertThat(other.telemetry().get(0).device().name()).isEqualTo("B " + Tracking.IMEI);
    }
  }

  @Test
  void saysWhichPortIsTaken() throws IOException {
    try (var tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertTaken("port", tcp.getLocalPort());
      assertTaken("udpPort", udp.getLocalPort());
    }
  }

  @Test
  void namesTheTransportOfTheSamePluginThatHasThePort() {
    try (var first = new Tracking()) {
      assertHolder(first, "port", first.port("TCP"));
      assertHolder(first, "udpPort", first.port("UDP"));
    }
  }

  private static void assertHolder(Tracking first, String key, int port) {
    assertThatThrownBy(() -> new Tracking(key + ": " + port))
        .hasCauseInstanceOf(TransportException.class)
        .hasMessageContaining(
            "%s %s is already in use by integration 'test', transport 'transport' of this host;"
                + " change '%s' in the configuration of one of them",
            key, port, key);
    assertThat(first.hasConnections(0)).isTrue();
  }

  private static void assertTaken(String key, int port) {
    String slice = key + ": " + port + ", bindAddress: localhost";
    var plugin = new TeltonikaPlugin();
    try {
      assertThatThrownBy(() -> StartedTransport.start(plugin, FakeContext.of(slice)))
          .hasCauseInstanceOf(TransportException.class)
          .hasMessageContaining(
              "%s %s is already in use on this machine; stop the other program or change '%s' in"
                  + " the integration's configuration",
              key, port, key);
    } finally {
      plugin.close();
    }
  }
}
