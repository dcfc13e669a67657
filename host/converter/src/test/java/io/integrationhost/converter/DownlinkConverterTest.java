package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.plugin.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downlink scripts of both languages in the engine (facts 5.1, 5.7). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DownlinkConverterTest {

  private static final String FAILED = "Failed to execute js script: ";

  private Converters converters;

  @BeforeAll
  void open() {
    converters = new Converters(ConverterLimits.defaults());
  }

  @AfterAll
  void close() {
    converters.close();
  }

  private static DownlinkRequest request(String message) {
    return new DownlinkRequest(
        message,
        Map.of("deviceName", "Pump 1", "cs_serial", "77"),
        "ATTRIBUTES_UPDATED",
        Map.of("integrationName", "Yard", "site", "north"));
  }

  private static String text(List<DownlinkData> downlinks) {
    assertThat(downlinks).hasSize(1);
    return new String(downlinks.get(0).data(), StandardCharsets.UTF_8);
  }

  @Test
  void theGuidesEncoderGivesTheSameInBothLanguages() {
    String result =
        "var result = {contentType: 'JSON', data: JSON.stringify(msg),"
            + " metadata: {topic: metadata['deviceName'] + '/upload', type: msgType,"
            + " by: integrationMetadata['integrationName']}}; return result;";
    for (DownlinkConverter converter :
        List.of(converters.encoder("guide", result), converters.tbelEncoder("guide", result))) {
      List<DownlinkData> downlinks =
          Converters.convert(converter, request("{\"interval\":60,\"name\":\"Süd\"}"));
      assertThat(text(downlinks)).isEqualTo("{\"interval\":60,\"name\":\"Süd\"}");
      assertThat(downlinks.get(0).contentType()).isEqualTo(ContentType.JSON);
      assertThat(downlinks.get(0).metadata())
          .isEqualTo(Map.of("topic", "Pump 1/upload", "type", "ATTRIBUTES_UPDATED", "by", "Yard"));
    }
  }

  @Test
  void tbelMakesBytes() {
    DownlinkConverter converter =
        converters.tbelEncoder(
            "bytes",
            "var bytes = [1, (msg.interval >> 8) & 0xFF, msg.interval & 0xFF, -1];"
                + " return {contentType: 'BINARY', data: bytesToBase64(bytes)};");
    DownlinkData only = Converters.convert(converter, request("{\"interval\":600}")).get(0);
    assertThat(only.contentType()).isEqualTo(ContentType.BINARY);
    assertThat(only.data()).containsExactly(1, 2, 0x58, -1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "[]", "5", "'text'", "null", "", "  "})
  void tbelTakesAnObjectOnly(String message) {
    DownlinkConverter converter =
        converters.tbelEncoder("map", "return {contentType: 'TEXT', data: 'x'};");
    ConverterException failure = Converters.failure(converter, request(message));
    assertThat(failure.kind()).isEqualTo(Kind.SCRIPT);
    assertThat(failure.reason()).startsWith(FAILED + "The message is ").contains("JSON");
  }

  @Test
  void metadataAreChangeableCopies() {
    Map<String, String> metadata = Map.of("a", "1");
    DownlinkRequest request = new DownlinkRequest("{}", metadata, "T", metadata);
    String body =
        "metadata.a = metadata.a + 'm'; integrationMetadata.b = 'i'; msg.c = 'c'; return"
            + " {contentType: 'TEXT', data: metadata.a + integrationMetadata.b + msg.c,"
            + " metadata: metadata};";
    for (DownlinkConverter converter :
        List.of(converters.encoder("copies", body), converters.tbelEncoder("copies", body))) {
      for (int i = 0; i < 2; i++) {
        List<DownlinkData> downlinks = Converters.convert(converter, request);
        assertThat(text(downlinks)).isEqualTo("1mic");
        assertThat(downlinks.get(0).metadata()).isEqualTo(Map.of("a", "1m"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{oops"})
  void javaScriptNeedsJson(String message) {
    DownlinkConverter converter = converters.encoder("empty", "return null;");
    ConverterException failure = Converters.failure(converter, request(message));
    assertThat(failure.kind()).isEqualTo(Kind.SCRIPT);
    assertThat(failure.reason()).startsWith(FAILED + "SyntaxError: ");
    assertThat(failure.place()).isEmpty();
    assertThat(Converters.convert(converter, request("[1]"))).isEmpty();
  }

  @Test
  void noStateIsSharedBetweenMessagesOrConverters() {
    String body =
        "if (typeof seen === 'undefined') seen = ''; seen = seen + msg.a;"
            + " return {contentType: 'TEXT', data: seen};";
    DownlinkConverter first = converters.encoder("first", body);
    DownlinkConverter second = converters.encoder("second", body);
    assertThat(text(Converters.convert(first, request("{\"a\":\"1\"}")))).isEqualTo("1");
    assertThat(text(Converters.convert(first, request("{\"a\":\"2\"}")))).isEqualTo("2");
    assertThat(text(Converters.convert(second, request("{\"a\":\"3\"}")))).isEqualTo("3");
    UplinkConverter uplink = converters.script("uplink", "return {deviceName: typeof seen};");
    assertThat(Converters.name(uplink, "x")).isEqualTo("undefined");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw new Error('too hot'); | raiseError('too hot'); | too hot (line 2, column",
        "return msg.a.b;             | return msg.a.b;        | (line 2, column",
      })
  void failuresOfTheScriptAreWrapped(String javaScript, String tbel, String text) {
    DownlinkConverter inJavaScript = converters.encoder("thrower", "var a = 1;\n" + javaScript);
    DownlinkConverter inTbel = converters.tbelEncoder("thrower", "var a = 1;\n" + tbel);
    for (DownlinkConverter converter : List.of(inJavaScript, inTbel)) {
      ConverterException failure = Converters.failure(converter, request("{}"));
      assertThat(failure.kind()).isEqualTo(Kind.SCRIPT);
      assertThat(failure.reason()).startsWith(FAILED).contains(text).endsWith(")");
      assertThat(failure.place().orElseThrow().line()).isEqualTo(2);
    }
  }

  @Test
  void otherFailuresAreNotWrapped() {
    DownlinkConverter noType = converters.encoder("no type", "return {data: 'x'};");
    ConverterException failure = Converters.failure(noType, request("{}"));
    assertThat(failure.reason()).isEqualTo("Downlink content type is not set!");
    assertThat(failure.output()).contains("{\"data\":\"x\"}");
    assertThat(Converters.failure(noType, request("\"" + "x".repeat(100_000) + "\"")).reason())
        .isEqualTo(
            "Script input arguments exceed maximum allowed total args size of 100000 symbols");
  }

  @Test
  void compileFailuresNameTheDirection() {
    for (DownlinkConverter converter :
        List.of(
            converters.encoder("syntax", "return {data: ;"),
            converters.tbelEncoder("syntax", "return {data: ;"))) {
      ConverterException first = Converters.failure(converter, request("{}"));
      assertThat(first.kind()).isEqualTo(Kind.COMPILE);
      assertThat(first.reason()).startsWith("Can't compile script: ");
      ConverterException second = Converters.failure(converter, request("{}"));
      assertThat(second.reason()).startsWith("Can't compile downlink converter script");
      assertThat(second.place()).isEqualTo(first.place()).isPresent();
    }
  }

  @Test
  void onlyTheScriptOfTheDirectionAndLanguageIsRead() {
    ConverterDefinition both =
        new ConverterDefinition(
            "1",
            "both",
            "{\"decoder\": \"return 1;\", \"encoder\": \"return {contentType: 'TEXT', data: 'js'};\","
                + " \"tbelEncoder\": \"return {contentType: 'TEXT', data: 'tbel'};\"}");
    assertThat(text(Converters.convert(converters.engine().downlink(both), request("{}"))))
        .isEqualTo("js");
    assertThatThrownBy(
            () ->
                converters
                    .engine()
                    .downlink(new ConverterDefinition("1", "up", "{\"decoder\": \"return 1;\"}")))
        .hasMessage(
            "Converter 'up': There is no script: the converter's configuration needs the key"
                + " 'encoder' with the downlink script in JS");
    assertThatThrownBy(
            () ->
                converters
                    .engine()
                    .downlink(
                        new ConverterDefinition(
                            "1", "up", "{\"scriptLang\": \"TBEL\", \"encoder\": \"return 1;\"}")))
        .hasMessageContaining("needs the key 'tbelEncoder' with the downlink script in TBEL");
  }
}
