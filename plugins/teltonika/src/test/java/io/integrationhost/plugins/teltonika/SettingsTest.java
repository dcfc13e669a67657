package io.integrationhost.plugins.teltonika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.teltonika.codec.Imei;
import io.integrationhost.testkit.FakeContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static final Imei IMEI = new Imei("356307042441013");

  @Test
  void needsOnlyAPort() {
    Settings settings = read("{\"port\": 5027}");
    ServerSettings tcp = settings.tcp().orElseThrow();
    assertThat(tcp.address()).isEqualTo(new InetSocketAddress(5027));
    assertThat(settings.udp()).isEmpty();
    assertThat(tcp.connections().most()).isEqualTo(10_000);
    assertThat(tcp.connections().mostPerAddress()).isGreaterThanOrEqualTo(10_000);
    assertThat(tcp.uplinks()).isEqualTo(new ServerSettings.Uplinks(3000, 1));
    assertThat(tcp.datagrams().unanswered()).isEqualTo(1000);
    assertThat(settings.maxFrameLength()).isEqualTo(4096);
    assertThat(tcp.times())
        .isEqualTo(
            new ServerSettings.Times(
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(900),
                Duration.ofSeconds(60)));
    assertThat(tcp.tls()).isEmpty();
    assertThat(tcp.access().allow()).isEmpty();
    assertThat(settings.commands())
        .isEqualTo(new Settings.Commands(Duration.ofSeconds(30), Duration.ofSeconds(8), 16, false));
    assertThat(settings.poison()).isEqualTo(new Settings.Poison(10, false));
    assertThat(settings.naming().isAllowed(IMEI)).isTrue();
    assertThat(settings.naming().device(IMEI)).isEqualTo(new Device(IMEI.digits(), "teltonika"));
  }

  @Test
  void takesBothPortsAndNumbersInQuotes() {
    Settings settings = read("{\"port\": \"5027\", \"udpPort\": 5028}");
    assertThat(settings.tcp().orElseThrow().port()).isEqualTo(5027);
    assertThat(settings.udp().orElseThrow().port()).isEqualTo(5028);
    assertThat(read("{port: 5027, udpPort: 5027}").udp().orElseThrow().port()).isEqualTo(5027);
    assertThat(read("{udpPort: 5027}").tcp()).isEmpty();
  }

  @Test
  void allowsOnlyTheListed() {
    Naming naming = read("{port: 1, allowedImeis: [\"356307042441013\"]}").naming();
    assertThat(naming.isAllowed(IMEI)).isTrue();
    assertThat(naming.isAllowed(new Imei("356307042441014"))).isFalse();
  }

  @Test
  void hasOneFrameOfAConnectionUnderWayWhateverItIsTold() {
    Settings settings = read("{port: 1, maxUnansweredPerConnection: 5}");
    assertThat(settings.tcp().orElseThrow().uplinks().mostPerConnection()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{}; port: is missing, give port, udpPort or both",
        "{port: 70000}; port: must be from 0 to 65535, is 70000",
        "{udpPort: 1.5}; udpPort: must be a whole number from 0 to 65535, is 1.5",
        "{port: abc}; port: must be from 0 to 65535, is \"abc\"",
        "{port: 1, maxConnections: 0}; maxConnections: must be from 1 to 1000000, is 0",
        "{port: 1, maxFrameLength: null}; maxFrameLength: is missing, must be from 64 to 65000",
        "{port: 1, bindAddress: example.org}; bindAddress: must be an IP address",
        "{port: 1, allowedImeis: [12]}; allowedImeis: must be IMEIs of 15 digits, is [12]",
        "{port: 1, allowedImeis: 12}; allowedImeis: must be a list of texts, is 12",
        "{port: 1, deviceName: truck}; deviceName: must be a name that contains",
        "{port: 1, deviceType: ``}; deviceType: must be the name of a device profile, is \"\"",
        "{port: 1, ioElements: 5}; ioElements: must be an object, is 5",
        "{port: 1, ioElements: {x: y}}; ioElements.x is no IO element",
        "{port: 1, commands: {waitSeconds: 0}}; commands.waitSeconds: must be from 1 to 86400, is 0",
        "{port: 1, commands: {lineEnd: 5}}; commands.lineEnd: must be true or false, is 5",
        "{port: 1, poisonFrames: {alarmAfter: 1}}; poisonFrames.alarmAfter: must be from 2 to",
        "{port: 1, tls: {enabled: true}}; tls.certificate",
        "{port: 1, proxyProtocol: true}; trustedProxies: is missing, must be the networks",
      })
  void namesWhatIsWrong(String slice, String message) {
    assertThatThrownBy(() -> read(slice.replace("``", "\"\"")))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((TransportException) e).kind())
        .isEqualTo(TransportException.Kind.CONFIGURATION);
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertThatThrownBy(() -> read("{port: -1, maxFrameLength: 1, ioElements: {x: y}}"))
        .hasMessageContaining("port: must be")
        .hasMessageContaining("maxFrameLength: must be")
        .hasMessageContaining("ioElements.x");
  }

  private static Settings read(String slice) {
    Settings settings = Settings.read(FakeContext.of(slice));
    settings.keys().check();
    return settings;
  }
}
