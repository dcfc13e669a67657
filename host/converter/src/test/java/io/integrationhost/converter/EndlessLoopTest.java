package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterException.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that do not end, against a converter that goes on working beside them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EndlessLoopTest {

  private Converters converters;
  private UplinkConverter javaScript;
  private UplinkConverter tbel;

  @BeforeAll
  void open() {
    converters = new Converters(Converters.TIGHT);
    String body = "return {deviceName: 'N' + payload.length};";
    javaScript = converters.script("neighbour", body);
    tbel = converters.tbel("neighbour", body);
  }

  @AfterAll
  void close() {
    assertThat(converters.engine().status().lost()).isZero();
    converters.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "for (;;) { try { for (;;) {} } catch (e) {} finally { continue; } }",
        "function* g() { for (;;) { try { yield 1; } finally { continue; } } } for (var x of g()) {}",
        "return {deviceName: 'x', telemetry: {get a() { for (;;) {} }}};",
        "return {toJSON: function () { for (;;) {} }};",
        "for (;;) /(x+x+)+y/.test('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx');"
      })
  void inJavaScript(String body) {
    Attack.on(converters, javaScript).isStopped(body, Kind.TIMEOUT, "Script timeout!");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "do {} while (true);",
        "until (false) {}",
        "function f(a) { while (true) {} } f(1);",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'.matches('(.*a){20}c')",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'.split('(.*a){20}c')",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'.replaceAll('(.*a){20}c', 'x')",
        "java.util.regex.Pattern.compile('(.*a){20}c')"
            + ".matcher('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab').find()",
        "java.util.regex.Pattern.matches('(.*a){20}c', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')"
      })
  void inTbel(String body) {
    Attack.on(converters, tbel).isStoppedInTbel(body, Kind.TIMEOUT, "Script timeout!");
  }
}
