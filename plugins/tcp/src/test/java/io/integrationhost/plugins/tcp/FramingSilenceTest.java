package io.integrationhost.plugins.tcp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.testkit.Trial;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that make no message are counted and logged, at once. */
class FramingSilenceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(31);

  /** One entry of {@code framing-silence.json}. */
  record Vector(JsonObject json) {

    static Stream<Vector> all() {
      List<Vector> vectors = new ArrayList<>();
      try (var in =
          new InputStreamReader(
              Vector.class.getResourceAsStream("/vectors/field/framing-silence.json"),
              StandardCharsets.UTF_8)) {
        for (JsonElement each : JsonParser.parseReader(in).getAsJsonArray()) {
          vectors.add(new Vector(each.getAsJsonObject()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return vectors.stream();
    }

    JsonObject input() {
      return json.getAsJsonObject("input");
    }

    JsonObject expected() {
      return json.getAsJsonObject("expect");
    }

    @Override
    public String toString() {
      return json.get("name").getAsString();
    }
  }

  @ParameterizedTest
  @MethodSource("io.integrationhost.plugins.tcp.FramingSilenceTest$Vector#all")
  void isToldOfWhatIsLost(Vector vector) throws IOException {
    try (var log = new CapturedLog();
        var running = new RunningPlugin(vector.json().getAsJsonObject("configuration").toString());
        TestDevice device = running.connect()) {
      for (JsonElement piece : vector.input().getAsJsonArray("sendHex")) {
        device.say(HexFormat.of().parseHex(piece.getAsString()));
      }
      if (vector.input().get("thenClose").getAsBoolean()) {
        device.socket.shutdownOutput();
      }
      String wanted =
          vector.expected().has("logNames") ? vector.expected().get("logNames").getAsString() : "";
      await()
          .atMost(10, SECONDS)
          .untilAsserted(() -> assertThat(log.warnings()).anyMatch(line -> line.contains(wanted)));
      assertThat(log.warnings())
          .first()
          .asString()
          .startsWith("integration 'test', transport 'transport': connection 1 from 127.0.0.1:");
      assertThat(running.transport.health().detail()).doesNotContain(" 0 bad frames");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{port: 0}; `1\n25,4`; 1; ended with 4 bytes that were not used: no line end came",
        "{port: 0, quietTimeMs: 0}; `25,4`; 0; ended with 4 bytes that were not used",
        "{port: 0}; `hello`; 0; ended with 5 bytes that were not used: a greeting that is not",
        "{port: 0, maxMessageLength: 3}; `25,40`; 0; sent a message longer than 3 bytes",
        "handlerType: TEXT, messageSeparator: NUL_DELIMITER; `a\n`; 0; ended with 2 bytes that",
        "handlerType: TEXT, maxFrameLength: 3; `abcdefg`; 0; sent more than maxFrameLength (3",
        "handlerType: JSON; `{} x`; 1; sent what begins no JSON object or array",
        "handlerType: JSON, maxMessageLength: 8; `{} {'a': '12'}`; 1; sent more than maxMessageLength",
        "lengthFieldLength: 1; `a`; 0; ended with 1 bytes that were not used: their length field",
        "lengthFieldLength: 4; `a`; 0; ended with 1 bytes that were not used: they are less than",
        "lengthFieldLength: 8; `12345678`; 0; with a length field of 4050765991979987505, which",
        "lengthFieldLength: 1, initialBytesToStrip: 9; `\\1a`; 0; makes no sense",
      })
  void isToldInEveryForm(String keys, String sent, int uplinks, String line) throws IOException {
    String slice =
        keys.startsWith("{")
            ? keys
            : "{clientConfiguration: {port: 0, handlerConfiguration: {" + keys + "}}}";
    try (var log = new CapturedLog();
        var running = new RunningPlugin(slice);
        TestDevice device = running.connect()) {
      device.say(sent.translateEscapes().replace('\'', '"'));
      device.socket.shutdownOutput();
      await()
          .untilAsserted(
              () -> assertThat(log.warnings()).singleElement().asString().contains(line));
      assertThat(running.transport.health().detail()).contains(" 1 bad frames");
      assertThat(running.uplinks.count()).isEqualTo(uplinks);
    }
  }

  @Test
  void tellsOnceOfBytesThatWaitForTheirRest() {
    try (var log = new CapturedLog();
        var trial = Trial.of(new TcpPlugin(), text(64))) {
      trial.say("1\na,1\r").passes(PATIENCE).passes(PATIENCE).published("1");
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .endsWith(
              "has an unfinished message of 4 bytes since 30 s: no messageSeparator came (\\n); set"
                  + " it to what the device sends at the end of a message; bytes: 612c310d 'a,1.'");
      trial.say("\n").passes(PATIENCE).published("1", "a,1");
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void goesOnTellingWhileAllIsSkipped() {
    try (var log = new CapturedLog();
        var trial = Trial.of(new TcpPlugin(), text(4))) {
      trial.say("a,1\ra,2\r").publishedNothing();
      assertThat(log.warnings()).singleElement().asString().contains("more than maxFrameLength");
      for (int i = 0; i < 3; i++) {
        trial.say("a,3\r").passes(PATIENCE);
      }
      assertThat(log.warnings())
          .last()
          .asString()
          .contains("no new message since 30 s", "bytes:  ''");
    }
  }

  @Test
  void tellsOfABeginningOfALineButWaitsForItsRest() {
    try (var log = new CapturedLog();
        var trial = Trial.of(new TcpPlugin(), "{port: 1}")) {
      trial.say("1\n25,4").passes(Duration.ofDays(1)).published("1");
      assertThat(log.warnings()).singleElement().asString().contains("no line end came");
      trial.say("0,94\n").published("1", "25,40,94").hears("OK\nOK\n");
    }
  }

  @Test
  void findsATornSeparatorBehindSkippedBytes() {
    String slice =
        "{clientConfiguration: {handlerConfiguration: {handlerType: TEXT, maxFrameLength: 4,"
            + " messageSeparator: CUSTOM_SEPARATOR, customSeparatorRawValue: \"<end>\"}}}";
    try (var log = new CapturedLog();
        var trial = Trial.of(new TcpPlugin(), slice)) {
      for (char each : "1234<end>12345678<end<end>5<end>".toCharArray()) {
        trial.say(String.valueOf(each));
      }
      trial.published("1234", "5");
      assertThat(log.warnings()).hasSize(1);
    }
  }

  private static String text(int maxFrameLength) {
    return "{clientConfiguration: {handlerConfiguration: {handlerType: TEXT, maxFrameLength: "
        + maxFrameLength
        + "}}}";
  }
}
