package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConverterEngineTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC);

  private Converters converters;

  @BeforeAll
  void open() {
    converters = new Converters(new ConverterEngine(ConverterLimits.defaults(), CLOCK));
  }

  @AfterAll
  void close() {
    converters.close();
  }

  private UplinkConverter configured(String json) {
    return converters.engine().uplink(new ConverterDefinition("4711", "Hall", json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// await\nreturn {deviceName: 'D'};",
        "/* async Promise */ return {deviceName: 'D'};",
        "var r = /await/; return {deviceName: 'D'};",
        "var s = `setTimeout`; return {deviceName: 'D'};"
      })
  void wordsInCommentsAndTextsAreNotForbidden(String body) {
    assertThat(Converters.name(converters.script("words", body), "x")).isEqualTo("D");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/* x */ await 1;", "1 / 2; await 1;", "'x'; await 1;"})
  void wordsBehindCommentsAndTextsAre(String body) {
    assertThatThrownBy(() -> converters.script("words", body))
        .hasMessageContaining("Script must not contain 'await' keyword.");
  }

  @Test
  void aByteOrderMarkStaysAndCutTextIsTakenAsBytes() {
    assertThat(JsonText.numbers(HexFormat.of().parseHex("efbbbf41"))).isEqualTo("[65279,65]");
    assertThat(JsonText.numbers(HexFormat.of().parseHex("41e282"))).isEqualTo("[65,226,130]");
  }

  @Test
  void convertsAReading() {
    UplinkConverter converter =
        converters.script(
            "reading",
            "var text = String.fromCharCode.apply(String, payload);"
                + "return {deviceName: metadata.integrationName + ' 1', deviceType: 'meter',"
                + " telemetry: {temperature: parseFloat(text)}, attributes: {unit: 'C'}};");
    assertThat(Converters.convert(converter, "21.5"))
        .containsExactly(
            new EntityData(
                EntityKind.DEVICE,
                "Yard 1",
                "meter",
                "",
                "",
                "",
                Optional.of(List.of(new TimedValues(1234, Map.of("temperature", Value.of(21.5))))),
                Optional.of(Map.of("unit", Value.of("C")))));
  }

  @Test
  void messagesMayBeChainedFromTheAnswer() {
    UplinkConverter converter = converters.script("chain", "return {deviceName: 'D'};");
    CompletionStage<List<EntityData>> chain = Converters.start(converter, "x");
    for (int i = 0; i < 50; i++) {
      chain = chain.thenCompose(data -> Converters.start(converter, "x"));
    }
    assertThat(chain.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void missingLanguageIsJavaScriptAndUnknownKeysAreIgnored() {
    UplinkConverter converter =
        configured(
            "{\"decoder\": \"return {deviceName: 'D'};\", \"tbelDecoder\": 5, \"x\": [],"
                + " \"updateOnlyKeys\": [\"a\", \"b\"]}");
    assertThat(Converters.name(converter, "")).isEqualTo("D");
    assertThat(converter.updateOnlyKeys()).containsExactlyInAnyOrder("a", "b");
    assertThat(converter.name()).isEqualTo("Hall");
  }

  @Test
  void noResultIsNoUplink() {
    assertThat(Converters.convert(converters.script("none", "var x = 1;"), "x")).isEmpty();
    assertThat(Converters.convert(converters.script("null", "return null;"), "x")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{oops                                   | is not valid JSON",
        "[]                                      | must be a JSON object",
        "{}                                      | needs the key 'decoder'",
        "{\"decoder\": null}                     | needs the key 'decoder'",
        "{\"decoder\": {}}                       | The key 'decoder' of the converter's",
        "{\"decoder\": \"  \"}                   | Script body is empty",
        "{\"scriptLang\": \"LUA\"}               | Unknown script language 'LUA'",
        "{\"scriptLang\": \"TBEL\"}              | needs the key 'tbelDecoder'",
        "{\"scriptLang\": \"TBEL\", \"tbelDecoder\": \" \"} | Script body is empty",
        "{\"decoder\": \"await 1\"}              | Script must not contain 'await' keyword.",
        "{\"decoder\": \"setTimeout(f)\"}    | Script must not use 'setTimeout' method.",
        "{\"decoder\": \"return 1\", \"updateOnlyKeys\": 1} | must be an array of key names",
        "{\"decoder\": \"return 1\", \"updateOnlyKeys\": [{}]} | must hold key names only",
      })
  void unusableDefinitions(String json, String expected) {
    assertThatThrownBy(() -> configured(json))
        .isInstanceOfSatisfying(
            ConverterException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
              assertThat(failure).hasMessageStartingWith("Converter 'Hall': ");
              assertThat(failure.reason()).contains(expected);
            });
  }

  @Test
  void scriptTooLong() {
    String body = "return null;" + " ".repeat(50_000);
    assertThatThrownBy(() -> converters.script("long", body))
        .hasMessage("Converter 'long': Script body exceeds maximum allowed size of 50000 symbols");
  }

  @Test
  void errorsTellWhereInTheScript() {
    UplinkConverter converter =
        converters.script(
            "thrower", "var a = 1;\nfunction f() {\n  throw new Error('bad');\n}\nf();");
    ConverterException failure = Converters.failure(converter, "x");
    assertThat(failure.kind()).isEqualTo(Kind.SCRIPT);
    assertThat(failure.reason()).isEqualTo("Error: bad (line 3, column 9)");
  }

  @Test
  void errorsOfBuiltInsTellTheCallersPlace() {
    UplinkConverter converter =
        converters.script("json", "var a = 1;\nreturn JSON.parse(String(payload));");
    assertThat(Converters.failure(converter, "x,").reason())
        .startsWith("SyntaxError: ")
        .endsWith(" (line 2, column 8)");
  }

  @Test
  void compileErrorsTellWhereAndStay() {
    UplinkConverter converter = converters.script("syntax", "var a = 1;\nreturn {deviceName: ;");
    ConverterException first = Converters.failure(converter, "x");
    assertThat(first.kind()).isEqualTo(Kind.COMPILE);
    assertThat(first.reason())
        .matches("Can't compile script: SyntaxError: [^\\n]* \\(line 2, column \\d+\\)");
    ConverterException second = Converters.failure(converter, "x");
    assertThat(second.kind()).isEqualTo(Kind.COMPILE);
    assertThat(second.reason()).startsWith("Can't compile uplink converter script");
  }

  @Test
  void anOpenBraceIsAnErrorAtTheEnd() {
    UplinkConverter converter = converters.script("open", "if (true) {\nreturn null;");
    assertThat(Converters.failure(converter, "x").reason()).endsWith("(at the end of the script)");
  }

  @Test
  void aScriptNestedTooDeeplyIsNoValidScript() {
    String body = "return " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + ";";
    ConverterException failure = Converters.failure(converters.script("nested", body), "x");
    assertThat(failure.kind()).isEqualTo(Kind.COMPILE);
    assertThat(failure.reason())
        .isEqualTo("Can't compile script: the script nests or recurses too deeply");
  }

  @Test
  void aThrownTextIsShownShortened() {
    UplinkConverter converter = converters.script("text", "throw 'x'.repeat(100000);");
    assertThat(Converters.failure(converter, "x").reason()).hasSizeLessThan(1_100);
  }

  @Test
  void resultsThatBreakTheRulesFailTheMessageOnly() {
    UplinkConverter converter =
        converters.script("result", "return payload.length ? {} : {deviceName: 'D'};");
    ConverterException failure = Converters.failure(converter, "x");
    assertThat(failure.kind()).isEqualTo(Kind.RESULT);
    assertThat(failure.reason())
        .isEqualTo("Either 'deviceName' or 'assetName' should be present in the converter output!");
    assertThat(Converters.name(converter, "")).isEqualTo("D");
  }

  @Test
  void nullInMetadataStaysNull() {
    UplinkConverter converter =
        converters.script("metadata", "return {deviceName: String(metadata.a === null)};");
    Map<String, String> metadata = new HashMap<>();
    metadata.put("a", null);
    assertThat(converter.convert("x".getBytes(StandardCharsets.UTF_8), metadata, "device"))
        .succeedsWithin(Duration.ofSeconds(30))
        .satisfies(data -> assertThat(data.items().get(0).name()).isEqualTo("true"));
  }

  @Test
  void ordinaryErrorsNeverBlock() {
    UplinkConverter converter = converters.script("errors", "throw new Error('again');");
    for (int i = 0; i < 20; i++) {
      assertThat(Converters.failure(converter, "x").kind()).isEqualTo(Kind.SCRIPT);
    }
  }

  @Test
  void countedErrorsBlockAndANewDefinitionClears() {
    UplinkConverter converter =
        converters.script("block", "return {deviceName: payload.length > 3 ? '' : 'ok'};");
    for (int i = 0; i < 3; i++) {
      assertThat(Converters.failure(converter, "x".repeat(80_000)).kind()).isEqualTo(Kind.SIZE);
    }
    ConverterException blocked = Converters.failure(converter, "x");
    assertThat(blocked.kind()).isEqualTo(Kind.BLOCKED);
    assertThat(blocked.reason())
        .matches(
            "Script invocation is blocked due to maximum error count 3, scriptId [0-9a-f-]{36}!"
                + " This concerns the source 'device' only, for another \\d+ s\\. The last error"
                + " was: Script input arguments exceed maximum .* symbols\\. Correct .*");
    assertThat(Converters.failure(converter, "x", "other")).isNull();
    assertThat(converter.budget().blockedSources()).isEqualTo(1);
    assertThat(Converters.name(converters.script("block", "return {deviceName: 'ok'};"), "x"))
        .isEqualTo("ok");
  }

  @Test
  void warmUpEnds() {
    assertThat(converters.engine().warmUp()).succeedsWithin(Duration.ofSeconds(60));
  }
}
