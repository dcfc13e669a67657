package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.ConverterLimits.Sizes;
import io.integrationhost.converter.ConverterLimits.Tbel;
import io.integrationhost.plugin.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Converters in TBEL, and where they differ from the same ones in JavaScript (facts 5.2). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TbelTest {
  private static final String GUIDE_TBEL =
      "var values = decodeToString(payload).split(',');"
          + "return {deviceName: 'unnamed', deviceType: 'sensor', telemetry: {"
          + "temperature: parseDouble(values[0]), humidity: parseInt(values[1]),"
          + "batteryLevel: parseInt(values[2])}};";
  private static final String GUIDE_JS =
      "var values = String.fromCharCode.apply(String, payload).split(',');"
          + "return {deviceName: 'unnamed', deviceType: 'sensor', telemetry: {"
          + "temperature: Number(values[0]), humidity: Number(values[1]),"
          + "batteryLevel: Number(values[2])}};";

  private Converters converters;

  @BeforeAll
  void open() {
    converters = new Converters(ConverterLimits.defaults());
  }

  @AfterAll
  void close() {
    converters.close();
  }

  private Map<String, Value> telemetry(UplinkConverter converter, String payload) {
    return Converters.convert(converter, payload).get(0).telemetry().orElseThrow().get(0).values();
  }

  @Test
  void theGuidesDecoderKeepsFractionsThatJavaScriptDrops() {
    UplinkConverter tbel = converters.tbel("guide", GUIDE_TBEL);
    UplinkConverter js = converters.script("guide", GUIDE_JS);
    assertThat(telemetry(tbel, "25,40,94"))
        .isEqualTo(
            Map.of(
                "temperature", Value.of(25.0),
                "humidity", Value.of(40),
                "batteryLevel", Value.of(94)));
    assertThat(telemetry(js, "25,40,94"))
        .isEqualTo(
            Map.of(
                "temperature", Value.of(25),
                "humidity", Value.of(40),
                "batteryLevel", Value.of(94)));
    assertThat(telemetry(tbel, "20.5,40,94")).isEqualTo(telemetry(js, "20.5,40,94"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20.0             | 20.0  | 20",
        "1 / 2            | 0.5   | 0.5",
        "1e3              | 1000.0| 1000",
      })
  void numbers(String expression, double inTbel, double inJavaScript) {
    String body = "return {deviceName: 'D', telemetry: {a: " + expression + "}};";
    Value expected =
        expression.startsWith("1 /") ? Value.of(inJavaScript) : Value.of((long) inJavaScript);
    assertThat(telemetry(converters.tbel("n", body), "x")).containsEntry("a", Value.of(inTbel));
    assertThat(telemetry(converters.script("n", body), "x")).containsEntry("a", expected);
  }

  @Test
  void nullsInMapsVanish() {
    String body =
        "var t = {a: 1, b: null}; t.c = Object.keys ? 3 : null;"
            + "return {deviceName: 'D', telemetry: {list: [null, t]}};";
    assertThat(
            telemetry(
                converters.tbel("n", body.replace("Object.keys ? 3 : null", "metadata.no")), "x"))
        .containsEntry("list", Value.json("[null,{\"a\":1}]"));
    assertThat(telemetry(converters.script("n", body), "x"))
        .containsEntry("list", Value.json("[null,{\"a\":1,\"b\":null,\"c\":3}]"));
  }

  @Test
  void bytesAreSigned() {
    String body = "return {deviceName: 'D', telemetry: {a: payload}};";
    UplinkConverter tbel = converters.tbel("b", body);
    assertThat(telemetry(tbel, "é")).containsEntry("a", Value.json("[-61,-87]"));
    assertThat(telemetry(converters.script("b", body), "é"))
        .containsEntry("a", Value.json("[233]"));
    assertThat(
            Converters.name(converters.tbel("n", "return {deviceName: 'D' + payload.length};"), ""))
        .isEqualTo("D0");
  }

  @Test
  void metadataIsAChangeableCopy() {
    UplinkConverter converter =
        converters.tbel(
            "m",
            "metadata.b = 'x'; return {deviceName: metadata.integrationName + metadata['b']"
                + " + metadata.missing};");
    assertThat(Converters.name(converter, "x")).isEqualTo("Yardxnull");
    assertThat(Converters.name(converter, "x")).isEqualTo("Yardxnull");
  }

  @Test
  void aTextIsTheResultAsItStands() {
    UplinkConverter converter = converters.tbel("t", "return \"[{'deviceName': 'D',}]\";");
    assertThat(Converters.failure(converter, "x").kind()).isEqualTo(Kind.RESULT);
    assertThat(Converters.name(converters.tbel("t", "return \"{'deviceName': 'D'}\";"), "x"))
        .isEqualTo("D");
    assertThat(Converters.convert(converters.tbel("t", "return '';"), "x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"return [];", "5;", "return 'text';"})
  void nothingToSend(String body) {
    assertThat(Converters.convert(converters.tbel("none", body), "x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"return null;", "return;", "return metadata.missing;"})
  void nullFailsTheMessage(String body) {
    ConverterException failure = Converters.failure(converters.tbel("null", body), "x");
    assertThat(failure.kind()).isEqualTo(Kind.RESULT);
    assertThat(failure.reason())
        .isEqualTo(
            "The script returned null; in TBEL that fails the message: return [] when there is"
                + " nothing to send");
  }

  @Test
  void errorsTellWhereInTheScript() {
    UplinkConverter converter =
        converters.tbel(
            "thrower", "var a = 1;\nif (a == 1) {\n  raiseError('too hot');\n}\nreturn [];");
    ConverterException failure = Converters.failure(converter, "x");
    assertThat(failure.kind()).isEqualTo(Kind.SCRIPT);
    assertThat(failure.reason()).isEqualTo("too hot (line 3, column 3)");
  }

  @Test
  void errorsOfScriptsDoNotFloodTheLog() {
    List<LogRecord> logged = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      UplinkConverter converter = converters.tbel("noise", "return isNaN('abc');");
      assertThat(Converters.failure(converter, "x").kind()).isEqualTo(Kind.SCRIPT);
      assertThat(logged).isEmpty();
    } finally {
      root.removeHandler(handler);
    }
  }

  @Test
  void errorsOfTheLanguageAreNotWrapped() {
    UplinkConverter converter = converters.tbel("nulls", "var a = 1;\nreturn metadata.a.b;");
    assertThat(Converters.failure(converter, "x").reason())
        .doesNotContain("[Near")
        .endsWith(")")
        .contains("(line 2, column ");
  }

  @Test
  void compileErrorsTellWhereAndStay() {
    UplinkConverter converter = converters.tbel("syntax", "var a = 1;\nreturn {deviceName: ;");
    ConverterException first = Converters.failure(converter, "x");
    assertThat(first.kind()).isEqualTo(Kind.COMPILE);
    assertThat(first.reason())
        .matches("Can't compile script: unbalanced braces \\{ ... } \\(line 2, column \\d+\\)");
    assertThat(Converters.failure(converter, "x").reason())
        .startsWith("Can't compile uplink converter script");
  }

  @Test
  void aScriptNestedTooDeeplyIsNoValidScript() {
    String body = "return " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + ";";
    ConverterException failure = Converters.failure(converters.tbel("nested", body), "x");
    assertThat(failure.kind()).isEqualTo(Kind.COMPILE);
    assertThat(failure.reason())
        .isEqualTo("Can't compile script: the script nests or recurses too deeply");
    String harmless =
        "/* " + "(".repeat(300) + " */ return {deviceName: '" + "(".repeat(300) + "'};";
    assertThat(Converters.name(converters.tbel("texts", harmless), "x")).startsWith("(((");
  }

  @Test
  void sizesOfTheirOwn() {
    Tbel small = Converters.tbel(true, new Sizes(100, 100, 100), 8L << 20);
    try (Converters limited = new Converters(ConverterLimits.defaults().with(small))) {
      assertThatThrownBy(() -> limited.tbel("long", "return [];" + " ".repeat(100)))
          .hasMessage("Converter 'long': Script body exceeds maximum allowed size of 100 symbols");
      UplinkConverter converter =
          limited.tbel("r", "return {deviceName: 'x'.repeat(payload.length * 2)};");
      assertThat(Converters.failure(converter, "x".repeat(75)).reason())
          .isEqualTo(
              "Script input arguments exceed maximum allowed total args size of 100 symbols");
      assertThat(Converters.failure(converter, "x".repeat(50)).reason())
          .isEqualTo("Script invocation result exceeds maximum allowed size of 100 symbols");
      UplinkConverter js = limited.script("js", "return {deviceName: 'x'.repeat(payload.length)};");
      assertThat(Converters.name(js, "x".repeat(150))).hasSize(150);
    }
  }

  @Test
  void anEngineWithoutTbelSaysSo() {
    Tbel off = Converters.tbel(false, new Sizes(100, 100, 100), 8L << 20);
    try (Converters limited = new Converters(ConverterLimits.defaults().with(off))) {
      assertThatThrownBy(() -> limited.tbel("off", "return [];"))
          .hasMessage("Converter 'off': TBEL script engine is disabled!");
    }
  }

  @Test
  void memoryIsConfigurable() {
    Tbel little = Converters.tbel(true, new Sizes(1_000, 1_000, 1_000), 20_000);
    String body = "var s = 'x'.repeat(payload.length); return {deviceName: s.length() + ''};";
    try (Converters limited = new Converters(ConverterLimits.defaults().with(little))) {
      UplinkConverter converter =
          limited.tbel(
              "m", "var l = []; while (l.length < 5000) { l.push('abcdefgh'); } return l;");
      assertThat(Converters.failure(converter, "x").reason()).isEqualTo("Script memory overflow!");
      assertThat(Converters.name(limited.tbel("s", body), "abc")).isEqualTo("3");
    }
  }

  @Test
  void timeoutsAreCountedAndBlock() {
    try (Converters limited = new Converters(Converters.TIGHT)) {
      UplinkConverter converter =
          limited.tbel("loop", "while (payload.length > 1) {} return {deviceName: 'ok'};");
      for (int i = 0; i < 3; i++) {
        assertThat(Converters.failure(converter, "xx").kind()).isEqualTo(Kind.TIMEOUT);
      }
      assertThat(Converters.failure(converter, "x").kind()).isEqualTo(Kind.BLOCKED);
    }
  }
}
