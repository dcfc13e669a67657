package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.settings.ServerSettings.Sockets;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.tcp.Settings.Framed;
import io.integrationhost.plugins.tcp.Settings.Greeted;
import io.integrationhost.testkit.FakeContext;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final Sockets OFFICIAL = new Sockets(128, 65_536, 65_536, false, true);

  @Test
  void readsTheGuidesTwoKeys() {
    Settings settings = read("{\"port\": 5555, \"msgGenerationIntervalMs\": 5000}");
    ServerSettings server = settings.server();
    assertThat(server.address()).isEqualTo(new InetSocketAddress(5555));
    assertThat(server.sockets()).isEqualTo(new Sockets(1024, 65_536, 65_536, true, true));
    assertThat(server.connections().most()).isEqualTo(10_000);
    assertThat(server.connections().mostPerAddress()).isGreaterThanOrEqualTo(10_000);
    assertThat(server.uplinks()).isEqualTo(new ServerSettings.Uplinks(8000, 256));
    assertThat(server.times().idle()).isZero();
    assertThat(server.times().frame()).isZero();
    assertThat(server.times().login()).isEqualTo(Duration.ofSeconds(60));
    assertThat(server.connectionMetadata()).isFalse();
    assertThat(settings.wording().lineEnds()).isFalse();
    assertThat(settings.form())
        .isEqualTo(
            new Greeted(
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                65_536,
                Optional.of(new Settings.Sensor("Device B", Duration.ofSeconds(5)))));
  }

  @Test
  void startsNoSensorUnlessAsked() {
    var greeted = (Greeted) read("{port: 5555}").form();
    assertThat(greeted.sensor()).isEmpty();
  }

  @Test
  void readsAConfigurationOfThingsBoard() {
    Config vector =
        ConfigFactory.parseResources(
            getClass().getClassLoader(), "vectors/wire/connect-accepted-tcp.json");
    String json = vector.getString("json.connectResponseMsg.configuration.configuration");
    Settings settings = read(json);
    assertThat(settings.server().address()).isEqualTo(new InetSocketAddress(10_560));
    assertThat(settings.server().sockets()).isEqualTo(OFFICIAL);
    assertThat(settings.server().times().login()).isZero();
    assertThat(settings.wording().lineEnds()).isTrue();
    var frames = (Framed) settings.form();
    assertThat(frames.type()).isEqualTo(ContentType.TEXT);
    assertThat(found(frames, "x".repeat(128) + "\r\n")).isEqualTo("x".repeat(128));
    assertThat(found(frames, "x".repeat(129) + "\n")).contains("maxFrameLength (128 bytes)");
  }

  @Test
  void knowsThingsBoardsDefaults() {
    Settings settings = read("{clientConfiguration: {tcpNoDelay: true, futureKey: {a: [1]}}}");
    assertThat(settings.server().address()).isEqualTo(new InetSocketAddress(10_560));
    assertThat(settings.server().sockets()).isEqualTo(OFFICIAL);
    var frames = (Framed) settings.form();
    assertThat(frames.type()).isEqualTo(ContentType.BINARY);
    assertThat(found(frames, "\2\0ab")).isEqualTo("\2\0ab");
    assertThat(found(frames, "\177\0ab")).contains("frame of 129 bytes (maxFrameLength is 128)");
  }

  @Test
  void takesNumbersInQuotesAndNulls() {
    Settings settings =
        read(
            "{\"clientConfiguration\": {\"port\": \"10561\", \"handlerConfiguration\":"
                + " {\"handlerType\": \"TEXT\", \"customSeparatorRawValue\": null}}}");
    assertThat(settings.server().port()).isEqualTo(10_561);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{}; port: is missing, must be from 0 to 65535",
        "{port: 70000}; port: must be from 0 to 65535, is 70000",
        "{port: 5555.5}; port: must be a whole number from 0 to 65535, is 5555.5",
        "{port: abc}; port: must be from 0 to 65535, is \"abc\"",
        "{port: 1, maxConnections: 0, tcpNoDelay: maybe}; maxConnections: must be from",
        "{port: 1, tcpNoDelay: maybe}; tcpNoDelay: must be true or false, is \"maybe\"",
        "{port: 1, bindAddress: example.org}; bindAddress: must be an IP address",
        "{port: 1, quietTimeMs: -1}; quietTimeMs: must be from 0 to 60000",
        "{port: 1, msgGenerationIntervalMs: 0}; msgGenerationIntervalMs: must be from",
        "{port: 1, msgGenerationIntervalMs: 9, sensorName: ``}; sensorName: must be a",
        "{dial: [{host: a}]}; dial[0].port: is missing, must be from 1 to 65535",
        "{dial: [{host: a/b, port: 1}]}; dial[0].host: must be a name or an IP address",
        "{dial: []}; dial: nobody is listened to and nobody is dialled",
        "{listen: false}; listen: nobody is listened to and nobody is dialled",
        "{dial: [{host: a, port: 1}], msgGenerationIntervalMs: 9}; needs the port",
        "{dial: [{host: a, port: 1, tls {key: k}}]}; dial[0].tls.certificate: is missing",
      })
  void namesWhatIsWrong(String slice, String message) {
    assertThatThrownBy(() -> read(slice.replace("``", "\"\"")))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((TransportException) e).kind())
        .isEqualTo(TransportException.Kind.CONFIGURATION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "handlerType: HEX; handlerType: must be TEXT, BINARY or JSON, is \"HEX\"",
        "type: XML; type: must be TEXT, BINARY or JSON",
        "handlerType: TEXT, messageSeparator: TAB; messageSeparator: must be SYSTEM_LINE",
        "handlerType: TEXT, messageSeparator: CUSTOM_SEPARATOR; customSeparatorRawValue: is missing",
        "maxFrameLength: 0; maxFrameLength: must be from 1 to",
        "lengthFieldLength: 5; lengthFieldLength: must be 1, 2, 3, 4 or 8, is 5",
        "lengthFieldOffset: 127; maxFrameLength: must be at least lengthFieldOffset +",
      })
  void namesWhatIsWrongInAHandler(String keys, String message) {
    assertThatThrownBy(() -> read("{clientConfiguration: {handlerConfiguration: {" + keys + "}}}"))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("clientConfiguration.handlerConfiguration." + message);
  }

  @Test
  void namesTheLineOfAKeyOrOfTheObjectThatLacksIt() {
    assertThatThrownBy(() -> read("{\n port: 70000,\n quietTimeMs: [1]}"))
        .hasMessage(
            "String: 2: port: must be from 0 to 65535, is 70000; String: 3:"
                + " quietTimeMs: must be from 0 to 60000, is [1]");
    String handler = "clientConfiguration.handlerConfiguration";
    assertThatThrownBy(
            () -> read("{clientConfiguration: {\n port: 1,\n handlerConfiguration: TEXT}}"))
        .hasMessage("String: 3: " + handler + ": must be an object, is \"TEXT\"");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertThatThrownBy(() -> read("{port: -1, soRcvBuf: 0, maxMessageLength: 0}"))
        .hasMessageContaining("port: must be")
        .hasMessageContaining("soRcvBuf: must be")
        .hasMessageContaining("maxMessageLength: must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kit/tcp.conf", "kit/tls.conf"})
  void listsAllKeysOfTheKit(String part) {
    Config own = ConfigFactory.parseResources(getClass().getClassLoader(), "plugin.conf");
    Config kit = ConfigFactory.parseResources(getClass().getClassLoader(), part);
    assertThat(kit.root()).isNotEmpty();
    kit.root().keySet().forEach(key -> assertThat(own.hasPathOrNull(key)).as(key).isTrue());
  }

  @Test
  void readsWhomToDialAndOpensNoPortThen() {
    Settings settings =
        read(
            "{dial: [{host: 10.0.0.5, port: 4001, tls {enabled: true}}, {host: plc, port: 4002}],"
                + " retry {first: 2 s}, idleTimeoutSeconds: 9}");
    assertThat(settings.listens()).isFalse();
    assertThat(settings.peers()).extracting(ClientSettings::port).containsExactly(4001, 4002);
    ClientSettings first = settings.peers().get(0);
    assertThat(first.host()).isEqualTo("10.0.0.5");
    assertThat(first.tls().orElseThrow().verifyHost()).isTrue();
    assertThat(first.retry().first()).isEqualTo(Duration.ofSeconds(2));
    assertThat(first.times().idle()).isEqualTo(Duration.ofSeconds(9));
    assertThat(first.times().login()).isZero();
    assertThat(settings.peers().get(1).tls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "port: 1, dial: [{host: a, port: 2}]; true",
        "port: 1, dial: [{host: a, port: 2}], listen: false; false",
        "clientConfiguration: {port: 1}, dial: [{host: a, port: 2}]; false",
        "clientConfiguration: {port: 1}, dial: [{host: a, port: 2}], listen: true; true",
      })
  void listensBesideDiallingWhenAsked(String keys, boolean listens) {
    assertThat(read("{" + keys + "}").listens()).isEqualTo(listens);
  }

  private static Settings read(String slice) {
    Settings settings = Settings.read(FakeContext.of(slice));
    settings.keys().check();
    return settings;
  }

  /** The frame that a framing finds, or what is wrong. */
  private static String found(Framed frames, String bytes) {
    var channel = new EmbeddedChannel(frames.framing().decoder());
    channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    Object found = channel.readInbound();
    return found instanceof Fault fault ? fault.what() : Bytes.ascii((byte[]) found);
  }
}
