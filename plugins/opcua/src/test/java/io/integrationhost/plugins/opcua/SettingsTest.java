package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.testkit.FakeContext;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.junit.jupiter.api.Test;

/** What a slice says, and what is wrong with it. */
class SettingsTest {

  private static final String FORM =
      """
      {"clientConfiguration": {"applicationName": "", "applicationUri": "", "host": "plc.example.net",
        "port": 4840, "endpoint": "", "scanPeriodInSeconds": 60, "timeoutInMillis": 5000,
        "security": "Basic256Sha256",
        "identity": {"type": "username", "username": "op", "password": "p"},
        "keystore": {"location": "client.p12", "type": "PKCS12", "fileContent": "",
          "password": "secret", "alias": "opc-ua-extension", "keyPassword": "secret"},
        "mapping": [{"deviceNodePattern": "Objects\\\\.Line1\\\\.Pump\\\\d+$", "mappingType": "FQN",
          "namespace": null, "subscriptionTags": [
            {"key": "flow", "path": "Flow", "required": true},
            {"key": "temp", "path": "Motor.Temp", "required": false}]}]},
       "metadata": {}}
      """;

  private static Settings read(String slice) {
    try (FakeContext context = FakeContext.of(slice)) {
      return Settings.read(context);
    }
  }

  @Test
  void readsAConfigurationOfThingsBoard() {
    Settings settings = read(FORM);
    assertThat(settings.server().url()).isEqualTo("opc.tcp://plc.example.net:4840");
    assertThat(settings.server().scan()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.server().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.security().policy()).isEqualTo(SecurityPolicy.Basic256Sha256);
    assertThat(settings.security().own()).isEmpty();
    assertThat(settings.login().kind()).isEqualTo(Settings.Login.Kind.USERNAME);
    assertThat(settings.login().password().value()).contains("p");
    assertThat(settings.mappings())
        .singleElement()
        .satisfies(
            mapping -> {
              assertThat(mapping.tags())
                  .containsExactly(
                      new Mapping.Tag("flow", "Flow", true),
                      new Mapping.Tag("temp", "Motor.Temp", false));
              assertThat(mapping.options()).isEqualTo(Mapping.Options.DEFAULT);
            });
    assertThat(settings.toString()).doesNotContain("\"p\"").doesNotContain("password=p");
  }

  @Test
  void takesWhatIsMissingEmptyOrTextInASafeWay() {
    Settings settings =
        read(
            """
            clientConfiguration {host: "::1", port: "4841", endpoint: " /ua path", scanPeriodInSeconds: 0,
              timeoutInMillis: null, security: null, identity: {type: anonymous, username: "", password: ""},
              mapping: [{deviceNodePattern: "4711", mappingType: id, namespace: 0, subscriptionTags: []}]}
            """);
    assertThat(settings.server().url()).isEqualTo("opc.tcp://[::1]:4841/uapath");
    assertThat(settings.server().scan()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.server().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.security().isOn()).isFalse();
    assertThat(settings.mappings().get(0).namespace()).isEqualTo(Optional.of(0));
    assertThat(
            read("clientConfiguration {host: h, mapping: [{deviceNodePattern: a}]}")
                .server()
                .port())
        .isEqualTo(49_320);
  }

  @Test
  void takesWhatIsOursForAllMappingsAndForOne() {
    Settings settings =
        read(
            """
            clientConfiguration {host: h, mapping: [{deviceNodePattern: a},
              {deviceNodePattern: b, publishingInterval: 5 s, output: CONVERTER, values: TYPED}]}
            output: DECODED, publishingInterval: 2 s, deadband: 0.5, queueSize: 1
            """);
    Mapping.Options first = settings.mappings().get(0).options();
    Mapping.Options second = settings.mappings().get(1).options();
    assertThat(first.output()).isEqualTo(Mapping.Output.DECODED);
    assertThat(first.publishing()).isEqualTo(Duration.ofSeconds(2));
    assertThat(second.output()).isEqualTo(Mapping.Output.CONVERTER);
    assertThat(second.publishing()).isEqualTo(Duration.ofSeconds(5));
    assertThat(second.values()).isEqualTo(Mapping.Form.TYPED);
    assertThat(second.deadband()).isEqualTo(0.5);
  }

  @Test
  void namesAllThatIsWrong() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    clientConfiguration {host: "", port: 70000, security: None2,
                      identity: {type: token}, keystore: {fileContent: "a"}, mapping: [
                      {deviceNodePattern: "(", subscriptionTags: [{key: a}]}]}
                    output: BOTH
                    """))
        .hasMessageContaining("clientConfiguration.host")
        .hasMessageContaining("clientConfiguration.port")
        .hasMessageContaining("clientConfiguration.security")
        .hasMessageContaining("clientConfiguration.identity.type")
        .hasMessageContaining("clientConfiguration.keystore.fileContent")
        .hasMessageContaining("deviceNodePattern")
        .hasMessageContaining("path")
        .hasMessageContaining("output");
  }
}
