package io.integrationhost.plugins.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.settings.ServerSettings.Datagrams;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void readsAConfigurationOfThingsBoard() {
    Settings settings =
        read(
            "{\"clientConfiguration\":{\"port\":11570,\"soBroadcast\":true,\"soRcvBuf\":128,"
                + "\"cacheSize\":50,\"timeToLiveInMinutes\":60,"
                + "\"handlerConfiguration\":{\"handlerType\":\"TEXT\","
                + "\"charsetName\":\"ISO-8859-1\",\"maxFrameLength\":128,\"futureKey\":{\"a\":1}}},"
                + "\"metadata\":{\"site\":\"north\"}}");
    ServerSettings server = settings.server();
    assertThat(server.address()).isEqualTo(new InetSocketAddress(11_570));
    assertThat(server.sockets().receiveBuffer()).isEqualTo(128 * 1024);
    assertThat(server.datagrams()).isEqualTo(new Datagrams(50, Duration.ofHours(1), 2000, 0));
    assertThat(settings.payload())
        .isEqualTo(new Payload(Payload.Kind.TEXT, StandardCharsets.ISO_8859_1, true));
    assertThat(settings.replies().separator()).isTrue();
    assertThat(settings.keepsAddresses()).isTrue();
    assertThat(settings.longest()).isEqualTo(65_507);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{clientConfiguration: {soBroadcast: true}}",
        "{clientConfiguration: {port: null, soRcvBuf: null, cacheSize: null,"
            + " timeToLiveInMinutes: null, handlerConfiguration: {handlerType: null,"
            + " charsetName: null}, futureKey: 1}}",
        "{clientConfiguration: {port: \"11560\", cacheSize: \"1000\"}}",
      })
  void knowsThingsBoardsDefaults(String slice) {
    Settings settings = read(slice);
    assertThat(settings.server().address()).isEqualTo(new InetSocketAddress(11_560));
    assertThat(settings.server().sockets().receiveBuffer()).isEqualTo(65_536);
    assertThat(settings.server().datagrams()).isEqualTo(new Datagrams(1000, DAY, 2000, 0));
    assertThat(settings.payload().kind()).isEqualTo(Payload.Kind.BINARY);
  }

  @Test
  void readsOurOwnForm() {
    Settings settings = read("{port: 5000, handlerType: text}");
    assertThat(settings.server().address()).isEqualTo(new InetSocketAddress(5000));
    assertThat(settings.server().datagrams()).isEqualTo(new Datagrams(100_000, DAY, 2000, 0));
    assertThat(settings.payload())
        .isEqualTo(new Payload(Payload.Kind.TEXT, StandardCharsets.UTF_8, false));
    assertThat(settings.replies().separator()).isFalse();
    assertThat(read("{port: 1}").payload().kind()).isEqualTo(Payload.Kind.BINARY);
  }

  @Test
  void takesTheHandlersKindAsType() {
    assertThat(read("{clientConfiguration: {handlerConfiguration: {type: HEX}}}").payload().kind())
        .isEqualTo(Payload.Kind.HEX);
  }

  @Test
  void letsTheOperatorHaveTheLastWord() {
    Settings settings =
        read(
            "{clientConfiguration: {cacheSize: 5, handlerConfiguration: {handlerType: TEXT}},"
                + " maxPeers: 7, peerSeconds: 9, quoteText: false, separatorDatagram: false,"
                + " maxPerSecondPerAddress: 3, connectionMetadata: true, maxDatagramLength: 100,"
                + " allow: [\"10.0.0.0/8\"]}");
    assertThat(settings.server().datagrams())
        .isEqualTo(new Datagrams(7, Duration.ofSeconds(9), 2000, 3));
    assertThat(settings.server().connectionMetadata()).isTrue();
    assertThat(settings.server().access().allow()).isPresent();
    assertThat(settings.payload().quoted()).isFalse();
    assertThat(settings.replies().separator()).isFalse();
    assertThat(settings.longest()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cacheSize: 0", "timeToLiveInMinutes: 0"})
  void keepsNoAddressWhenNoneMayBeKept(String key) {
    assertThat(read("{clientConfiguration: {" + key + "}}").keepsAddresses()).isFalse();
    assertThat(read("{clientConfiguration: {" + key + "}, maxPeers: 1, peerSeconds: 1}"))
        .extracting(Settings::keepsAddresses)
        .isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{}; port: is missing, must be from 0 to 65535",
        "{port: 70000}; port: must be from 0 to 65535, is 70000",
        "{clientConfiguration: {port: -1}}; clientConfiguration.port: must be from 0 to 65535",
        "{clientConfiguration: {soRcvBuf: 0}}; clientConfiguration.soRcvBuf: must be from 1",
        "{clientConfiguration: {cacheSize: -1}}; clientConfiguration.cacheSize: must be from 0",
        "{clientConfiguration: {timeToLiveInMinutes: 525601}}; timeToLiveInMinutes: must be from 0",
        "{port: 1, handlerType: XML}; handlerType: must be TEXT, JSON, BINARY or HEX, is \"XML\"",
        "{clientConfiguration: {handlerConfiguration: {handlerType: XML}}};"
            + " clientConfiguration.handlerConfiguration.handlerType: must be TEXT, JSON, BINARY"
            + " or",
        "{clientConfiguration: {handlerConfiguration: {handlerType: TEXT, charsetName: UTF-9}}};"
            + " clientConfiguration.handlerConfiguration.charsetName: must be the name of a"
            + " character set such as UTF-8 or ISO-8859-1, is \"UTF-9\"",
        "{port: 1, handlerType: TEXT, charsetName: `a b`}; charsetName: must be the name of a",
        "{port: 1, maxDatagramLength: 65508}; maxDatagramLength: must be from 1 to 65507",
        "{port: 1, replies {onStored: `hex:6`}}; replies.onStored: must be a text, or hex:",
        "{port: 1, bindAddress: example.org}; bindAddress: must be an IP address",
      })
  void namesWhatIsWrong(String slice, String message) {
    assertThatThrownBy(() -> read(slice.replace('`', '"')))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((TransportException) e).kind())
        .isEqualTo(TransportException.Kind.CONFIGURATION);
  }

  @Test
  void doesNotLookAtTheCharsetOfWhatIsNoText() {
    assertThat(
            read("{clientConfiguration: {handlerConfiguration: {handlerType: HEX, charsetName:"
                    + " X}}}")
                .payload()
                .kind())
        .isEqualTo(Payload.Kind.HEX);
  }

  @Test
  void listsAllKeysOfTheKit() {
    Config own = ConfigFactory.parseResources(getClass().getClassLoader(), "plugin.conf");
    Config kit = ConfigFactory.parseResources(getClass().getClassLoader(), "kit/udp.conf");
    assertThat(kit.root()).isNotEmpty();
    kit.root().keySet().forEach(key -> assertThat(own.hasPathOrNull(key)).as(key).isTrue());
  }

  private static Settings read(String slice) {
    try (FakeContext context = FakeContext.of(slice)) {
      Settings settings = Settings.read(context);
      settings.keys().check();
      return settings;
    }
  }
}
