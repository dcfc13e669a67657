package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Devices that listen, on real sockets. */
class DialOutTest {

  private static final String QUICK = ", retry {first: 100 ms, most: 200 ms}";

  /** A device that listens on a port. */
  private static final class Listening implements AutoCloseable {
    private final ServerSocket server;

    Listening(int port) throws IOException {
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      server.setSoTimeout(20_000);
    }

    int port() {
      return server.getLocalPort();
    }

    TestDevice accept() throws IOException {
      return new TestDevice(server.accept());
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static String peer(int port) {
    return "{host: localhost, port: " + port + "}";
  }

  private static void send(RunningPlugin running, String device, String text) {
    running
        .transport
        .downlink(new Downlink(device, ContentType.TEXT, Bytes.utf8(text), Map.of()))
        .toCompletableFuture()
        .join();
  }

  @Test
  void talksWithADeviceThatComesLaterAndAgainWhenItHasGone() throws IOException {
    int port = FreePort.find();
    try (var running = new RunningPlugin("{dial: [" + peer(port) + "]" + QUICK + "}")) {
      assertThat(running.transport.listensOn()).isEmpty();
      assertThat(running.transport.placement()).isEqualTo(Placement.ONE_HOST);
      await()
          .untilAsserted(
              () ->
                  assertThat(running.transport.health().detail())
                      .startsWith("localhost:" + port + ": connection refused, tried"));
      try (var device = new Listening(port)) {
        for (int round = 1; round <= 2; round++) {
          try (TestDevice connection = device.accept()) {
            connection.ask(TestDevice.GREETING + "\n", TestDevice.GREETED + "\n");
            connection.ask("25,40," + round + "\n", "OK\n");
            send(running, "Device B", "on\n");
            connection.expect("on\n");
            assertThat(running.transport.health())
                .isEqualTo(
                    new Health(
                        Health.Status.UP, "connected to localhost:" + port + ", 0 bad frames"));
          }
        }
      }
      assertThat(running.uplinks.texts()).containsExactly("25,40,1", "25,40,2");
      assertThat(running.uplinks.payloads())
          .extracting(Uplink.Payload::deviceName)
          .containsOnly(Optional.of("Device B"));
    }
  }

  @Test
  void theFormOfThingsBoardDialsAndOneThatIsAwayHindersNoOther() throws IOException {
    int away = FreePort.find();
    try (var device = new Listening(0);
        var running =
            new RunningPlugin(
                "{clientConfiguration: {port: 10560, handlerConfiguration: {handlerType: TEXT}},"
                    + " replies {onStored: \"ACK\"}, dial: ["
                    + peer(device.port())
                    + ","
                    + peer(away)
                    + "]"
                    + QUICK
                    + "}")) {
      assertThat(running.transport.listensOn()).isEmpty();
      try (TestDevice connection = device.accept()) {
        connection.ask("25,40,94\r\n", "ACK");
        assertThat(running.uplinks.texts()).containsExactly("25,40,94");
        await()
            .untilAsserted(
                () -> {
                  Health health = running.transport.health();
                  assertThat(health.status()).isEqualTo(Health.Status.DEGRADED);
                  assertThat(health.detail())
                      .startsWith("localhost:" + away + ": connection refused");
                });
        connection.ask("25,40,95\n", "ACK");
      }
    }
  }

  @Test
  void listensToo() throws IOException {
    try (var listening = new Listening(0);
        var running =
            new RunningPlugin(
                "{port: 0, framing {type: HEX}, replies {onStored: \"hex:06\"}, dial: ["
                    + peer(listening.port())
                    + "]}");
        TestDevice dialled = listening.accept();
        TestDevice connected = running.connect()) {
      dialled.ask("0102\n", "\6");
      connected.ask("0304\n", "\6");
      assertThat(running.transport.health().detail())
          .contains("listening on port", "connected to localhost:" + listening.port());
    }
  }

  @Test
  void stopsWhileItDialsAndWhileADeviceWaitsForItsAnswer() throws IOException {
    try (var device = new Listening(0);
        var running =
            new RunningPlugin(
                "{dial: ["
                    + peer(FreePort.find())
                    + ","
                    + peer(device.port())
                    + "]"
                    + QUICK
                    + "}");
        TestDevice connection = device.accept()) {
      running.uplinks.hold();
      connection.say("1\n");
      running.uplinks.awaitCount(1);
      running.stop();
      connection.expectEnd();
    }
  }
}
