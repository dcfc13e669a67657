package io.integrationhost.host.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.host.plan.IntegrationPlan;
import io.integrationhost.host.plan.OperatorSettings;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.host.plan.WaitingWish;
import io.integrationhost.runtime.Layers;
import io.integrationhost.runtime.PluginCopy;
import io.integrationhost.runtime.PluginSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sets for transports beside what ThingsBoard says of them. */
final class OperatorSettingsTest {

  private static final Set<String> PLUGINS_WITH_VARIABLES = Set.of("coap");

  @TempDir private Path home;

  private HostSettings load(String ofPlugins, String ofIntegration) {
    return new SettingsLoader(home, Map.of("BIND", "10.0.0.5"))
        .loadText(
            "plugins { "
                + ofPlugins
                + " }\nintegrations.yard { routing-key = k, secret = s\n"
                + ofIntegration
                + " }");
  }

  private OperatorSettings operator(String ofPlugins, String ofIntegration) {
    return load(ofPlugins, ofIntegration).integrations().get(0).operator();
  }

  @Test
  void layThemUnderAndOverTheSlice() {
    OperatorSettings operator =
        operator(
            "tcp { bindAddress = ${BIND}, port = 1, idle = 5 }",
            "transports { gate { port = 3 }, other { port = 4 } }");
    TransportPlan plan =
        new TransportPlan(
            "gate",
            new PluginCopy("tcp", "1.0.0", 1),
            "TCP",
            ConfigFactory.parseString("port = 2, idle = 6"));
    IntegrationPlan laid =
        operator.over(
            new IntegrationPlan(
                List.of(plan), List.of(), Map.of(), WaitingWish.none(), List.of("a warning")));
    assertThat(laid.transports())
        .containsExactly(
            new TransportPlan(
                "gate",
                plan.copy(),
                "TCP",
                new Layers(
                    ConfigFactory.parseString("bindAddress = 10.0.0.5, port = 1, idle = 5"),
                    plan.slice(),
                    ConfigFactory.parseString("port = 3"))));
    assertThat(laid.warnings())
        .hasSize(2)
        .last()
        .asString()
        .contains("transports.other is of no use", "no transport of that name, but gate");
  }

  @Test
  void readSecretsAtEachUseAndNeverShowThem() throws IOException {
    Path file = Files.writeString(home.resolve("meter"), "first\n");
    OperatorSettings operator =
        operator("", "secrets { broker = \"s3cret\", meter-key-file = \"meter\" }");
    assertThat(operator.secrets().value("broker")).contains("s3cret");
    assertThat(operator.secrets().value("meter-key")).contains("first");
    Files.writeString(file, "second");
    assertThat(operator.secrets().value("meter-key")).contains("second");
    assertThat(operator.secrets().value("meter-key-file")).isEmpty();
    assertThat(operator.secrets().value("unknown")).isEmpty();
    Files.delete(file);
    assertThatThrownBy(() -> operator.secrets().value("meter-key"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("'meter-key' cannot be read from " + file);
    assertThat(operator.toString()).contains("broker", "meter-key").doesNotContain("s3cret");
  }

  @Test
  void tellAllProblemsAtOnceWithoutValues() {
    assertThatThrownBy(
            () ->
                load(
                    "alow { signers = [x] }, direktory = y, tcp { anything = 1 }",
                    "transports { gate = 5 }, secrets { a = [s3cret], b = \" \", c-file = none }"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("plugins.alow: is not a setting; did you mean")
        .hasMessageContaining("plugins.direktory: is not a setting; did you mean")
        .hasMessageContaining("integrations.yard.transports.gate: must be an object")
        .hasMessageContaining("integrations.yard.secrets.a: must be a text (not shown)")
        .hasMessageContaining("integrations.yard.secrets.b: is empty")
        .hasMessageContaining("integrations.yard.secrets.c-file: file ")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void noPluginHasTheNameOfASettingOfPlugins() {
    Set<String> known = new TreeSet<>(SettingsSource.defaults().getObject("plugins").keySet());
    known.removeAll(PLUGINS_WITH_VARIABLES);
    assertThat(PluginSettings.RESERVED_IDS).isEqualTo(known);
  }

  @Test
  void variablesOfThePackagesReachThePlugin() {
    SettingsLoader loader =
        new SettingsLoader(
            home, Map.of("COAP_BIND_PORT", "5999", "COAP_DTLS_PEM_CERT", "/etc/coap.pem"));
    OperatorSettings operator =
        loader
            .loadText(
                "integrations.yard { routing-key = k, secret = s }\nplugins.coap.maxPeers = 5")
            .integrations()
            .get(0)
            .operator();
    Config coap = operator.plugins().get("coap");
    assertThat(coap.getInt("port")).isEqualTo(5999);
    assertThat(coap.getInt("maxPeers")).isEqualTo(5);
    assertThat(coap.getString("tls.certificateFile")).isEqualTo("/etc/coap.pem");
    assertThat(load("", "").integrations().get(0).operator().plugins()).doesNotContainKey("coap");
  }

  @Test
  void transportsMayKeepAnEighthOfTheHeapUnlessToldOtherwise() {
    assertThat(load("", "").plugins().memory()).isEqualTo(Runtime.getRuntime().maxMemory() / 8);
    assertThat(load("memory = 64 MiB", "").plugins().memory()).isEqualTo(64L << 20);
  }

  @Test
  void takeEffectWhileTheHostRuns() throws IOException {
    Path file = home.resolve("host.conf");
    String before = "plugins.tcp.port = 1\nintegrations.yard { routing-key = k, secret = s }";
    Files.writeString(file, before);
    LiveSettings live =
        new LiveSettings(new SettingsLoader(home, Map.of()), java.util.Optional.of(file));
    OperatorSettings first = live.start().integrations().get(0).operator();
    Files.writeString(file, before.replace("port = 1", "port = 2") + "\nplugins.memory = 1 MiB");
    assertThat(live.look()).isEmpty();
    SettingsChange change = live.look().orElseThrow();
    assertThat(change.later()).singleElement().asString().startsWith("plugins.memory");
    OperatorSettings second = change.integrations().get(0).operator();
    assertThat(second.configuresAs(first)).isFalse();
    assertThat(second.plugins().get("tcp").getInt("port")).isEqualTo(2);
  }
}
