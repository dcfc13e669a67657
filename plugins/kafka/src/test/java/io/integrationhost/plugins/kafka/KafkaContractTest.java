package io.integrationhost.plugins.kafka;

import static io.integrationhost.plugins.kafka.MockedGroup.soon;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.StartedTransport;
import io.integrationhost.testkit.TransportContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the host relies on in every transport. */
class KafkaContractTest extends TransportContract {

  private final MockedGroup group = new MockedGroup();

  @Override
  protected TransportPlugin plugin() {
    return group.plugin();
  }

  @Override
  protected String configuration() {
    return MockedGroup.slice("");
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of("{}", MockedGroup.slice("clientConfiguration.topics: \"\""));
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int port) {
    return Optional.empty();
  }

  @Override
  protected void sendFromDevice(StartedTransport started) {
    soon()
        .atMost(Duration.ofMillis(500))
        .until(() -> group.consumersMade() > 0 && !group.consumer().closed());
    if (group.consumer().assignment().isEmpty()) {
      group.gives(0);
    }
    group.brings(0, "25,40,94");
  }
}
