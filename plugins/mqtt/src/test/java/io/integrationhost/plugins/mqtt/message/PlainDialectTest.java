package io.integrationhost.plugins.mqtt.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a converter gets of a message. */
class PlainDialectTest {

  private static final PlainDialect DIALECT =
      new PlainDialect(new TopicPattern("${topic}"), 1, false);

  private static Uplink.Payload uplink(byte[] payload) {
    var message = new Message("a/b", payload, 1, true, false, Map.of("mqtt.user.x", "y"));
    return (Uplink.Payload) DIALECT.uplinks(message).get(0);
  }

  @Test
  void hasTheTopicAndWhatWeAdd() {
    Uplink.Payload uplink = uplink(Bytes.utf8("21"));
    assertThat(uplink.metadata())
        .isEqualTo(
            Map.of(
                "topic", "a/b",
                "mqtt.qos", "1",
                "mqtt.retain", "true",
                "mqtt.dup", "false",
                "mqtt.user.x", "y"));
    assertThat(uplink.source()).isEqualTo(new Source("a/b"));
    assertThat(uplink.bytes()).isEqualTo(Bytes.utf8("21"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | JSON",
        "'  ' | JSON",
        "null | JSON",
        "{\"a\": [1, -2.5e3, true, {\"b\\\"\": \"x\"}, [], {}]} | JSON",
        "21 ok | JSON",
        "21.5 | JSON",
        "\"text\" | JSON",
        "{} rest | JSON",
        "21ok | TEXT",
        "{\"a\": } | TEXT",
        "{\"a\" 1} | TEXT",
        "{a: 1} | TEXT",
        "[1, | TEXT",
        "[1,] | TEXT",
        "[1 2] | TEXT",
        "01 | TEXT",
        "nil | TEXT",
        "\"open | TEXT",
        "temperature=21 | TEXT",
        "gr\u00FC\u00DFe | BINARY"
      })
  void tellsContentsApart(String text, ContentType type) {
    assertThat(uplink(Bytes.utf8(text)).contentType()).isEqualTo(type);
  }

  @Test
  void aLineBreakMakesATextBinary() {
    assertThat(uplink(Bytes.utf8("a\nb")).contentType()).isEqualTo(ContentType.BINARY);
    assertThat(uplink(Bytes.utf8("[".repeat(100_000))).contentType()).isEqualTo(ContentType.TEXT);
  }
}
