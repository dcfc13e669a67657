package io.integrationhost.plugins.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static final String KEY = RunningPlugin.KEY;

  private static Settings read(String slice) {
    try (FakeContext context = FakeContext.of(slice).routingKey(KEY)) {
      return Settings.read(context);
    }
  }

  /** As ThingsBoard's page sends it: all five keys. */
  @Test
  void takesTheOfficialForm() {
    Settings settings =
        read(
            """
            {"clientConfiguration": {"securityMode": "NO_SECURE", "baseUrl": "coap://iot.example.org",
              "dtlsBaseUrl": "coaps://iot.example.org",
              "coapEndpoint": "coap://iot.example.org/i/%1$s",
              "dtlsCoapEndpoint": "coaps://iot.example.org/i/%1$s"}, "metadata": {}}
            """
                .formatted(KEY));
    assertThat(settings.secure()).isEmpty();
    assertThat(settings.plain().orElseThrow().path()).isEqualTo("i/" + KEY);
    assertThat(settings.plain().orElseThrow().port()).hasToString("coap://0.0.0.0:5683");
  }

  @ParameterizedTest
  @CsvSource({
    "coap://iot.example.org/i/KEY, i/KEY",
    "coap://iot.example.org:9999/i/KEY, i/KEY",
    "coap://iot.example.org/site/a/i/KEY, site/a/i/KEY",
    "/i/KEY, i/KEY",
    "coap://iot.example.org/i/, i/KEY",
    "'', i/KEY",
  })
  void countsThePathOnly(String endpoint, String path) {
    String given = endpoint.replace("KEY", KEY);
    Settings settings =
        read("clientConfiguration { securityMode: NO_SECURE, coapEndpoint: \"" + given + "\" }");
    assertThat(settings.plain().orElseThrow().path()).isEqualTo(path.replace("KEY", KEY));
  }

  @Test
  void mixedHasBothPorts() {
    Settings settings =
        read("clientConfiguration.securityMode: MIXED, psk { one: \"0123456789\" }");
    assertThat(settings.plain().orElseThrow().port().dtls()).isEmpty();
    assertThat(settings.secure().orElseThrow().port()).hasToString("coaps://0.0.0.0:5684");
    assertThat(settings.toString()).doesNotContain("0123456789");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                       | securityMode: is missing
          clientConfiguration: {}                                  | securityMode: is missing
          clientConfiguration { securityMode: null }               | securityMode: is missing
          clientConfiguration { securityMode: SOME }               | NO_SECURE, DTLS
          clientConfiguration { securityMode: DTLS }               | DTLS is not enabled here
          clientConfiguration { securityMode: DTLS }, dtls.enabled: true | no certificate
          clientConfiguration { securityMode: NO_SECURE }, port: 70000 | port: must be from 0 to 65535
          clientConfiguration { securityMode: NO_SECURE, coapEndpoint: "coap://a b/" } | coapEndpoint
          clientConfiguration { securityMode: NO_SECURE }, allow: [x] | networks such as
          """)
  void saysWhatIsWrong(String slice, String expected) {
    assertThatThrownBy(() -> read(slice))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThatThrownBy(
            () -> read("clientConfiguration { securityMode: X }, port: -1, maxBodyLength: 0"))
        .hasMessageContaining("securityMode")
        .hasMessageContaining("port")
        .hasMessageContaining("maxBodyLength");
  }

  @ParameterizedTest
  @CsvSource({"hex:, is empty", "hex:0g, is no hex"})
  void saysWhatIsWrongWithAKey(String key, String problem) {
    Settings settings =
        read("clientConfiguration.securityMode: DTLS, psk { meter: \"" + key + "\" }");
    assertThatThrownBy(() -> Settings.bytes("meter", settings.psk().get("meter")))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("psk.meter " + problem);
  }
}
