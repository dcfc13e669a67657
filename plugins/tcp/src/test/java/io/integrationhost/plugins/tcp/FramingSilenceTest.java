package io.integrationhost.plugins.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    EmbeddedChannel channel = text(64);
    channel.writeInbound(Unpooled.copiedBuffer("1\na,1\r", US_ASCII));
    pass(channel, WatchedDecoder.PATIENCE_SECONDS);
    pass(channel, WatchedDecoder.PATIENCE_SECONDS);
    assertThat(heard(channel))
        .containsExactly(
            "1",
            "has an unfinished message of 4 bytes since 30 s: no messageSeparator came (\\n); set it"
                + " to what the device sends at the end of a message 612c310d 'a,1.'");
    channel.writeInbound(Unpooled.copiedBuffer("\n", US_ASCII));
    pass(channel, WatchedDecoder.PATIENCE_SECONDS);
    assertThat(heard(channel)).containsExactly("a,1");
  }

  @Test
  void goesOnTellingWhileAllIsSkipped() {
    EmbeddedChannel channel = text(4);
    channel.writeInbound(Unpooled.copiedBuffer("a,1\ra,2\r", US_ASCII));
    assertThat(heard(channel)).singleElement().asString().contains("more than maxFrameLength");
    for (int i = 0; i < 3; i++) {
      channel.writeInbound(Unpooled.copiedBuffer("a,3\r", US_ASCII));
      pass(channel, WatchedDecoder.PATIENCE_SECONDS);
      assertThat(heard(channel)).singleElement().asString().contains("no new message since 30 s");
    }
  }

  @Test
  void findsATornSeparatorBehindSkippedBytes() {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new FrameDecoder(
                new TextFramer(new Framing.Text(4, true, List.of("<end>".getBytes(US_ASCII)))),
                new HeldBytes(10_000).share(lack -> {})));
    for (char each : "1234<end>12345678<end<end>5<end>".toCharArray()) {
      channel.writeInbound(Unpooled.copiedBuffer(String.valueOf(each), US_ASCII));
    }
    assertThat(heard(channel)).hasSize(3).startsWith("1234").endsWith("5");
  }

  private static EmbeddedChannel text(int maxFrameLength) {
    var channel =
        new EmbeddedChannel(
            new FrameDecoder(
                new TextFramer(new Framing.Text(maxFrameLength, true, List.of())),
                new HeldBytes(10_000).share(lack -> {})));
    channel.freezeTime();
    return channel;
  }

  private static void pass(EmbeddedChannel channel, long seconds) {
    channel.advanceTimeBy(seconds, SECONDS);
    channel.runScheduledPendingTasks();
  }

  private static List<String> heard(EmbeddedChannel channel) {
    List<String> heard = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      if (next instanceof Inbound.Message message) {
        heard.add(new String(message.bytes(), US_ASCII));
      } else if (next instanceof Inbound.Lost lost) {
        heard.add(lost.what());
      } else if (next instanceof Inbound.Waiting waiting) {
        heard.add(waiting.what() + " " + waiting.excerpt());
      }
    }
    return heard;
  }
}
