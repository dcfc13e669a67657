package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a failure tells programs beside its text: where, and what the script returned. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ErrorPlaceTest {

  private Converters converters;

  @BeforeAll
  void open() {
    converters = new Converters(ConverterLimits.defaults());
  }

  @AfterAll
  void close() {
    converters.close();
  }

  private ConverterException javaScript(String body) {
    return Converters.failure(converters.script("place", body), "x");
  }

  private ConverterException tbel(String body) {
    return Converters.failure(converters.tbel("place", body), "x");
  }

  private static void isAt(ConverterException failure, int line, int column) {
    assertThat(failure.place()).contains(new ScriptPlace(line, column));
    assertThat(failure.output()).isEmpty();
  }

  @Test
  void ofWhatTheScriptThrew() {
    isAt(javaScript("var a = 1;\n  throw new Error('bad');"), 2, 9);
    isAt(tbel("var a = 1;\n  raiseError('bad');"), 2, 3);
    assertThat(tbel("var a = 1;\n  raiseError('bad');").reason())
        .isEqualTo("bad (line 2, column 3)");
  }

  @Test
  void ofSyntaxErrors() {
    ConverterException failure = javaScript("var a = 1;\nreturn {a: ;};");
    isAt(failure, 2, 12);
    assertThat(failure.reason()).endsWith(" (line 2, column 12)");
    assertThat(tbel("var a = 1;\nreturn {a: ;").place().orElseThrow().line()).isEqualTo(2);
  }

  @Test
  void staysWithACompileErrorThatIsToldAgain() {
    UplinkConverter converter = converters.script("again", "return {a: ;};");
    ConverterException first = Converters.failure(converter, "x");
    assertThat(Converters.failure(converter, "x").place()).isEqualTo(first.place()).isPresent();
  }

  @Test
  void ofAnOpenBraceIsTheEndOfTheScript() {
    ConverterException failure = javaScript("if (true) {\nreturn 5;");
    isAt(failure, 2, 10);
    assertThat(failure.reason())
        .startsWith("Can't compile script: SyntaxError: brackets, braces or quotes do not match")
        .endsWith(" (at the end of the script)");
  }

  @Test
  void isUnknownForFailuresOfTheResultWhichTellTheOutput() {
    ConverterException failure = javaScript("return {deviceName: 'D', assetName: 1.0};");
    assertThat(failure.place()).isEmpty();
    assertThat(failure.output()).contains("{\"deviceName\":\"D\",\"assetName\":1}");
    assertThat(tbel("return {telemetry: {a: 20.0}};").output())
        .contains("{\"telemetry\":{\"a\":20.0}}");
    assertThat(tbel("return \"no json {\";").output()).contains("no json {");
    assertThat(tbel("return null;").output()).isEmpty();
  }
}
