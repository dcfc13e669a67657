package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The conversation with a device. */
class LineTransportTest {

  private final StartedTransport started = StartedTransport.start(new LinePlugin(), "{port: 0}");

  private SocketDevice connect() throws IOException {
    return new SocketDevice(((LineTransport) started.transport()).port());
  }

  @AfterEach
  void stop() {
    started.close();
  }

  @Test
  void publishesTelemetry() throws IOException {
    try (SocketDevice device = connect()) {
      device.ask("boiler temperature 21.5\n", "OK\n");
    }
    Uplink.Telemetry telemetry = started.uplinks().of(Uplink.Telemetry.class).get(0);
    assertThat(telemetry.device().name()).isEqualTo("boiler");
    assertThat(telemetry.values().get(0).values()).containsEntry("temperature", Value.of(21.5));
  }

  @Test
  void answersOnlyWhenTheHostHasStored() throws IOException {
    started.uplinks().hold();
    try (SocketDevice device = connect()) {
      device.say("boiler temperature 21.5\n");
      started.uplinks().awaitCount(1);
      assertThat(device.socket().getInputStream().available()).isZero();
      started.uplinks().release();
      device.expect("OK\n");
    }
  }

  @Test
  void tellsTheDeviceWhyALineWasRefused() throws IOException {
    started.uplinks().reject(Receipt.Reason.DISABLED, "the integration is disabled");
    try (SocketDevice device = connect()) {
      device.ask("boiler temperature 21.5\n", "ERROR the integration is disabled\n");
      device.ask("boiler\n", "ERROR expected: device key value\n");
    }
  }

  @Test
  void sendsADownlinkToTheDeviceThatSpoke() throws IOException {
    try (SocketDevice device = connect()) {
      device.ask("boiler temperature 21.5\n", "OK\n");
      StartedTransport.join(started.downlink("boiler", "on\n".getBytes(StandardCharsets.UTF_8)));
      device.expect("on\n");
    }
  }

  @Test
  void disconnectsADeviceWhoseLineIsTooLong() throws IOException {
    try (SocketDevice device = connect()) {
      device.say("x".repeat(1001));
      device.expectEnd();
    }
  }
}
