package io.integrationhost.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ports, peers and TLS may be told. */
class SettingsTest {

  private static Keys keys(String slice, String overlay) {
    Config operators = ConfigFactory.parseString(overlay);
    return Keys.of(
        operators.withFallback(ConfigFactory.parseString(slice)),
        operators,
        name -> Optional.ofNullable(Map.of("pem", "PEM").get(name)));
  }

  private static String problems(Keys keys) {
    try {
      keys.check();
      return "";
    } catch (RuntimeException e) {
      return e.getMessage();
    }
  }

  @Test
  void filesSayWhatTheCodeTakes() {
    for (String file : new String[] {"tcp", "udp"}) {
      Config defaults = ConfigFactory.parseResources("kit/" + file + ".conf");
      Keys keys = Keys.of(defaults, ConfigFactory.empty(), name -> Optional.empty());
      assertThat(port5(keys)).isEqualTo(port5(keys("{}", "")));
      assertThat(problems(keys)).isEmpty();
    }
    Config defaults = ConfigFactory.parseResources("kit/dial.conf");
    Keys keys = Keys.of(defaults, ConfigFactory.empty(), name -> Optional.empty());
    assertThat(ClientSettings.read(keys, "h", 5))
        .isEqualTo(ClientSettings.read(keys("{}", ""), "h", 5));
    Config tls = ConfigFactory.parseResources("kit/tls.conf");
    keys = Keys.of(tls, ConfigFactory.empty(), name -> Optional.empty());
    assertThat(TlsSettings.server(keys)).isEmpty();
    assertThat(TlsSettings.client(keys)).isEmpty();
  }

  private static ServerSettings port5(Keys keys) {
    return ServerSettings.read(keys, 5, ServerSettings.Sockets.read(keys));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp", "dial"})
  void noFileNamesAKeyThatNobodyReads(String file) {
    Config defaults = ConfigFactory.parseResources("kit/" + file + ".conf");
    Keys all = keys("{entries: [" + defaults.root().render() + "]}", "");
    all.list(
        "entries",
        entry -> file.equals("dial") ? ClientSettings.read(entry) : ServerSettings.read(entry));
    assertThat(all.warnings()).isEmpty();
  }

  @Test
  void readsAPort() {
    ServerSettings settings =
        ServerSettings.read(
            keys(
                "{port: 5000, bindAddress: localhost, maxConnectionsPerAddress: 7, allow:"
                    + " [\"10.0.0.0/8\"], proxyProtocol: true, trustedProxies: [\"::1\"],"
                    + " maxBufferedBytes: 1 MiB, frameTimeoutSeconds: \"5\"}",
                ""));
    assertThat(settings.address().getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    assertThat(settings.connections().mostPerAddress()).isEqualTo(7);
    assertThat(settings.maxBufferedBytes()).isEqualTo(1 << 20);
    assertThat(settings.times().frame()).isEqualTo(Duration.ofSeconds(5));
    assertThat(
            settings
                .access()
                .allow()
                .orElseThrow()
                .contains(Networks.address("10.9.0.1").orElseThrow()))
        .isTrue();
    assertThat(
            settings
                .access()
                .trustedProxies()
                .orElseThrow()
                .contains(Networks.address("::1").orElseThrow()))
        .isTrue();
    assertThat(settings.withPort(1).withSockets(settings.sockets()).access())
        .isEqualTo(settings.access());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; port: is missing, must be from 0 to 65535",
        "{port: 1, bindAddress: example.org}; bindAddress: must be an IP address of this machine, or",
        "{port: 1, allow: [\"10.0.0.1/8\"]}; allow: must be networks such as 10.0.0.0/8, is \"10.0.0.1/8\"",
        "{port: 1, proxyProtocol: true}; trustedProxies: is missing, must be the networks of the",
        "{port: 1, tls: {clientAuth: require, enabled: true}}; tls.certificate: is missing, must be",
        "{port: 1, tls: {certificate: x, key: y, clientAuth: want}}; tls.trust: is missing, must be",
        "{port: 1, tls: {certificate: x}}; tls.key: is missing, must be the private key of the",
        "{port: 1, tls: {key: x}}; tls.certificate: is missing, must be given with its key",
        "{port: 1, tls: {certificateFile: /x}}; tls.certificateFile: names a file, which only the",
        "{port: 1, tls: true}; tls: must be an object, is true",
      })
  void namesWhatIsWrongWithAPort(String slice, String problem) {
    Keys keys = keys(slice, "");
    ServerSettings.read(keys);
    assertThat(problems(keys)).contains(problem);
  }

  @Test
  void readsAPeer() {
    Keys keys =
        keys("{host: meter.local, port: 502, retry: {first: 2s}, tls: {enabled: true}}", "");
    ClientSettings settings = ClientSettings.read(keys);
    keys.check();
    assertThat(settings.host()).isEqualTo("meter.local");
    assertThat(settings.retry())
        .isEqualTo(new ClientSettings.Retry(Duration.ofSeconds(2), Duration.ofMinutes(1)));
    assertThat(settings.tls())
        .contains(
            new TlsSettings(
                Optional.empty(),
                Optional.empty(),
                TlsSettings.ClientAuth.NONE,
                Optional.empty(),
                true));
    Keys wrong = keys("{host: \"a b\", port: 0, retry: {first: 9s, most: 1s}}", "");
    ClientSettings.read(wrong);
    assertThat(problems(wrong))
        .contains("host: must be a name or an IP address, is \"a b\"")
        .contains("port: must be from 1 to 65535, is 0")
        .contains("retry.most: must be at least retry.first, is \"1s\"");
    Keys missing = keys("{port: 1}", "");
    ClientSettings.read(missing);
    assertThat(problems(missing)).contains("host: is missing, must be a name");
  }

  @Test
  void takesFilesOfTheOperatorOnly(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a.pem"), "x");
    String tls = "{port: 1, tls: {certificateFile: \"" + file + "\"}}";
    Keys operators = keys("{}", tls);
    TlsSettings settings = ServerSettings.read(operators).tls().orElseThrow();
    operators.check();
    assertThat(settings.own().orElseThrow().certificate().file()).contains(file);
    Keys tenants = keys(tls, "");
    ServerSettings.read(tenants);
    assertThatThrownBy(tenants::check).hasMessageContaining("ask the operator, or give the text");
    Keys gone = keys("{}", tls.replace("a.pem", "b.pem"));
    ServerSettings.read(gone);
    assertThat(problems(gone)).contains("must be a file that can be read, is \"");
  }

  @Test
  void takesSecretsByName() {
    Keys keys = keys("{port: 1, tls: {certificate: abc, key: \"secret:pem\"}}", "");
    TlsSettings tls = ServerSettings.read(keys).tls().orElseThrow();
    keys.check();
    TlsSettings.Own own = tls.own().orElseThrow();
    assertThat(own.key().orElseThrow().text().orElseThrow().value()).contains("PEM");
    assertThat(tls.toString()).doesNotContain("PEM").contains("secret:pem").doesNotContain("abc");
  }
}
