package io.integrationhost.plugins.teltonika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.teltonika.codec.Imei;
import io.integrationhost.testkit.FakeContext;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static final Imei IMEI = new Imei("356307042441013");

  @Test
  void needsOnlyAPort() {
    Settings settings = read("{\"port\": 5027}");
    assertThat(settings.ports())
        .isEqualTo(new Ports(Optional.empty(), Optional.of(5027), Optional.empty()));
    assertThat(settings.limits()).isEqualTo(new Limits(10_000, 3000, 1000, 4096, 30, 60, 900));
    assertThat(settings.commands()).isEqualTo(new CommandRule(30, 8, 16, false));
    assertThat(settings.poison()).isEqualTo(new PoisonRule(10, false));
    assertThat(settings.naming().isAllowed(IMEI)).isTrue();
    assertThat(settings.naming().device(IMEI)).isEqualTo(new Device(IMEI.digits(), "teltonika"));
  }

  @Test
  void takesBothPortsAndNumbersInQuotes() {
    Settings settings = read("{\"port\": \"5027\", \"udpPort\": 5027}");
    assertThat(settings.ports().tcp()).contains(5027);
    assertThat(settings.ports().udp()).contains(5027);
  }

  @Test
  void allowsOnlyTheListed() {
    Naming naming = read("{port: 1, allowedImeis: [\"356307042441013\"]}").naming();
    assertThat(naming.isAllowed(IMEI)).isTrue();
    assertThat(naming.isAllowed(new Imei("356307042441014"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{}; port is missing (expected port, udpPort or both)",
        "{port: 70000}; port is '70000' (expected a whole number from 0 to 65535)",
        "{udpPort: 1.5}; udpPort is '1.5' (expected a whole number from 0 to 65535)",
        "{port: abc}; port is 'abc' (expected a whole number from 0 to 65535)",
        "{port: 1, maxConnections: null}; maxConnections is null (expected a whole number from 1",
        "{port: 1, bindAddress: example.org}; bindAddress is 'example.org' (expected an IP",
        "{port: 1, allowedImeis: [12]}; allowedImeis is '12' (expected IMEIs of 15 digits)",
        "{port: 1, allowedImeis: 12}; allowedImeis is '12' (expected a list of texts)",
        "{port: 1, deviceName: truck}; deviceName is 'truck' (expected a name that contains",
        "{port: 1, deviceType: ``}; deviceType is '' (expected the name of a device profile)",
        "{port: 1, ioElements: 5}; ioElements is '5' (expected an object)",
        "{port: 1, ioElements: {x: y}}; ioElements.x is no IO element",
        "{port: 1, commands: {waitSeconds: 0}}; commands.waitSeconds is '0' (expected a whole",
        "{port: 1, commands: {lineEnd: 5}}; commands.lineEnd is '5' (expected true or false)",
        "{port: 1, poisonFrames: {alarmAfter: 1}}; poisonFrames.alarmAfter is '1' (expected",
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
        .hasMessageContaining("port is")
        .hasMessageContaining("maxFrameLength is")
        .hasMessageContaining("ioElements.x");
  }

  private static Settings read(String slice) {
    return Settings.read(FakeContext.configuration(slice));
  }
}
