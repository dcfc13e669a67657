package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.testkit.HostExtension;
import io.integrationhost.testkit.PackagedPluginContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.jar.Attributes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The jar as it is shipped, loaded by the real plugin runtime, and in a whole host. */
@Isolated("counts threads and files of the process")
class PackagedPluginIT extends PackagedPluginContract {

  private static final ModbusPeer PEER = peer();

  @RegisterExtension
  static final HostExtension HOST =
      HostExtension.packagedPlugin().configuration(configuration(PEER.port()));

  private static ModbusPeer peer() {
    try {
      return new ModbusPeer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String configuration(int port) {
    return "{\"connections\": [{\"name\": \"line\", \"host\": \"localhost\", \"port\": "
        + port
        + ", \"devices\": [{\"name\": \"meter\", \"units\": 1, \"pollPeriod\": 100, \"points\":"
        + " [{\"key\": \"power\", \"register\": \"holding\", \"address\": 7, \"type\":"
        + " \"16uint\"}]}]}]}";
  }

  @AfterAll
  static void close() throws IOException {
    PEER.close();
  }

  @Override
  protected String configuration() {
    // Nobody is there: that must not hinder a start.
    return configuration(1);
  }

  @Test
  void describesItself() throws IOException {
    Attributes manifest = manifest();
    assertThat(manifest.getValue("Plugin-Id")).isEqualTo("modbus");
    assertThat(manifest.getValue("Plugin-Requires")).startsWith("^1.1");
    assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
    assertThat(manifest.getValue("Plugin-Serves")).isEqualTo("MODBUS");
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    assertThat(libraries())
        .allMatch(name -> name.startsWith("lib/netty-") || name.startsWith("lib/kit-"));
    assertThat(classes()).allMatch(name -> name.startsWith("io/integrationhost/plugins/modbus/"));
  }

  @Test
  void deliversWhatItReads() {
    HOST.awaitDevice("meter");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(HOST.awaitDevice("meter").telemetry())
                    .anySatisfy(
                        reading -> assertThat(reading.values()).containsEntry("power", 7L)));
  }
}
