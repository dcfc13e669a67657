package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.HostExtension;
import io.integrationhost.testkit.PackagedPluginContract;
import java.io.IOException;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The jar as it is shipped, loaded by the real plugin runtime, and in a whole host. */
class PackagedPluginIT extends PackagedPluginContract {

  private static final int PORT = FreePort.find();

  @RegisterExtension
  static final HostExtension HOST =
      HostExtension.packagedPlugin().configuration("{\"port\": " + PORT + "}");

  @Override
  protected String configuration() {
    return "{port: 0}";
  }

  @Test
  void describesItself() throws IOException {
    Attributes manifest = manifest();
    assertThat(manifest.getValue("Plugin-Id")).isEqualTo("http");
    assertThat(manifest.getValue("Plugin-Version")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(manifest.getValue("Plugin-Requires")).startsWith("^1.1");
    assertThat(manifest.getValue("Plugin-Description")).isNotBlank();
    assertThat(manifest.getValue("Plugin-Provider")).isNotBlank();
    assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
    assertThat(manifest.getValue("Plugin-Serves").split(", ", -1))
        .containsExactlyInAnyOrder(
            "HTTP",
            "SIGFOX",
            "OCEANCONNECT",
            "TMOBILE_IOT_CDP",
            "PARTICLE",
            "KPN",
            "LORIOT",
            "CHIRPSTACK",
            "THINGPARK",
            "TPE");
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    assertThat(libraries())
        .anyMatch(name -> name.startsWith("lib/kit-"))
        .allMatch(name -> name.startsWith("lib/netty-") || name.startsWith("lib/kit-"));
    assertThat(entries())
        .contains("META-INF/licenses/THIRD-PARTY.txt", "META-INF/licenses/Apache-2.0.txt");
    assertThat(classes()).allMatch(name -> name.startsWith("io/integrationhost/plugins/http/"));
  }

  @Test
  void deliversWhatAClientSays() throws IOException {
    try (var client = new RawClient(PORT)) {
      String path = "/api/v1/integrations/http/";
      assertThat(client.post(path + "none", "{}").answer().status()).isEqualTo(404);
      client.post(path + HOST.thingsBoard().configuration().routingKey(), "{\"temperature\": 25}");
      assertThat(client.answer().status()).isEqualTo(204);
    }
    var item = HOST.await(each -> !each.telemetry().isEmpty());
    assertThat(item.telemetry().get(0).values()).containsEntry("temperature", 25L);
  }
}
