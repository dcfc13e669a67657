package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final String LEAST = "clientConfiguration { host: h, queues: q }\n";

  private static Settings read(String slice) {
    try (FakeContext context = FakeContext.of(slice)) {
      return Settings.read(context);
    }
  }

  @Test
  void readsAConfigurationOfThingsBoard() {
    Settings settings =
        read(
            "{\"clientConfiguration\":{\"exchangeName\":\"tb.out\",\"host\":\"rmq.example.net\","
                + "\"port\":5673,\"virtualHost\":\"plant\",\"username\":\"tb\",\"password\":\"p\","
                + "\"downlinkTopic\":\"cmd\",\"queues\":\" meters, alarms ,,meters\","
                + "\"connectionTimeout\":5000,\"handshakeTimeout\":2000,\"pollPeriod\":5000,"
                + "\"durable\":false,\"exclusive\":true,\"autoDelete\":true,\"future\":1},"
                + "\"metadata\":{\"site.a\":\"north\"}}");
    Settings.Peer peer = settings.peer();
    assertThat(peer.label()).isEqualTo("rmq.example.net:5673");
    assertThat(peer.virtualHost()).isEqualTo("plant");
    assertThat(peer.username()).isEqualTo("tb");
    assertThat(peer.password().value()).contains("p");
    assertThat(peer.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(peer.handshakeTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(peer.tls()).isEmpty();
    assertThat(settings.queues()).containsExactly("meters", "alarms");
    assertThat(settings.declaration()).isEqualTo(new Settings.Declaration(false, true, true));
    assertThat(settings.downlinks())
        .isEqualTo(new Settings.Downlinks("tb.out", new RoutingKey("cmd"), true, false));
    assertThat(settings.intake()).isEqualTo(new Settings.Intake(100, 16 << 20, 32 << 20, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LEAST,
        "clientConfiguration { host: h, queues: q, port: null, virtualHost: null, username: null,"
            + " password: null, exchangeName: null, downlinkTopic: null, connectionTimeout: null,"
            + " handshakeTimeout: null, pollPeriod: null, durable: null, exclusive: null,"
            + " autoDelete: null, credentials: null, ssl: null }, metadata: null",
        "clientConfiguration { host: h, queues: q, port: \"5672\", virtualHost: \"\", username: \"\","
            + " password: \"\", exchangeName: \"\", downlinkTopic: \"\", connectionTimeout: 0,"
            + " handshakeTimeout: \"0\", pollPeriod: 0, durable: \"true\", exclusive: \"false\" }"
      })
  void takesWhatIsMissingEmptyOrTextInASafeWay(String slice) {
    Settings settings = read(slice);
    Settings.Peer peer = settings.peer();
    assertThat(peer.port()).isEqualTo(5672);
    assertThat(peer.virtualHost()).isEqualTo("/");
    assertThat(peer.username()).isEqualTo("guest");
    assertThat(peer.password().value()).contains("guest");
    assertThat(peer.connectTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(peer.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.declaration()).isEqualTo(new Settings.Declaration(true, false, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | clientConfiguration.host: is missing",
        "{} | clientConfiguration.queues: is missing",
        "clientConfiguration.queues: ' , ' | queues: must be 1 to 200 names",
        "clientConfiguration.host: 'a b' | host: must be a name or an IP address",
        "clientConfiguration.port: 65536 | port: must be from 1 to 65535",
        "clientConfiguration.durable: perhaps | durable: must be true or false",
        "clientConfiguration.connectionTimeout: -1 | connectionTimeout: must be",
        "clientConfiguration.credentials.type: sas | must be anonymous, basic or cert.PEM",
        "clientConfiguration.credentials { type: cert.PEM, cert: x } | privateKey: is missing",
        "prefetch: 0 | prefetch: must be from 1 to 10000",
        "maxMessageBytes: 1 | maxMessageBytes: must be",
        "retry { first: 10 s, most: 1 s } | most: must be at least retry.first",
        "tls.trustFile: /etc/passwd | only the host's own settings",
        "clientConfiguration.password: 'secret:none' | a secret that the host has",
      })
  void namesWhatIsWrong(String slice, String words) {
    assertThatThrownBy(() -> read(slice.replace('\'', '"')))
        .isInstanceOfSatisfying(
            TransportException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(TransportException.Kind.CONFIGURATION);
              assertThat(failure.getMessage()).contains(words);
            });
  }

  @Test
  void takesTheOperatorsSecret() {
    try (FakeContext context =
        FakeContext.of(LEAST + "clientConfiguration.password: \"secret:broker\"")
            .secret("broker", "hunter2")) {
      Settings settings = Settings.read(context);
      assertThat(settings.peer().password().value()).contains("hunter2");
      assertThat(settings.toString()).doesNotContain("hunter2");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clientConfiguration.port: 5671 | 5671",
        "clientConfiguration.ssl: true | 5671",
        "tls.enabled: true | 5671",
        "tls.trust: x | 5671",
        "clientConfiguration.credentials { type: anonymous, caCert: x } | 5671",
        "clientConfiguration.credentials { type: basic, caCert: x } | 5671",
        "clientConfiguration { port: 1, credentials { type: cert.PEM, cert: x, privateKey: y } } | 1",
      })
  void takesTlsByWhateverSaysSo(String slice, int port) {
    Settings.Peer peer = read(LEAST + slice).peer();
    assertThat(peer.tls()).map(TlsSettings::verifyHost).contains(true);
    assertThat(peer.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clientConfiguration { ssl: false, port: 5671 }",
        "clientConfiguration { ssl: false, credentials { type: basic, caCert: x } }",
        "clientConfiguration.ssl: true, tls.enabled: false",
        "clientConfiguration.credentials.type: basic"
      })
  void takesNoTlsWhereThatIsSaid(String slice) {
    assertThat(read(LEAST + slice).peer().tls()).isEmpty();
  }

  @Test
  void takesUserAndPasswordOutOfCredentials() {
    Settings.Peer peer =
        read(LEAST + "clientConfiguration.credentials { type: basic, username: u, password: p }")
            .peer();
    assertThat(peer.username()).isEqualTo("u");
    assertThat(peer.password().value()).contains("p");
  }

  @Test
  void letsTheOperatorHaveTheLastWord() {
    try (FakeContext context =
        FakeContext.of(LEAST + "prefetch: 5").overlay("prefetch: 7, downlinkHeaders: true")) {
      Settings settings = Settings.read(context);
      assertThat(settings.intake().prefetch()).isEqualTo(7);
      assertThat(settings.downlinks().headers()).isTrue();
    }
  }

  @Test
  void runsOnOneHostWhereAQueueIsExclusive() {
    try (FakeContext shared = FakeContext.of(LEAST);
        FakeContext alone = FakeContext.of(LEAST + "clientConfiguration.exclusive: true");
        RabbitPlugin plugin = new RabbitPlugin()) {
      assertThat(plugin.create(shared).placement()).isEqualTo(Placement.EVERY_HOST);
      assertThat(plugin.create(alone).placement()).isEqualTo(Placement.ONE_HOST);
      // Or the host would start it again and again while RabbitMQ is away.
      assertThat(plugin.create(shared).dials()).isTrue();
    }
  }
}
