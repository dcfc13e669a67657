package io.integrationhost.plugins.teltonika;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Transport;
import io.integrationhost.testkit.VirtualContext;
import io.integrationhost.testkit.VirtualDevice;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Peers that take what is meant for others, on virtual sockets; those that never end a frame are
 * the matter of {@link MemoryTest}.
 */
class AttackTest {

  private static final int ATTACKERS = 20;

  /** A transport on a network of its own. */
  private static final class Port implements AutoCloseable {
    private final TeltonikaPlugin plugin = new TeltonikaPlugin();
    private final VirtualContext host;
    private final Transport transport;
    private int devices;

    Port(String settings) {
      host = VirtualContext.virtual("{port: 5027, " + settings + "}");
      transport = plugin.create(host);
      host.join(transport.start());
    }

    VirtualDevice connect() {
      devices++;
      return host.connect(new InetSocketAddress("10.0.0." + devices, 40_000), 5027);
    }

    VirtualDevice login() {
      VirtualDevice device = connect();
      device.say(Tracking.loginOf("8600000000000" + (10 + devices)));
      assertThat(Bytes.hex(device.take(1))).isEqualTo("01");
      return device;
    }

    @Override
    public void close() {
      host.uplinks().release();
      host.join(transport.stop());
      plugin.close();
      host.close();
    }
  }

  @Test
  void aNewcomerTakesThePlaceOfWhoDoesNotLogIn() {
    try (Port port = new Port("maxConnections: " + (ATTACKERS + 1))) {
      VirtualDevice good = port.login();
      for (int i = 0; i < ATTACKERS; i++) {
        port.connect().say(Tracking.hex("ff"));
      }
      assertThat(port.connect().isConnected()).as("at once").isFalse();
      port.host.passes(Duration.ofSeconds(11));
      VirtualDevice newcomer = port.login();
      for (VirtualDevice device : List.of(newcomer, good)) {
        device.say(Frames.ONE);
        assertThat(Bytes.hex(device.take(4))).isEqualTo("00000001");
      }
    }
  }

  @Test
  void whoFloodsWaitsForItsTurnAsOthersDo() {
    try (Port port = new Port("maxUnanswered: 2")) {
      List<VirtualDevice> flooders = new ArrayList<>();
      for (int i = 0; i < ATTACKERS; i++) {
        flooders.add(port.login());
      }
      VirtualDevice good = port.login();
      port.host.uplinks().hold();
      for (VirtualDevice flooder : flooders) {
        for (int i = 0; i < 50; i++) {
          flooder.say(Frames.ONE);
        }
      }
      good.say(Frames.ONE);
      // The first frame of a device is two uplinks; each device before it has one turn.
      int turns = 0;
      while (good.heard().length == 0) {
        turns++;
        assertThat(turns).isLessThanOrEqualTo(2 * (ATTACKERS + 2));
        port.host.uplinks().release(1);
        port.host.run();
      }
      assertThat(Bytes.hex(good.heard())).isEqualTo("00000001");
    }
  }
}
