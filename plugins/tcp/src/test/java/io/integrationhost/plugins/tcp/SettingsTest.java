package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.tcp.Framing.Conversation;
import io.integrationhost.testkit.FakeContext;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @Test
  void readsTheGuidesTwoKeys() {
    Settings settings = read("{\"port\": 5555, \"msgGenerationIntervalMs\": 5000}");
    assertThat(settings.socket())
        .isEqualTo(new SocketSettings(Optional.empty(), 5555, 1024, 65_536, 65_536, true, true));
    assertThat(settings.limits()).isEqualTo(new Limits(10_000, 256, 8000, 0));
    assertThat(settings.connectionMetadata()).isFalse();
    assertThat(settings.appendLineEndToDownlinks()).isFalse();
    assertThat(settings.framing())
        .isEqualTo(
            new Conversation(
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                65_536,
                Optional.of(new SensorSettings("Device B", Duration.ofSeconds(5)))));
  }

  @Test
  void startsNoSensorUnlessAsked() {
    var conversation = (Conversation) read("{port: 5555}").framing();
    assertThat(conversation.sensor()).isEmpty();
  }

  @Test
  void readsAConfigurationOfThingsBoard() {
    Config vector =
        ConfigFactory.parseResources(
            getClass().getClassLoader(), "vectors/wire/connect-accepted-tcp.json");
    String json = vector.getString("json.connectResponseMsg.configuration.configuration");
    Settings settings = read(json);
    assertThat(settings.socket())
        .isEqualTo(new SocketSettings(Optional.empty(), 10_560, 128, 65_536, 65_536, false, true));
    assertThat(settings.appendLineEndToDownlinks()).isTrue();
    assertThat(settings.framing()).isInstanceOf(Framing.Text.class);
    var text = (Framing.Text) settings.framing();
    assertThat(text.maxFrameLength()).isEqualTo(128);
    assertThat(text.stripDelimiter()).isTrue();
    assertThat(text.separators()).isEmpty();
  }

  @Test
  void knowsThingsBoardsDefaults() {
    Settings settings = read("{clientConfiguration: {tcpNoDelay: true, futureKey: {a: [1]}}}");
    assertThat(settings.socket())
        .isEqualTo(new SocketSettings(Optional.empty(), 10_560, 128, 65_536, 65_536, false, true));
    assertThat(settings.framing())
        .isEqualTo(new Framing.Binary(ByteOrder.LITTLE_ENDIAN, 128, 0, 2, 0, 0));
  }

  @Test
  void takesNumbersInQuotesAndNulls() {
    Settings settings =
        read(
            "{\"clientConfiguration\": {\"port\": \"10561\", \"handlerConfiguration\":"
                + " {\"handlerType\": \"TEXT\", \"customSeparatorRawValue\": null}}}");
    assertThat(settings.socket().port()).isEqualTo(10_561);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{}; port is missing, must be a whole number from 0 to 65535",
        "{port: 70000}; port must be a whole number from 0 to 65535, is 70000",
        "{port: 5555.5}; port must be a whole number from 0 to 65535, is 5555.5",
        "{port: abc}; port must be a whole number from 0 to 65535, is \"abc\"",
        "{port: 1, maxConnections: 0, tcpNoDelay: maybe}; maxConnections must be a whole",
        "{port: 1, tcpNoDelay: maybe}; tcpNoDelay must be true or false, is \"maybe\"",
        "{port: 1, bindAddress: example.org}; bindAddress must be an IP address",
        "{port: 1, quietTimeMs: -1}; quietTimeMs must be a whole number from 0 to 60000",
        "{port: 1, msgGenerationIntervalMs: 0}; msgGenerationIntervalMs must be a whole",
        "{port: 1, msgGenerationIntervalMs: 9, sensorName: ``}; sensorName must be a",
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
        "handlerType: HEX; handlerType must be TEXT, BINARY or JSON, is \"HEX\"",
        "type: XML; type must be TEXT, BINARY or JSON",
        "handlerType: TEXT, messageSeparator: TAB; messageSeparator must be SYSTEM_LINE",
        "handlerType: TEXT, messageSeparator: CUSTOM_SEPARATOR; customSeparatorRawValue is missing",
        "maxFrameLength: 0; maxFrameLength must be a whole number from 1 to",
        "lengthFieldLength: 5; lengthFieldLength must be 1, 2, 3, 4 or 8, is 5",
        "lengthFieldOffset: 127; maxFrameLength must be at least lengthFieldOffset +",
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
            "String: 2: port must be a whole number from 0 to 65535, is 70000; String: 3:"
                + " quietTimeMs must be a whole number from 0 to 60000, is [1]");
    String handler = "clientConfiguration.handlerConfiguration";
    assertThatThrownBy(
            () -> read("{clientConfiguration: {\n port: 1,\n handlerConfiguration: TEXT}}"))
        .hasMessage("String: 3: " + handler + " must be an object, is \"TEXT\"");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertThatThrownBy(() -> read("{port: -1, soRcvBuf: 0, maxMessageLength: 0}"))
        .hasMessageContaining("port must be")
        .hasMessageContaining("soRcvBuf must be")
        .hasMessageContaining("maxMessageLength must be");
  }

  private static Settings read(String slice) {
    return Settings.read(FakeContext.configuration(slice));
  }
}
