package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.PackagedPluginContract;
import java.io.IOException;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;

/** The jar as it is shipped, loaded by the real plugin runtime. */
class PackagedPluginIT extends PackagedPluginContract {

  @Override
  protected String configuration() {
    // Nobody listens there; a start does not wait for the broker.
    return "clientConfiguration { host: 127.0.0.1, port: 1, queues: meters, pollPeriod: 5000,"
        + " exchangeName: \"\", downlinkTopic: \"\", connectionTimeout: 60000,"
        + " handshakeTimeout: 10000, virtualHost: \"\", username: \"\", password: \"\","
        + " durable: false, exclusive: true, autoDelete: true,"
        + " ssl: false, credentials { type: anonymous } }, metadata { site: north }";
  }

  @Test
  void describesItself() throws IOException {
    Attributes manifest = manifest();
    assertThat(manifest.getValue("Plugin-Id")).isEqualTo("rabbitmq");
    assertThat(manifest.getValue("Plugin-Requires")).startsWith("^1.1");
    assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
    assertThat(manifest.getValue("Plugin-Serves")).isEqualTo("RABBITMQ");
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    assertThat(libraries())
        .hasSize(2)
        .anyMatch(name -> name.startsWith("lib/kit-"))
        .anyMatch(name -> name.startsWith("lib/amqp-client-"));
    assertThat(entries())
        .contains("META-INF/licenses/THIRD-PARTY.txt", "META-INF/licenses/Apache-2.0.txt");
    assertThat(classes()).allMatch(name -> name.startsWith("io/integrationhost/plugins/rabbitmq/"));
  }
}
