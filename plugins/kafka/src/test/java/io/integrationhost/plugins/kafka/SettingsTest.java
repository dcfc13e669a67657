package io.integrationhost.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.kit.settings.Secret;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a slice may say. */
class SettingsTest {

  /** As ThingsBoard sends it. */
  private static final String OFFICIAL =
      """
      {"clientConfiguration":{"groupId":"tb-host","clientId":"host-1","topics":"meters, alarms",
       "bootstrapServers":"k1.example.net:9092,k2.example.net:9092","pollInterval":5000,
       "autoCreateTopics":false,"otherProperties":{"security.protocol":"SASL_SSL",
       "sasl.mechanism":"PLAIN","auto.offset.reset":"earliest","max.poll.records":100,
       "sasl.jaas.config":"org.apache.kafka.common.security.plain.PlainLoginModule required \
      username=\\"u;x\\" password=\\"very secret\\";"}},"metadata":{"site":"North"}}
      """;

  private static final String SMALL =
      "clientConfiguration {bootstrapServers: \"a:1\", topics: t, groupId: g}, ";

  @TempDir private Path folder;

  private static Settings read(String slice) {
    return Settings.read(FakeContext.of(slice));
  }

  private static Map<String, Object> consumer(FakeContext context) throws IOException {
    return new KafkaClients(context, Settings.read(context)).consumerProperties();
  }

  private static Map<String, Object> consumer(String slice) throws IOException {
    try (FakeContext context = FakeContext.of(slice)) {
      return consumer(context);
    }
  }

  @Test
  void readsAConfigurationOfThingsBoard() throws IOException {
    Settings settings = read(OFFICIAL);
    assertThat(settings.topics()).containsExactly("meters", "alarms");
    assertThat(settings.groupId()).isEqualTo("tb-host");
    assertThat(settings.tenants()).containsExactly("site");
    assertThat(consumer(OFFICIAL))
        .containsEntry("bootstrap.servers", "k1.example.net:9092,k2.example.net:9092")
        .containsEntry("client.id", "host-1")
        .containsEntry("group.id", "tb-host")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("auto.offset.reset", "earliest")
        .containsEntry("max.poll.records", "100")
        .containsEntry("allow.auto.create.topics", false)
        .containsEntry("enable.auto.commit", false);
    ConsumerConfig.configDef().parse(consumer(OFFICIAL));
  }

  @Test
  void saysItselfWhatIsMissing() throws IOException {
    Map<String, Object> all = consumer(SMALL);
    assertThat(all.get("client.id")).asString().startsWith("integration-host-");
    assertThat(all.get("group.instance.id")).isEqualTo(all.get("client.id"));
    assertThat(all).containsEntry("allow.auto.create.topics", false);
    // As official: what was there before the first start is not read.
    assertThat(ConsumerConfig.configDef().parse(all)).containsEntry("auto.offset.reset", "latest");
  }

