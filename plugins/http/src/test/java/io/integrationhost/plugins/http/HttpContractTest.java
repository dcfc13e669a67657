package io.integrationhost.plugins.http;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.StartedTransport;
import io.integrationhost.testkit.TransportContract;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the host relies on in every transport. */
class HttpContractTest extends TransportContract {

  @Override
  protected TransportPlugin plugin() {
    return new HttpPlugin();
  }

  @Override
  protected String configuration() {
    return "{port: 0}";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of(
        "{port: 65536}",
        "{type: COAP}",
        "{maxBodySize: 1}",
        "{credentials {basic {username: a}}}",
        "{enableSecurity: perhaps}");
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int port) {
    return Optional.of("{port: " + port + "}");
  }

  @Override
  protected void sendFromDevice(StartedTransport started) throws IOException {
    int port = Integer.parseInt(started.transport().facts().get("port"));
    try (var client = new RawClient(port)) {
      client.post("/api/v1/integrations/http/test-routing-key", "{\"t\":1}");
      client.endOutput();
    }
  }
}
