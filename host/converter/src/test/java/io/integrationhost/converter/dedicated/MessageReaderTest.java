package io.integrationhost.converter.dedicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageReaderTest {
  private static final MessageReader READER = new MessageReader("LORIOT");

  @Test
  void readsAnObject() {
    assertThat(READER.read("\ufeff {\"a\": 1.50}\n".getBytes(StandardCharsets.UTF_8)).toString())
        .isEqualTo("{\"a\":1.50}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "~~              | got an empty one;",
        "secret,21.5     | got text that is no JSON (line 1, column ",
        "{'secret': 1}   | got text that is no JSON (line 1, column ",
        "{\"secret\": 1, | got text that is no JSON (line 1, column ",
        "{\"secret\":1}x | got text that is no JSON (line 1, column ",
        "{} {\"secret\":1} | got text that is no JSON (line 1, column ",
        "[\"secret\"]    | got a JSON array;",
        "\"secret\"      | got a JSON text;",
        "21.5            | got the JSON value of a number or boolean;",
        "true            | got the JSON value of a number or boolean;",
        "null            | got a JSON null;",
      })
  void tellsWhatElseCameWithoutShowingIt(String text, String expected) {
    assertThatThrownBy(() -> READER.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnwrapException.class)
        .hasMessageStartingWith(
            "A converter dedicated to LORIOT takes a payload that is a JSON obj")
        .hasMessageContaining(expected)
        .hasMessageEndingWith("; for other payloads use a generic converter")
        .hasMessageNotContaining("secret");
  }

  @Test
  void bytesAreNoText() {
    assertThatThrownBy(() -> READER.read(new byte[] {(byte) 0x80, 0x01}))
        .hasMessageContaining("got 2 bytes that are no UTF-8 text");
  }

  @Test
  void aDeepMessageIsRefused() {
    String deep = "{\"a\":".repeat(100_000);
    assertThatThrownBy(() -> READER.read(deep.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("got text that is no JSON");
  }

  @ParameterizedTest
  @CsvSource({
    "CHIRPSTACK, {data: '*secret*'},                        data, Base64",
    "CHIRPSTACK, {data: {secret: 1}},                       data, Base64",
    "LORIOT,     {data: 'secret'},                          data, hexadecimal digits",
    "LORIOT,     {encdata: '0'},                            encdata, hexadecimal digits",
    "TPE, {DevEUI_uplink: {payload_hex: 'secret'}}, DevEUI_uplink.payload_hex, hexadecimal digits",
  })
  void bytesThatAreWrittenOtherwise(String platform, String message, String key, String form) {
    assertThatThrownBy(
            () -> Samples.unwrap(platform, JsonParser.parseString(message).getAsJsonObject()))
        .isInstanceOf(UnwrapException.class)
        .hasMessage(
            "The key '%s' of the message must hold bytes as %s, but does not; check what the"
                + " network server sends",
            key, form);
  }
}
