package io.integrationhost.plugins.tcp;

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
    return "{port: 0, msgGenerationIntervalMs: 20}";
  }

  @Test
  void describesItself() throws IOException {
    Attributes manifest = manifest();
    assertThat(manifest.getValue("Plugin-Id")).isEqualTo("tcp");
    assertThat(manifest.getValue("Plugin-Version")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(manifest.getValue("Plugin-Requires")).startsWith("^1.1");
    assertThat(manifest.getValue("Plugin-Description")).isNotBlank();
    assertThat(manifest.getValue("Plugin-Provider")).isNotBlank();
    assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
    assertThat(manifest.getValue("Plugin-Serves"))
        .isEqualTo("TCP, org.thingsboard.integration.custom.basic.CustomIntegration");
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    assertThat(libraries())
        .anyMatch(name -> name.startsWith("lib/kit-"))
        .allMatch(name -> name.startsWith("lib/netty-") || name.startsWith("lib/kit-"));
    assertThat(entries())
        .contains("META-INF/licenses/THIRD-PARTY.txt", "META-INF/licenses/Apache-2.0.txt");
    assertThat(classes()).allMatch(name -> name.startsWith("io/integrationhost/plugins/tcp/"));
  }

  @Test
  void deliversWhatADeviceSays() throws IOException {
    try (var device = new TestDevice(PORT)) {
      device.ask(TestDevice.GREETING + "\n", TestDevice.GREETED + "\n");
      device.ask("{\"temperature\": 25}\n", "OK\n");
    }
    var item = HOST.awaitDevice("Device B");
    assertThat(item.telemetry())
        .singleElement()
        .satisfies(reading -> assertThat(reading.values()).containsEntry("temperature", 25L));
  }
}
