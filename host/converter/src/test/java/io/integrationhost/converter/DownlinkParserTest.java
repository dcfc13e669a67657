package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.plugin.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of facts 5.7 for what a downlink script returned. */
final class DownlinkParserTest {

  private static List<DownlinkData> parse(String json) {
    return DownlinkParser.parse(new ScriptResult(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "true", "'text'", "null", ""})
  void otherThanObjectsIsNoDownlink(String json) {
    assertThat(parse(json)).isEmpty();
    assertThat(DownlinkParser.parse(null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'text'           | text",
        "'ü'              | ü",
        "5                | 5",
        "1.50             | 1.50",
        "true             | true",
        "''               | ~~",
        "{a: 1}           | ~~",
        "{}               | ~~",
        "[1, 2]           | ~~",
        "['one']          | ~~",
        "'{\"a\":1}'      | {\"a\":1}",
      })
  void dataIsText(String data, String text) {
    for (ContentType type : List.of(ContentType.JSON, ContentType.TEXT)) {
      DownlinkData only = parse("{contentType: " + type + ", data: " + data + "}").get(0);
      assertThat(only.contentType()).isEqualTo(type);
      assertThat(new String(only.data(), StandardCharsets.UTF_8)).isEqualTo(text);
      assertThat(only.metadata()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {"'AAEC/w==', 4", "'AAEC/w', 4", "'', 0", "{}, 0", "1234, 3", "true, 3"})
  void binaryIsBase64(String data, int length) {
    assertThat(parse("{contentType: BINARY, data: " + data + "}").get(0).data()).hasSize(length);
  }

  @Test
  void metadataAreTexts() {
    assertThat(
            parse("{contentType: TEXT, data: x, metadata: {a: 'b', n: 1.50, t: true, e: ''}}")
                .get(0)
                .metadata())
        .isEqualTo(Map.of("a", "b", "n", "1.50", "t", "true", "e", ""));
  }

  @Test
  void severalKeepTheirOrder() {
    assertThat(parse("[{contentType: TEXT, data: a}, {contentType: JSON, data: b, x: y}]"))
        .extracting(each -> each.contentType() + new String(each.data(), StandardCharsets.UTF_8))
        .containsExactly("TEXTa", "JSONb");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{data: x}                                      | Downlink content type is not set!",
        "{contentType: null, data: x}                   | Downlink content type is not set!",
        "{contentType: json, data: x}                   | Unknown downlink content type json",
        "{contentType: '', data: x}                     | Unknown downlink content type",
        "{contentType: 5, data: x}                      | Unknown downlink content type 5",
        "{contentType: {}, data: x}                     | Unknown downlink content type {}",
        "{contentType: ['TEXT'], data: x}               | Unknown downlink content type [\"TEXT\"]",
        "{contentType: TEXT}                            | Downlink data is not set!",
        "{contentType: TEXT, data: null}                | Downlink data is not set!",
        "{contentType: TEXT, data: x, metadata: m}      | Invalid downlink metadata format!",
        "{contentType: TEXT, data: x, metadata: []}     | Invalid downlink metadata format!",
        "{contentType: TEXT, data: x, metadata: null}   | Invalid downlink metadata format!",
        "{contentType: TEXT, data: x, metadata: {a: {}}} | Invalid downlink metadata value format!",
        "{contentType: TEXT, data: x, metadata: {a: [1]}} | Invalid downlink metadata value format!",
        "{contentType: TEXT, data: x, metadata: {a: null}} | Invalid downlink metadata value format!",
        "[5]                                            | Invalid Downlink json type: 5",
        "[null]                                         | Invalid Downlink json type: null",
        "[[]]                                           | Invalid Downlink json type: []",
        "[{contentType: TEXT, data: x}, {data: x}]      | Downlink content type is not set!",
      })
  void errors(String json, String message) {
    ScriptFailure failure = catchThrowableOfType(ScriptFailure.class, () -> parse(json));
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(Kind.RESULT);
    assertThat(failure.getMessage().strip()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'*'", "'A'", "'AAEC/w='", "'AA-_'", "'AA EC'", "5"})
  void whatIsNoBase64IsAnErrorOfTheResult(String data) {
    ScriptFailure failure =
        catchThrowableOfType(
            ScriptFailure.class, () -> parse("{contentType: BINARY, data: " + data + "}"));
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(Kind.RESULT);
    assertThat(failure)
        .hasMessageStartingWith("The 'data' of a BINARY downlink must be Base64: ")
        .hasMessageEndingWith("; encode it with btoa, or in TBEL with bytesToBase64");
  }

  @Test
  void aHugeWrongPartIsShownShortened() {
    String huge = "x".repeat(5_000);
    assertThat(catchThrowableOfType(ScriptFailure.class, () -> parse("['" + huge + "']")))
        .extracting(Throwable::getMessage)
        .asString()
        .hasSizeLessThan(600);
    String type = "{contentType: '" + huge + "', data: x}";
    assertThat(catchThrowableOfType(ScriptFailure.class, () -> parse(type)).getMessage())
        .hasSizeLessThan(600);
  }
}
