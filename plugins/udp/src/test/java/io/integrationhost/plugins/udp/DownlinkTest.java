package io.integrationhost.plugins.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.StartedTransport;
import io.integrationhost.testkit.VirtualDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DownlinkTest {

  private static final String OFFICIAL =
      "clientConfiguration: {cacheSize: 2, timeToLiveInMinutes: 10,"
          + " handlerConfiguration: {handlerType: BINARY}}";

  /** The host finds the device's name in the datagram. */
  private static CompletionStage<Receipt> named(Uplink uplink) {
    String name = Bytes.utf8(((Uplink.Payload) uplink).bytes());
    return CompletableFuture.completedFuture(new Receipt.Stored(List.of(name)));
  }

  private static VirtualPort port(String more) {
    var port = new VirtualPort("{" + OFFICIAL + more + "}");
    port.context.uplinks().answer(DownlinkTest::named);
    return port;
  }

  private static void assertUnavailable(VirtualPort port, String device) {
    assertThatThrownBy(() -> port.context.join(port.downlink(device, "x")))
        .hasRootCauseInstanceOf(TransportException.class)
        .hasMessageContaining("device '" + device + "' has no known address")
        .extracting(e -> ((TransportException) e.getCause()).kind())
        .isEqualTo(TransportException.Kind.UNAVAILABLE);
  }

  @Test
  void sendsEveryDownlinkWhileTheAddressIsKnown() {
    try (VirtualPort port = port("")) {
      assertUnavailable(port, "A");
      VirtualDevice device = port.device(1);
      device.say(Bytes.utf8("A"));
      port.context.join(port.downlink("A", "one"));
      port.context.join(port.downlink("A", "two"));
      assertThat(Bytes.utf8(device.heard())).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void sendsToTheAddressThatWasHeardLast() {
    try (VirtualPort port = port(", separatorDatagram: false")) {
      VirtualDevice first = port.device(1);
      VirtualDevice second = port.device(2);
      first.say(Bytes.utf8("A"));
      second.say(Bytes.utf8("A"));
      port.context.join(port.downlink("A", "on"));
      assertThat(first.heard()).isEmpty();
      assertThat(Bytes.utf8(second.heard())).isEqualTo("on");
    }
  }

  @Test
  void forgetsAnAddressAfterItsTime() {
    try (VirtualPort port = port("")) {
      port.device(1).say(Bytes.utf8("A"));
      port.context.passes(Duration.ofMinutes(9));
      port.context.join(port.downlink("A", "on"));
      port.context.passes(Duration.ofMinutes(2));
      assertUnavailable(port, "A");
    }
  }

  @Test
  void forgetsTheLongestSilentOfTooMany() {
    try (VirtualPort port = port("")) {
      for (int device = 0; device < 3; device++) {
        port.device(device).say(Bytes.utf8("D" + device));
      }
      assertUnavailable(port, "D0");
      port.context.join(port.downlink("D1", "on"));
      port.context.join(port.downlink("D2", "on"));
    }
  }

  @Test
  void refusesDownlinksWhereNoAddressIsKept() {
    try (var port = new VirtualPort("{clientConfiguration: {cacheSize: 0}}")) {
      port.context.uplinks().answer(DownlinkTest::named);
      port.device(1).say(Bytes.utf8("A"));
      assertThat(port.context.uplinks().count()).isEqualTo(1);
      assertThatThrownBy(() -> port.context.join(port.downlink("A", "on")))
          .extracting(e -> ((TransportException) e.getCause()).kind())
          .isEqualTo(TransportException.Kind.REJECTED);
    }
  }

  @Test
  void sendsTheLineEndAsADatagramOfItsOwn() throws IOException {
    UdpPlugin plugin = new UdpPlugin();
    try (StartedTransport started =
            StartedTransport.start(plugin, "{clientConfiguration {port: 0}}");
        TestDevice device = new TestDevice(started)) {
      started.uplinks().answer(DownlinkTest::named);
      device.say("A");
      started.uplinks().awaitCount(1);
      StartedTransport.join(started.downlink("A", Bytes.utf8("on")));
      device.hears("on");
      device.hears(System.lineSeparator());
    } finally {
      plugin.close();
    }
  }

  @Test
  void sendsOneDatagramWhereTheLineEndIsSwitchedOff() throws IOException {
    UdpPlugin plugin = new UdpPlugin();
    try (StartedTransport started =
            StartedTransport.start(
                plugin, "{clientConfiguration {port: 0}, separatorDatagram: false}");
        TestDevice device = new TestDevice(started)) {
      started.uplinks().answer(DownlinkTest::named);
      device.say("A");
      started.uplinks().awaitCount(1);
      StartedTransport.join(started.downlink("A", Bytes.utf8("on")));
      StartedTransport.join(started.downlink("A", Bytes.utf8("off")));
      device.hears("on");
      device.hears("off");
    } finally {
      plugin.close();
    }
  }
}
