package io.integrationhost.plugins.mqtt;

import static io.integrationhost.plugins.mqtt.FakeBroker.DISCONNECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.StateFile;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugins.mqtt.session.Client;
import io.integrationhost.plugins.mqtt.session.Identity;
import io.integrationhost.plugins.mqtt.session.Login;
import io.integrationhost.testkit.FakeContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Passwords that end. */
class AzureTest {

  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private static FakeContext context(String credentials) {
    return FakeContext.of(
            "{clientConfiguration {host = Hub1.azure-devices.net, clientId = dev, credentials {type"
                + " = sas, "
                + credentials
                + "}}, topicFilters = [{filter = \"#\"}]}")
        .integrationType("AZURE_IOT_HUB");
  }

  @Test
  void logsInWithAPasswordOfADay() {
    try (FakeContext context = context("sasKey = \"" + KEY + "\"")) {
      Settings settings = Settings.read(context);
      settings.keys().check();
      assertThat(settings.login().user())
          .contains("Hub1.azure-devices.net/dev/?api-version=2018-06-30");
      Login.Password password = settings.login().password().get().orElseThrow();
      assertThat(password.text())
          .startsWith("SharedAccessSignature sr=hub1.azure-devices.net&sig=");
      Instant now = context.clock().instant();
      assertThat(Duration.between(now, password.renewal().orElseThrow()))
          .isBetween(Duration.ofHours(19), Duration.ofHours(20));
      assertThat(settings + " " + settings.login() + password).doesNotContain(KEY, "sig=");
    }
  }

  @Test
  void signsWithASecretOfTheHost() {
    try (FakeContext context = context("sasKey = \"secret:hub\"").secret("hub", KEY)) {
      Settings settings = Settings.read(context);
      settings.keys().check();
      String first = settings.login().password().get().orElseThrow().text();
      context.secret("hub", "c2VjcmV0");
      assertThat(settings.login().password().get().orElseThrow().text()).isNotEqualTo(first);
    }
  }

  @Test
  void refusesKeysThatAreNone() {
    for (String key : new String[] {"", "sasKey = \"\"", "sasKey = \"***\""}) {
      try (FakeContext context = context(key)) {
        Settings settings = Settings.read(context);
        assertThatThrownBy(settings.keys()::check)
            .hasMessageContaining("clientConfiguration.credentials.sasKey")
            .hasMessageContaining("primary or secondary key");
      }
    }
  }

  @Test
  void connectsAnewBeforeThePasswordEnds() throws Exception {
    var passwords = new AtomicInteger();
    var kit = new Kit("mqtt");
    try (var broker = new FakeBroker(false);
        FakeContext context = Running.context(broker.port(), "", "")) {
      Settings settings = Settings.read(context);
      var login =
          new Login(
              Optional.of("device"),
              () ->
                  Optional.of(
                      new Login.Password(
                          "password-" + passwords.incrementAndGet(),
                          Optional.of(context.clock().instant().plusMillis(300)))));
      var identity =
          new Identity(Optional.empty(), new StateFile(context.dataDirectory().resolve("client")));
      var log = new LimitedLog(LoggerFactory.getLogger(getClass()), "test");
      var client =
          new Client(context, settings.profile(), login, identity, settings.dialect(), log);
      var transport =
          new MqttTransport(
              kit.transport(context, settings.keys())
                  .dial(settings.broker(), client.framing(), client::conversation)
                  .noDownlinks()
                  .build(),
              client,
              identity,
              Placement.ONE_HOST);
      transport.start().toCompletableFuture().get(10, TimeUnit.SECONDS);
      for (int i = 1; i <= 3; i++) {
        FakeBroker.Peer peer = broker.accept();
        assertThat(peer.logIn(false).text()).contains("device", "password-" + i);
        peer.subscribe();
        assertThat(peer.read(DISCONNECT)).isNotNull();
      }
      transport.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } finally {
      kit.close();
    }
  }
}
