package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.mqtt.message.TopicPattern;
import io.integrationhost.plugins.mqtt.session.Filter;
import io.integrationhost.testkit.FakeContext;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configurations of ThingsBoard's own integrations mean. */
class SettingsTest {

  /** As ThingsBoard sends it. */
  private static final String OFFICIAL =
      """
      {"clientConfiguration":{"host":"mq.example.net","port":8883,"cleanSession":false,
        "retainedMessage":false,"ssl":true,"connectTimeoutSec":10,"clientId":"plant-7",
        "maxBytesInMessage":32368,"protocolVersion":"MQTT_3_1_1",
        "credentials":{"type":"basic","username":"plant7","password":"p"}},
       "topicFilters":[{"filter":"plant/7/+/up","qos":1},{"filter":"$share/host/plant/8/#","qos":1}],
       "downlinkTopicPattern":"plant/7/${deviceName}/down"}
      """;

  private static final String THINGS =
      """
      {"clientConfiguration":{"host":"%s","customHost":%s,"port":8883,"ssl":true,
        "connectTimeoutSec":10,"maxBytesInMessage":32368,"protocolVersion":"MQTT_3_1_1",
        "credentials":{"type":"basic","username":"meters@ttn","password":"NNSXS.X"}},
       "topicFilters":[{"filter":"v3/+/devices/+/up","qos":0}],
       "downlinkTopicPattern":"%s"}
      """;

  private static Settings read(String type, String slice) {
    try (FakeContext context = FakeContext.of(slice).integrationType(type)) {
      Settings settings = Settings.read(context);
      settings.keys().check();
      return settings;
    }
  }

  private static void refuses(String type, String slice, String... words) {
    assertThatThrownBy(() -> read(type, slice))
        .isInstanceOf(TransportException.class)
        .message()
        .contains(words)
        .doesNotContain("hush");
  }

  @Test
  void takesTheOfficialForm() {
    Settings settings = read("MQTT", OFFICIAL);
    assertThat(settings.broker().host()).isEqualTo("mq.example.net");
    assertThat(settings.broker().port()).isEqualTo(8883);
    assertThat(settings.broker().tls())
        .hasValueSatisfying(tls -> assertThat(tls.verifyHost()).isTrue());
    assertThat(settings.clientId()).contains("plant-7");
    assertThat(settings.profile().clean()).isFalse();
    assertThat(settings.profile().filters())
        .containsExactly(new Filter("plant/7/+/up", 1), new Filter("$share/host/plant/8/#", 1));
    assertThat(settings.dialect().pattern())
        .isEqualTo(new TopicPattern("plant/7/${deviceName}/down"));
    assertThat(settings.login().user()).contains("plant7");
    assertThat(settings.login().password().get().orElseThrow().text()).isEqualTo("p");
    assertThat(settings.login().password().get()).asString().doesNotContain("(p,").contains("***");
  }

  @Test
  void needsLittle() {
    Settings settings =
        read(
            "MQTT",
            "{clientConfiguration {host = h, cleanSession = null, credentials = null},"
                + " topicFilters = [{filter = \"#\"}]}");
    assertThat(settings.broker().port()).isEqualTo(1883);
    assertThat(settings.broker().tls()).isEmpty();
    assertThat(settings.broker().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.profile().clean()).isTrue();
    assertThat(settings.profile().version()).isEqualTo(MqttVersion.MQTT_3_1_1);
    assertThat(settings.profile().longestMessage()).isEqualTo(32_368);
    assertThat(settings.profile().filters()).containsExactly(new Filter("#", 0));
    assertThat(settings.dialect().pattern()).isEqualTo(new TopicPattern("${topic}"));
    assertThat(settings.dialect().qos()).isEqualTo(1);
    assertThat(settings.clientId()).isEmpty();
  }

  @Test
  void takesNumbersAndFlagsAsTexts() {
    Settings settings =
        read(
            "MQTT",
            "{clientConfiguration {host = h, port = \"1884\", cleanSession = \"false\", ssl ="
                + " \"false\", connectTimeoutSec = \"0\"}, topicFilters = [{filter = a, qos ="
                + " \"2\"}]}");
    assertThat(settings.broker().port()).isEqualTo(1884);
    assertThat(settings.profile().clean()).isFalse();
    assertThat(settings.profile().patience()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.profile().filters()).containsExactly(new Filter("a", 2));
  }

  @Test
  void refusesWhatIsWrongAllAtOnce() {
    refuses(
        "MQTT",
        "{clientConfiguration {port = 0, protocolVersion = MQTT_4, maxBytesInMessage = 0,"
            + " credentials {type = token, password = hush}}, topicFilters = [{filter = \"a#\","
            + " qos = 3}]}",
        "clientConfiguration.host",
        "clientConfiguration.port",
        "clientConfiguration.protocolVersion",
        "clientConfiguration.maxBytesInMessage",
        "clientConfiguration.credentials.type",
        "filter",
        "qos");
    refuses("MQTT", "{clientConfiguration {host = h}}", "topicFilters");
    refuses(
        "MQTT",
        "{clientConfiguration {host = h, protocolVersion = MQTT_3_1, clientId ="
            + " \"123456789012345678901234\"}, topicFilters = [{filter = a}]}",
        "clientId",
        "23 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "TTN, eu1, false, v3/a, eu1.cloud.thethings.network",
    "TTN, eu1.cloud.thethings.network, false, v3/a, eu1.cloud.thethings.network",
    "TTN, eu, false, a/devices/b/down, eu.thethings.network",
    "TTI, acme, false, v3/a, acme.cloud.thethings.industries",
    "TTI, lns.example.net, false, v3/a, lns.example.net",
    "TTI, lns, true, v3/a, lns"
  })
  void completesTheHostOfTheThingsStack(
      String type, String host, String custom, String pattern, String whole) {
    Settings settings = read(type, String.format(THINGS, host, custom, pattern));
    assertThat(settings.broker().host()).isEqualTo(whole);
    assertThat(settings.profile().clean()).isTrue();
    assertThat(settings.broker().tls()).isPresent();
  }

