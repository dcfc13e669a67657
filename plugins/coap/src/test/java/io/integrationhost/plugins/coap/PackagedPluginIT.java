package io.integrationhost.plugins.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.HostExtension;
import io.integrationhost.testkit.PackagedPluginContract;
import java.io.IOException;
import java.util.jar.Attributes;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The jar as it is shipped, loaded by the real plugin runtime, and in a whole host. */
class PackagedPluginIT extends PackagedPluginContract {

  private static final int PORT = FreePort.find();

  @RegisterExtension
  static final HostExtension HOST =
      HostExtension.packagedPlugin()
          .decoder(
              "var sent = JSON.parse(String.fromCharCode.apply(null, payload)); return {deviceName:"
                  + " 'boiler', deviceType: 'sensor', telemetry: sent};")
          .configuration(
              "{\"port\": "
                  + PORT
                  + ", \"clientConfiguration\": {\"securityMode\": \"NO_SECURE\","
                  + " \"coapEndpoint\": \"coap://localhost/sensors\"}}");

  @Override
  protected String configuration() {
    return "{port: 0, clientConfiguration.securityMode: NO_SECURE}";
  }

  @Test
  void describesItself() throws IOException {
    Attributes manifest = manifest();
    assertThat(manifest.getValue("Plugin-Id")).isEqualTo("coap");
    assertThat(manifest.getValue("Plugin-Requires")).startsWith("^1.1");
    assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
    assertThat(manifest.getValue("Plugin-Serves")).isEqualTo("COAP");
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    assertThat(libraries())
        .anyMatch(name -> name.startsWith("lib/kit-"))
        .allMatch(
            name ->
                name.startsWith("lib/californium-")
                    || name.startsWith("lib/netty-common-")
                    || name.startsWith("lib/scandium-")
                    || name.startsWith("lib/element-connector-")
                    || name.startsWith("lib/kit-"));
    assertThat(entries())
        .contains("META-INF/licenses/THIRD-PARTY.txt", "META-INF/licenses/Apache-2.0.txt");
    assertThat(classes()).allMatch(name -> name.startsWith("io/integrationhost/plugins/coap/"));
  }

  @Test
  void deliversWhatADeviceSays() throws Exception {
    String url =
        "coap://127.0.0.1:" + PORT + "/sensors/" + HOST.thingsBoard().configuration().routingKey();
    try (var device = TestDevice.plain()) {
      assertThat(device.ask(device.post(url, "{\"temperature\": 25}")).getCode())
          .isEqualTo(ResponseCode.CREATED);
    }
    var item = HOST.awaitDevice("boiler");
    assertThat(item.telemetry())
        .singleElement()
        .satisfies(reading -> assertThat(reading.values()).containsEntry("temperature", 25L));
  }
}