  @Test
  void numbersAndFlagsMayBeTextsAndNullIsAbsent() throws IOException {
    assertThat(
            consumer(
                SMALL
                    + "clientConfiguration {autoCreateTopics: \"true\", pollInterval: \"100\","
                    + " clientId: null, otherProperties: null}, metadata: null"))
        .containsEntry("allow.auto.create.topics", true);
    assertThat(read(SMALL + "clientConfiguration.pollInterval: \"100\"").pollTime())
        .isEqualTo(Duration.ofMillis(100));
    assertThat(read(SMALL + "clientConfiguration.pollInterval: 0").pollTime())
        .isEqualTo(Duration.ofMillis(10));
    assertThat(read(SMALL).pollTime()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void namesAllThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    "clientConfiguration {bootstrapServers: \"http://a:1\", topics: \" , \","
                        + " pollInterval: x}, maxUnanswered: 0, orderBy: device"))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("clientConfiguration.bootstrapServers: must be host:port")
        .hasMessageContaining("clientConfiguration.topics: must be names of topics")
        .hasMessageContaining("clientConfiguration.groupId: is missing")
        .hasMessageContaining("clientConfiguration.pollInterval")
        .hasMessageContaining("maxUnanswered")
        .hasMessageContaining("orderBy");
  }

  @Test
  void serversMayBeGivenAsBrokersWriteTheirListeners() {
    assertThat(
            read(SMALL
                    + "clientConfiguration.bootstrapServers:"
                    + " \"PLAINTEXT://a:9092, SASL_SSL://[::1]:9093, b:1,OUTSIDE://b:1\"")
                .bootstrapServers())
        .isEqualTo("a:9092,[::1]:9093,b:1");
    String many = IntStream.range(1, 70).mapToObj(i -> "k:" + i).collect(Collectors.joining(","));
    assertThatThrownBy(() -> read(SMALL + "clientConfiguration.bootstrapServers: \"" + many + "\""))
        .hasMessageContaining("at most 64 servers");
  }

  @Test
  void keysWithDotsMayBeWrittenEitherWay() throws IOException {
    assertThat(
            consumer(
                SMALL
                    + "clientConfiguration.otherProperties {fetch.min.bytes: 7,"
                    + " \"fetch.max.wait.ms\": \"9\", \"isolation.level\": null}"))
        .containsEntry("fetch.min.bytes", "7")
        .containsEntry("fetch.max.wait.ms", "9")
        .doesNotContainKey("isolation.level");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"enable.auto.commit\": true",
        "\"key.deserializer\": org.apache.kafka.common.serialization.StringDeserializer",
        "\"metric.reporters\": org.apache.kafka.common.metrics.JmxReporter",
        "\"interceptor.classes\": anything"
      })
  void whatThePluginNeedsCannotBeChanged(String property) throws IOException {
    String plain = SMALL + "clientConfiguration.clientId: c, staticMembership: false, ";
    assertThat(consumer(plain + "clientConfiguration.otherProperties {" + property + "}"))
        .isEqualTo(consumer(plain));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"ssl.truststore.location\": \"/etc/hosts\"",
        "\"sasl.oauthbearer.assertion.file\": \"/etc/hosts\"",
        "\"sasl.oauthbearer.token.endpoint.url\": \"FILE:/etc/hosts\"",
        "\"sasl.kerberos.kinit.cmd\": \"/bin/true\"",
        "\"config.providers\": env",
        "\"config.providers.env.class\": x",
        "\"security.providers\": x",
        "\"sasl.jaas.config\": \"com.sun.security.auth.module.JndiLoginModule required;\"",
        "\"sasl.jaas.config\": \"com.sun.security.auth.module.Krb5LoginModule required keyTab=x;\"",
        "\"sasl.jaas.config\": \"org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=a; com.sun.security.auth.module.JndiLoginModule required;\""
      })
  void whatConcernsThisMachineIsTheOperators(String property) {
    String slice = "clientConfiguration.otherProperties {" + property + "}";
    assertThatThrownBy(() -> read(SMALL + slice))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("only the host's own settings may do");
    try (FakeContext context = FakeContext.of(SMALL).overlay(slice)) {
      assertThat(Settings.read(context).properties()).hasSize(1);
    }
  }

  @Test
  void secretsAreTheHostsAndInNoText() throws IOException {
    String slice =
        SMALL + "clientConfiguration.otherProperties {\"sasl.jaas.config\": \"secret:login\"}";
    assertThatThrownBy(() -> read(slice))
        .hasMessageContaining("must be a secret that the host has");
    try (FakeContext context = FakeContext.of(slice).secret("login", "hidden")) {
      assertThat(consumer(context)).containsEntry("sasl.jaas.config", "hidden");
      context.secret("login", "changed");
      assertThat(consumer(context)).containsEntry("sasl.jaas.config", "changed");
    }
    assertThat(read(OFFICIAL).toString()).doesNotContain("very secret");
    assertThat(read(OFFICIAL).properties().get("sasl.jaas.config"))
        .extracting(Secret::toString)
        .isEqualTo("***");
  }

  @Test
  void certificatesMayBeGivenInThePluginsWay() throws IOException {
    String pem = Files.readString(Path.of("src/test/resources/ca.pem"));
    Map<String, Object> all =
        consumer(
            SMALL
                + "tls {trust: \"\"\""
                + pem
                + "\"\"\", verifyHost: false}, clientConfiguration.otherProperties {"
                + "\"security.protocol\": SASL_PLAINTEXT}");
    assertThat(all)
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.endpoint.identification.algorithm", "");
    assertThat(all.get("ssl.truststore.certificates"))
        .asString()
        .contains("-----BEGIN CERTIFICATE-----");
    assertThatThrownBy(() -> read(SMALL + "tls {enabled: true, serverName: x}"))
        .hasMessageContaining("tls.serverName");
  }

  @Test
  void aPropertyThatKafkaRefusesFailsTheStart() {
    try (FakeContext context =
        FakeContext.of(SMALL + "clientConfiguration.otherProperties {\"fetch.min.bytes\": many}")) {
      assertThatThrownBy(() -> StartedTransport.start(new KafkaPlugin(), context))
          .hasMessageContaining("clientConfiguration.otherProperties")
          .hasMessageContaining("fetch.min.bytes");
    }
  }

  @Test
  void withoutStaticMembershipItHasNoInstance() throws IOException {
    assertThat(consumer(SMALL + "staticMembership: false")).doesNotContainKey("group.instance.id");
    assertThat(
            consumer(SMALL + "clientConfiguration.otherProperties {\"group.instance.id\": mine}"))
        .containsEntry("group.instance.id", "mine");
  }

  @Test
  void readsWhatAnOperatorKeepsInFiles() throws IOException {
    Path file = folder.resolve("ca.pem");
    Files.copy(Path.of("src/test/resources/ca.pem"), file);
    try (FakeContext context = FakeContext.of(SMALL).overlay("tls.trustFile: \"" + file + "\"")) {
      assertThat(consumer(context)).containsEntry("security.protocol", "SSL");
    }
  }
}
