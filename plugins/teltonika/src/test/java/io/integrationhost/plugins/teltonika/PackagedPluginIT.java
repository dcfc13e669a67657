package io.integrationhost.plugins.teltonika;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.plugins.teltonika.codec.Vector;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.HostExtension;
import io.integrationhost.testkit.PackagedPluginContract;
import io.integrationhost.testkit.SocketDevice;
import java.io.IOException;
import java.util.Map;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The jar as it is shipped, loaded by the real plugin runtime, and in a whole host. */
class PackagedPluginIT extends PackagedPluginContract {

  private static final int PORT = FreePort.find();

  @RegisterExtension
  static final HostExtension HOST =
      HostExtension.packagedPlugin()
          .configuration(
              "{\"port\": " + PORT + ", \"udpPort\": " + PORT + ", \"deviceName\": \"T {imei}\"}");

  @Override
  protected String configuration() {
    return "{port: 0, udpPort: 0}";
  }

  @Test
  void describesItself() throws IOException {
    Attributes manifest = manifest();
    assertThat(manifest.getValue("Plugin-Id")).isEqualTo("teltonika");
    assertThat(manifest.getValue("Plugin-Requires")).startsWith("^1.1");
    assertThat(manifest.getValue("Plugin-Description")).contains("Codec 8");
    assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
    assertThat(manifest.getValue("Plugin-Serves")).isEqualTo("teltonika");
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    assertThat(libraries())
        .anyMatch(name -> name.startsWith("lib/kit-"))
        .allMatch(name -> name.startsWith("lib/netty-") || name.startsWith("lib/kit-"));
    assertThat(entries())
        .contains("META-INF/licenses/THIRD-PARTY.txt", "META-INF/licenses/Apache-2.0.txt");
    assertThat(classes())
        .allMatch(name -> name.startsWith("io/integrationhost/plugins/teltonika/"));
  }

  @Test
  void deliversWhatATrackerRecords() throws IOException {
    try (var device = new SocketDevice(PORT)) {
      device.say(Tracking.loginOf(Tracking.IMEI));
      Tracking.expect(device, "01");
      device.say(Frames.bytes("avl8-one-record-fix"));
      Tracking.expect(device, "00000001");
    }
    String name = "T " + Tracking.IMEI;
    ReceivedItem record =
        HOST.await(item -> item.name().equals(name) && !item.telemetry().isEmpty());
    assertThat(record.type()).isEqualTo("teltonika");
    assertThat(record.telemetry())
        .singleElement()
        .satisfies(
            reading ->
                assertThat(reading.values())
                    .containsAllEntriesOf(
                        Map.of(
                            "latitude",
                            42.373737,
                            "ignition",
                            true,
                            "externalVoltage",
                            12.618,
                            "satellites",
                            5L)));
    assertThat(HOST.awaitDevice(name).attributes()).containsEntry("imei", Tracking.IMEI);
  }

  @Test
  void deliversDatagrams() throws IOException {
    Vector datagram =
        Vector.ofUdp()
            .filter(each -> each.name().equals("udp-avl8e-moving"))
            .findFirst()
            .orElseThrow();
    try (var device = new DatagramDevice(PORT)) {
      device.say(datagram.bytes());
      assertThat(device.hear()).isEqualTo(datagram.answer());
    }
    assertThat(HOST.awaitDevice("T 352093085698206").type()).isEqualTo("teltonika");
  }
}
