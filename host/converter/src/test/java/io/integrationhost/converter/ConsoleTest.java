package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What scripts in JavaScript write to their console. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleTest {
  private Converters converters;

  @BeforeAll
  void open() {
    converters = new Converters(ConverterLimits.defaults().with(new ConverterLimits.Pool(1, 100)));
  }

  @AfterAll
  void close() {
    converters.close();
  }

  private List<String> said(String body) {
    try (UplinkConverter converter = converters.script("console", body)) {
      said(converter);
      return said(converter);
    }
  }

  private static List<String> said(UplinkConverter converter) {
    try {
      return converter
          .convert(new byte[] {'x'}, Map.of(), "device")
          .toCompletableFuture()
          .join()
          .console();
    } catch (CompletionException e) {
      return ((ConverterException) e.getCause()).console();
    }
  }

  @Test
  void isKeptInLines() {
    assertThat(
            said(
                "console.log('raw', payload.length, [1, {a: null}], null, undefined, true);"
                    + "console.info('i'); console.debug('d'); console.warn('w', 1);"
                    + "console.error('e\\nf'); return {deviceName: 'D'};"))
        .containsExactly(
            "raw 1 [1,{\"a\":null}] null undefined true", "i", "d", "warn: w 1", "error: e", "f");
  }

  @Test
  void isKeptWhenNothingIsReturnedAndWhenTheScriptFails() {
    assertThat(said("console.log('a');")).containsExactly("a");
    assertThat(said("console.log('a'); throw 1;")).containsExactly("a");
    assertThat(said("console.log('a'); return {b: 1};")).containsExactly("a");
    assertThat(said("return {deviceName: 'D'};")).isEmpty();
  }

  @Test
  void isBounded() {
    List<String> lines =
        said(
            "for (var i = 0; i < 10000; i++) console.log('x'.repeat(1000));"
                + " return {deviceName: 'D'};");
    assertThat(lines).hasSize(51).last().isEqualTo("...");
    assertThat(lines.get(0)).hasSize(503).endsWith("...");
  }

  @Test
  void whatCannotBeShownHarmsNobody() {
    assertThat(
            said(
                "var c = {}; c.c = c; console.log(c, Symbol('s'), {toJSON() { throw 1; }});"
                    + " return {deviceName: 'D'};"))
        .containsExactly("[object] Symbol(s) [object]");
  }

  @Test
  void aScriptThatIsStoppedFailsAsAnyOther() {
    try (Converters tight = new Converters(Converters.TIGHT)) {
      UplinkConverter loop = tight.script("loop", "console.log('a'); for (;;) {}");
      assertThat(Converters.failure(loop, "x").kind()).isEqualTo(ConverterException.Kind.TIMEOUT);
      UplinkConverter deep =
          tight.script("deep", "console.log('a'); function f() { return f() + 1; } return f();");
      assertThat(Converters.failure(deep, "x").reason()).contains("call stack");
      assertThat(tight.engine().status().lost()).isZero();
    }
  }

  @Test
  void isWrittenNowhere() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (PrintStream trap = new PrintStream(written, true, StandardCharsets.UTF_8)) {
      System.setOut(trap);
      System.setErr(trap);
      said("console.log('FORGED'); console.error('FORGED'); return {deviceName: 'D'};");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("FORGED");
  }
}
