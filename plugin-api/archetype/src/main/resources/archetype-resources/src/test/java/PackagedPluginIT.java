package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.HostExtension;
import io.integrationhost.testkit.PackagedPluginContract;
import io.integrationhost.testkit.SocketDevice;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The jar as it will be shipped, in a real host beside a stand-in for ThingsBoard. */
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
  void aReadingArrivesAtThingsBoard() throws IOException {
    try (SocketDevice device = new SocketDevice(PORT)) {
      device.ask("boiler temperature 21.5\n", "OK\n");
    }
    assertThat(HOST.awaitDevice("boiler").telemetry().get(0).values())
        .containsEntry("temperature", 21.5);
  }
}
