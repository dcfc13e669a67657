package ${package};

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import io.integrationhost.testkit.TransportContract;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the host relies on in every transport. */
class LineContractTest extends TransportContract {

  @Override
  protected TransportPlugin plugin() {
    return new LinePlugin();
  }

  @Override
  protected String configuration() {
    return "{port: 0}";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of("{port: 65536}", "{port: somewhere}", "{maxConnections: 0}");
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int port) {
    return Optional.of("{port: " + port + "}");
  }

  @Override
  protected void sendFromDevice(StartedTransport started) throws IOException {
    int port = ((LineTransport) started.transport()).port();
    try (SocketDevice device = new SocketDevice(port)) {
      device.say("boiler temperature 21.5\n");
      device.endOutput();
    }
  }
}
