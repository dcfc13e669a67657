package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.HostExtension;
import io.integrationhost.testkit.PackagedPluginContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.jar.Attributes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The jar as it is shipped, loaded by the real plugin runtime, and in a whole host. */
@Isolated("counts threads and files of the process")
class PackagedPluginIT extends PackagedPluginContract {

  private static final FakeBroker BROKER = broker();

  @RegisterExtension
  static final HostExtension HOST =
      HostExtension.packagedPlugin().configuration(configuration(BROKER.port()));

  private static FakeBroker broker() {
    try {
      return new FakeBroker(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String configuration(int port) {
    return "{\"clientConfiguration\": {\"host\": \"localhost\", \"port\": "
        + port
        + "}, \"topicFilters\": [{\"filter\": \"plant/#\", \"qos\": 1}]}";
  }

  @AfterAll
  static void close() throws IOException {
    BROKER.close();
  }

  @Override
  protected String configuration() {
    // Nobody is there: that must not hinder a start.
    return configuration(1);
  }

  @Test
  void describesItself() throws IOException {
    Attributes manifest = manifest();
    assertThat(manifest.getValue("Plugin-Id")).isEqualTo("mqtt");
    assertThat(manifest.getValue("Plugin-Requires")).startsWith("^1.1");
    assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
    assertThat(manifest.getValue("Plugin-Serves").split(",\\s*|\\s+"))
        .containsExactlyInAnyOrder("MQTT", "TTN", "TTI", "AWS_IOT", "AZURE_IOT_HUB");
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    assertThat(libraries())
        .anyMatch(name -> name.startsWith("lib/netty-codec-mqtt-"))
        .allMatch(name -> name.startsWith("lib/netty-") || name.startsWith("lib/kit-"));
    assertThat(classes()).allMatch(name -> name.startsWith("io/integrationhost/plugins/mqtt/"));
  }

  @Test
  void deliversWhatTheBrokerSends() throws IOException {
    FakeBroker.Peer peer = BROKER.serve(false);
    peer.publish("plant/1", "{\"temperature\": 25}", 1, 1, false);
    assertThat(peer.read(FakeBroker.PUBACK).number(0)).isEqualTo(1);
    assertThat(HOST.awaitDevice("unnamed").telemetry())
        .singleElement()
        .satisfies(reading -> assertThat(reading.values()).containsEntry("temperature", 25L));
  }
}
