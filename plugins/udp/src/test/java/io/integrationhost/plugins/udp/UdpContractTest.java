package io.integrationhost.plugins.udp;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.StartedTransport;
import io.integrationhost.testkit.TransportContract;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the host relies on in every transport. */
class UdpContractTest extends TransportContract {

  @Override
  protected TransportPlugin plugin() {
    return new UdpPlugin();
  }

  @Override
  protected String configuration() {
    return "{clientConfiguration: {port: 0}}";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of("{port: 65536}", "{port: here}", "{clientConfiguration: {port: -1}}");
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int port) {
    return Optional.of("{port: " + port + "}");
  }

  @Override
  protected void sendFromDevice(StartedTransport started) throws IOException {
    try (TestDevice device = new TestDevice(started)) {
      device.say("25,40,94");
    }
  }
}
