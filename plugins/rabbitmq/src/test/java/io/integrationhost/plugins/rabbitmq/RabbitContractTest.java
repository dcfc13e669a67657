package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.StartedTransport;
import io.integrationhost.testkit.TransportContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** What the host relies on in every transport. */
class RabbitContractTest extends TransportContract {

  private final FakeBroker broker;

  RabbitContractTest() {
    try {
      broker = new FakeBroker();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void closeBroker() throws IOException {
    broker.close();
  }

  @Override
  protected TransportPlugin plugin() {
    return new RabbitPlugin();
  }

  @Override
  protected String configuration() {
    // RabbitMQ knows nothing of devices: what the converter leaves out is what a downlink fails of.
    return "clientConfiguration { host: localhost, port: "
        + broker.port()
        + ", queues: meters, downlinkTopic: \"${place}\" }";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of(
        "{}",
        "clientConfiguration { host: localhost }",
        "clientConfiguration { host: localhost, queues: \" , \" }",
        "clientConfiguration { host: localhost, queues: a, port: 65536 }");
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int port) {
    return Optional.empty();
  }

  @Override
  protected void sendFromDevice(StartedTransport started) throws Exception {
    broker.deliver("25,40,94");
  }
}
