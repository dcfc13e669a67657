package ${package};

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.Dialog;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.ServerContract;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is relied on in every plugin with a port, and what devices do to one, well or ill. */
class LineContractTest extends ServerContract {

  private final int port = FreePort.find();

  @Override
  protected TransportPlugin plugin() {
    return new LinePlugin();
  }

  @Override
  protected String configuration() {
    return "{port: " + port + "}";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of("{port: 65536}", "{port: somewhere}", "{maxLineLength: 0}");
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int taken) {
    return Optional.of("{port: " + taken + "}");
  }

  @Override
  protected void sendFromDevice(StartedTransport started) throws IOException {
    try (SocketDevice device = new SocketDevice(port)) {
      device.say("boiler temperature 21.5\n");
      device.endOutput();
    }
  }

  @Override
  protected Dialog dialog() {
    return Dialog.of("boiler temperature 21.5\n", "OK\n").downlink("boiler", "on\n", "on\n");
  }
}
