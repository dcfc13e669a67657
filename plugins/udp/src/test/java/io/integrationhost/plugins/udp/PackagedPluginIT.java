package io.integrationhost.plugins.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.HostExtension;
import io.integrationhost.testkit.PackagedPluginContract;
import java.io.IOException;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The jar as it is shipped, loaded by the real plugin runtime, and in a whole host. */
class PackagedPluginIT extends PackagedPluginContract {

  private static final int PORT = FreePort.find();

  @RegisterExtension
  static final HostExtension HOST =
      HostExtension.packagedPlugin().configuration("{\"port\": " + PORT + "}");

  @Override
  protected String configuration() {
    return "{port: 0}";
  }

  @Test
  void describesItself() throws IOException {
    Attributes manifest = manifest();
    assertThat(manifest.getValue("Plugin-Id")).isEqualTo("udp");
    assertThat(manifest.getValue("Plugin-Requires")).startsWith("^1.1");
    assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
    assertThat(manifest.getValue("Plugin-Serves")).isEqualTo("UDP");
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    assertThat(libraries())
        .anyMatch(name -> name.startsWith("lib/kit-"))
        .allMatch(name -> name.startsWith("lib/netty-") || name.startsWith("lib/kit-"));
    assertThat(classes()).allMatch(name -> name.startsWith("io/integrationhost/plugins/udp/"));
  }

  @Test
  void deliversWhatADeviceSays() throws IOException {
    try (var device = new TestDevice(PORT)) {
      device.say("{\"temperature\": 25}");
    }
    assertThat(HOST.awaitDevice("unnamed").telemetry())
        .singleElement()
        .satisfies(reading -> assertThat(reading.values()).containsEntry("temperature", 25L));
  }
}
