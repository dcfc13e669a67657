package io.integrationhost.plugins.coap;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.StartedTransport;
import io.integrationhost.testkit.TransportContract;
import java.util.List;
import java.util.Optional;

/** What the host relies on in every transport. */
class CoapContractTest extends TransportContract {

  private static final String PLAIN = "clientConfiguration.securityMode: NO_SECURE, ";

  @Override
  protected TransportPlugin plugin() {
    return new CoapPlugin();
  }

  @Override
  protected String configuration() {
    return PLAIN + "bindAddress: localhost, port: 0";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of("{}", PLAIN + "port: 65536", "clientConfiguration.securityMode: DTLS");
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int port) {
    // The contract's program has the port for TCP alone: see SharedPortTest.
    return Optional.empty();
  }

  @Override
  protected void sendFromDevice(StartedTransport started) throws Exception {
    try (var device = TestDevice.plain()) {
      device
          .send(device.post(RunningPlugin.uri(started, path(started)), "25,40,94"))
          .waitForResponse(1_000);
    }
  }

  private static String path(StartedTransport started) {
    return "/" + ((CoapTransport) started.transport()).settings().plain().orElseThrow().path();
  }
}