  @Test
  void knowsTheTopicsOfTheThingsStack() {
    Settings settings =
        read(
            "TTN",
            "{clientConfiguration {host = eu1, credentials {type = basic, username ="
                + " \"meters@ttn\", password = x}}}");
    assertThat(settings.profile().filters()).containsExactly(new Filter("v3/+/devices/+/up", 0));
    assertThat(settings.dialect().pattern())
        .isEqualTo(new TopicPattern("v3/meters@ttn/devices/${devId}/down/push"));
    assertThat(settings.broker().port()).isEqualTo(1883);
    refuses(
        "TTI",
        "{clientConfiguration {host = eu1, credentials {type = basic}}}",
        "credentials.username",
        "credentials.password");
    refuses("TTN", "{clientConfiguration {host = eu1}}", "credentials.type");
  }

  @Test
  void forcesWhatAwsNeeds() {
    String slice =
        "{clientConfiguration {host = a, port = 1, ssl = false, cleanSession = false, clientId = c,"
            + " credentials {type = cert.PEM, caCert = CA, cert = C, privateKey = hush,"
            + " privateKeyPassword = \"\"}}, topicFilters = [{filter = \"sensors/#\", qos = %d}]}";
    Settings settings = read("AWS_IOT", slice.formatted(1));
    assertThat(settings.broker().port()).isEqualTo(8883);
    assertThat(settings.profile().clean()).isTrue();
    assertThat(settings.broker().tls()).isPresent();
    assertThat(settings.broker().tls().orElseThrow().own()).isPresent();
    refuses("AWS_IOT", slice.formatted(2), "qos");
    refuses(
        "AWS_IOT",
        "{clientConfiguration {host = a, credentials {type = cert.PEM}}, topicFilters = [{filter ="
            + " a}]}",
        "caCert",
        "credentials.cert",
        "privateKey");
    refuses(
        "AWS_IOT",
        "{clientConfiguration {host = a}, topicFilters = [{filter = a}]}",
        "credentials.type");
    assertThat(read("AWS_IOT", "{keepSession = true, " + slice.formatted(1).substring(1)).profile())
        .matches(profile -> !profile.clean());
  }

  @Test
  void forcesWhatAzureNeeds() {
    Settings settings =
        read(
            "AZURE_IOT_HUB",
            "{clientConfiguration {host = Hub1.azure-devices.net, clientId = dev, credentials {type"
                + " = cert.PEM, cert = C, privateKey = K}}, topicFilters = [{filter = \"#\"}]}");
    assertThat(settings.broker().port()).isEqualTo(8883);
    assertThat(settings.profile().clean()).isTrue();
    assertThat(settings.login().user())
        .contains("Hub1.azure-devices.net/dev/?api-version=2018-06-30");
    assertThat(settings.login().password().get()).isEmpty();
    refuses(
        "AZURE_IOT_HUB",
        "{clientConfiguration {host = h}, topicFilters = [{filter = a}]}",
        "clientId",
        "credentials.type");
  }

  @Test
  void takesAPrivateAuthorityBesideUserAndPassword() {
    Settings settings =
        read(
            "MQTT",
            "{tls.verifyHost = false, clientConfiguration {host = h, ssl = true, credentials {type"
                + " = basic, username = u, password = \"\", caCert = CA}}, topicFilters = [{filter"
                + " = a}]}");
    assertThat(settings.broker().port()).isEqualTo(8883);
    assertThat(settings.broker().tls().orElseThrow())
        .satisfies(tls -> assertThat(tls.trust()).isPresent())
        .satisfies(tls -> assertThat(tls.own()).isEmpty())
        .satisfies(tls -> assertThat(tls.verifyHost()).isFalse());
    assertThat(settings.login().password().get()).isEmpty();
  }

  @Test
  void isOnOneHostUnlessAllIsShared() {
    String slice = "{clientConfiguration {host = h%s}, topicFilters = [{filter = \"%s\"}]}";
    assertThat(placement(slice.formatted("", "a"))).isEqualTo(Placement.ONE_HOST);
    assertThat(placement(slice.formatted("", "$share/g/a"))).isEqualTo(Placement.EVERY_HOST);
    assertThat(placement(slice.formatted(", clientId = c", "$share/g/a")))
        .isEqualTo(Placement.ONE_HOST);
  }

  private static Placement placement(String slice) {
    try (var plugin = new MqttPlugin();
        FakeContext context = FakeContext.of(slice)) {
      Transport transport = plugin.create(context);
      // Or the host would start it again and again while the broker is away.
      assertThat(transport.dials()).isTrue();
      return transport.placement();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, true",
    "#, true",
    "a/+/b/#, true",
    "+, true",
    "/, true",
    "a//b, true",
    "$share/g/a/#, true",
    "$SYS/#, true",
    "a/#/b, false",
    "a+, false",
    "a/b#, false",
    "$share/g, false",
    "$share//a, false",
    "$share/+/a, false",
    "$share/g/, false"
  })
  void knowsTopicFilters(String text, boolean isLegal) {
    assertThat(Filter.isLegal(text)).isEqualTo(isLegal);
  }
}
