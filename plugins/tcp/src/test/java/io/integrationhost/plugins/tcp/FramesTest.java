package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Uplink;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ThingsBoard's own framings over real sockets. */
class FramesTest {

  @Test
  void framesTextByLines() throws IOException {
    try (var running = official("handlerType: TEXT, failFast: true, byteOrder: BIG_ENDIAN");
        TestDevice device = running.connect()) {
      device.say("25,40,");
      device.say("94\r\n26\n\n27\r\n");
      assertThat(await(running, 3)).containsExactly("25,40,94", "26", "27");
      Uplink.Payload first = running.uplinks.payloads().get(0);
      assertThat(first.contentType()).isEqualTo(ContentType.TEXT);
      assertThat(first.deviceName()).isEmpty();
      device.socket.shutdownOutput();
      device.expectEnd();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "messageSeparator: NUL_DELIMITER; a\\u0000b\\u0000; a,b",
        "messageSeparator: CUSTOM_SEPARATOR, customSeparatorRawValue: \"€€\"; a€€b€€; a,b",
        "messageSeparator: CUSTOM_SEPARATOR, customSeparatorRawValue: \"#\", stripDelimiter: false;"
            + " a#b#; a#,b#",
        "stripDelimiter: false; a\\u000ab\\u000a; a\\u000a,b\\u000a",
      })
  void framesTextBySeparators(String keys, String sent, String expected) throws IOException {
    try (var running = official("type: TEXT, " + keys);
        TestDevice device = running.connect()) {
      device.say(unescaped(sent));
      assertThat(await(running, 2)).containsExactly(unescaped(expected).split(","));
    }
  }

  @Test
  void skipsATextThatIsTooLongAndGoesOn() throws IOException {
    try (var running = official("handlerType: TEXT, maxFrameLength: 4");
        TestDevice device = running.connect()) {
      device.say("12345\n123456\n1234\n");
      assertThat(await(running, 1)).containsExactly("1234");
      assertThat(running.transport.health().detail()).contains("2 bad frames");
      device.say("1\n");
      assertThat(await(running, 2)).containsExactly("1234", "1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0300010203 0100 07, 0300010203 010007",
    "byteOrder: LITTLE_ENDIAN initialBytesToStrip: 2, 0300010203 0100 07, 010203 07",
    "byteOrder: BIG_ENDIAN, 0003010203 0001 07, 0003010203 000107",
    "byteOrder: BIG_ENDIAN lengthFieldLength: 4 lengthFieldOffset: 1 lengthAdjustment: -5"
        + " initialBytesToStrip: 5, ff00000007 0102 ff00000006 07, 0102 07",
    "byteOrder: BIG_ENDIAN lengthFieldLength: 8, 0000000000000001 09 0000000000000001 08,"
        + " 000000000000000109 000000000000000108",
    "lengthFieldLength: 3, 010000 09 010000 08, 01000009 01000008",
  })
  void framesBinaryByItsLength(String keys, String sent, String expected) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(sent.replace(" ", ""));
    try (var running = official(keys.replace(" ", ", ").replace(":,", ":"));
        TestDevice glued = running.connect()) {
      glued.say(bytes);
      await(running, 2);
      try (TestDevice torn = running.connect()) {
        for (byte b : bytes) {
          torn.say(new byte[] {b});
        }
        await(running, 4);
      }
      List<String> wanted = List.of(expected.split(" "));
      assertThat(running.uplinks.payloads())
          .extracting(payload -> HexFormat.of().formatHex(payload.bytes()))
          .containsExactly(wanted.get(0), wanted.get(1), wanted.get(0), wanted.get(1));
      assertThat(running.uplinks.payloads())
          .extracting(Uplink.Payload::contentType)
          .containsOnly(ContentType.BINARY);
    }
  }

  @Test
  void skipsABinaryFrameThatIsTooLongAndGoesOn() throws IOException {
    try (var running = official("byteOrder: BIG_ENDIAN, maxFrameLength: 4");
        TestDevice device = running.connect()) {
      device.say(HexFormat.of().parseHex("000301020300020102"));
      await(running, 1);
      assertThat(running.uplinks.payloads().get(0).bytes()).containsExactly(0, 2, 1, 2);
    }
  }

  @Test
  void closesWhenALengthMakesNoSense() throws IOException {
    try (var running = official("lengthFieldLength: 4, lengthAdjustment: -4");
        TestDevice device = running.connect()) {
      device.say(new byte[] {1, 0, 0, 0, 9, 9, 9, 9});
      device.expectEnd();
      assertThat(running.transport.health().detail()).contains("1 bad frames");
    }
  }

  @Test
  void framesJsonDocuments() throws IOException {
    try (var running = official("handlerType: JSON");
        TestDevice device = running.connect()) {
      device.say("{\"a\": \"}\"} [{\"b\": 1}, {\"c\"");
      device.say(": 2}]\n{}");
      assertThat(await(running, 3))
          .containsExactly("{\"a\": \"}\"}", "[{\"b\": 1}, {\"c\": 2}]", "{}");
      assertThat(running.uplinks.payloads().get(0).contentType()).isEqualTo(ContentType.JSON);
    }
  }

  @Test
  void closesWhenJsonCannotBeRead() throws IOException {
    try (var running = official("handlerType: json");
        TestDevice device = running.connect()) {
      device.say("25,40,94\n");
      device.expectEnd();
      assertThat(running.uplinks.count()).isZero();
    }
  }

  private static RunningPlugin official(String handler) {
    return new RunningPlugin(
        "{clientConfiguration: {port: 0, handlerConfiguration: {" + handler + "}}}");
  }

  private static List<String> await(RunningPlugin running, int count) {
    org.awaitility.Awaitility.await().until(() -> running.uplinks.count() >= count);
    return running.uplinks.texts();
  }

  private static String unescaped(String text) {
    return text.replace("\\u0000", "\0").replace("\\u000a", "\n");
  }
}
