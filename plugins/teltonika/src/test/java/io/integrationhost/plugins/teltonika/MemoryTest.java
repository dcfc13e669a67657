package io.integrationhost.plugins.teltonika;

import static io.integrationhost.plugins.teltonika.Tracking.expect;
import static io.integrationhost.plugins.teltonika.Tracking.hex;
import static io.integrationhost.plugins.teltonika.Tracking.loginOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.ManualTime;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames that do not end. */
class MemoryTest {

  private static final byte[] BEGINNING = hex("00000000" + "0000fde8" + "08".repeat(60_000));

  private final ManualTime time = new ManualTime();
  private final TeltonikaPlugin plugin = new TeltonikaPlugin();
  private final StartedTransport started =
      StartedTransport.start(
          plugin,
          FakeContext.of(Tracking.slice("maxFrameLength: 65000, maxBufferedBytes: 1 MiB"), time));
  private final int port = Tracking.port(health().detail(), "TCP");
  private final List<SocketDevice> attackers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (SocketDevice attacker : attackers) {
      attacker.close();
    }
    started.close();
    plugin.close();
  }

  private Health health() {
    return started.transport().health();
  }

  private SocketDevice login(String imei) throws IOException {
    var device = new SocketDevice(port);
    device.say(loginOf(imei));
    expect(device, "01");
    return device;
  }

  private void attack(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketDevice attacker = login("8600000000000" + (10 + i));
      attackers.add(attacker);
      attacker.say(BEGINNING);
    }
  }

  @Test
  void boundsFramesThatDoNotEndAndServesTheOthers() throws IOException {
    try (SocketDevice device = login(Tracking.IMEI)) {
      attack(30);
      await().until(() -> health().status() == Health.Status.DEGRADED);
      assertThat(health().detail()).contains("more heap");
      device.say(hex("00000000"));
      device.say(Arrays.copyOfRange(Frames.ONE, 4, Frames.ONE.length));
      expect(device, "00000001");

      for (SocketDevice attacker : attackers) {
        attacker.close();
      }
      time.advance(Duration.ofMinutes(1));
      await().until(() -> health().detail().contains(" 1 connections, "));
      assertThat(health().detail()).doesNotContain(" 0 bad frames");
      attack(3);
      device.say(Frames.ONE);
      expect(device, "00000001");
      assertThat(health().status()).isEqualTo(Health.Status.UP);
    }
  }
}
