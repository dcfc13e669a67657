package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.PackagedPluginContract;
import java.io.IOException;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;

/** The jar as it is shipped, loaded by the real plugin runtime. */
class PackagedPluginIT extends PackagedPluginContract {

  @Override
  protected String configuration() {
    // Nobody listens there; a start does not wait for the server.
    return "clientConfiguration { host: 127.0.0.1, port: 1, endpoint: \"\", applicationName: \"\","
        + " applicationUri: \"\", scanPeriodInSeconds: 10, timeoutInMillis: 5000, security: None,"
        + " identity { type: anonymous, username: \"\", password: \"\" },"
        + " keystore { location: \"\", type: JKS, fileContent: \"\", password: secret,"
        + " alias: opc-ua-extension, keyPassword: secret },"
        + " mapping: [{ mappingType: FQN, deviceNodePattern: a, namespace: null,"
        + " subscriptionTags: [{ key: a, path: a, required: false }] }] }, metadata { site: north }";
  }

  @Test
  void describesItself() throws IOException {
    Attributes manifest = manifest();
    assertThat(manifest.getValue("Plugin-Id")).isEqualTo("opcua");
    assertThat(manifest.getValue("Plugin-Requires")).startsWith("^1.1");
    assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
    assertThat(manifest.getValue("Plugin-Serves")).isEqualTo("OPC_UA");
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    assertThat(libraries())
        .anyMatch(name -> name.startsWith("lib/kit-"))
        .anyMatch(name -> name.startsWith("lib/milo-sdk-client-"))
        .noneMatch(name -> name.startsWith("lib/slf4j") || name.startsWith("lib/config-"));
    assertThat(entries())
        .contains("META-INF/licenses/THIRD-PARTY.txt", "META-INF/licenses/Apache-2.0.txt");
    assertThat(classes()).allMatch(name -> name.startsWith("io/integrationhost/plugins/opcua/"));
  }
}
