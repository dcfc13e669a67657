package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TBEL scripts that mean harm, against a converter that goes on working beside them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TbelSandboxTest {
  private static final String SHARING = "var a = [1]; for (var i = 0; i < 40; i++) { a = [a, a]; }";

  private Converters converters;
  private UplinkConverter neighbour;

  @BeforeAll
  void open() {
    converters = new Converters(Converters.LITTLE_MEMORY);
    neighbour = converters.tbel("neighbour", "return {deviceName: 'N' + payload.length};");
  }

  @AfterAll
  void close() {
    assertThat(converters.engine().status().lost()).isZero();
    converters.close();
  }

  private void isStopped(String body, Kind kind, String reason) {
    Attack.on(converters, neighbour).isStoppedInTbel(body, kind, reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var s = 'x'; while (true) { s = s + s; }",
        "var m = {}; var s = 'x'.repeat(100000); var i = 0; while (true) { m['k' + i] = s + i; i++; }",
        SHARING + " return a;",
        SHARING + " return 'x' + a;",
        SHARING + " return a.hashCode();",
        SHARING + " return JSON.stringify(a);",
        SHARING + " return toSet(a);",
        "var top = []; var a = top; for (var i = 0; i < 40; i++) {"
            + " var b = []; a.push(b); a.push(b); a = b; } a.push(1); return top;",
        "var a = []; a.push(a); return a;"
      })
  void memory(String body) {
    isStopped(body, Kind.MEMORY, "Script memory overflow!");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return new byte[5000000];",
        "return 'x'.repeat(900000000);",
        "return String.format('%200000000d', 1);",
        "return '%200000000d'.formatted(1);",
        "return String.join('y'.repeat(3000000), [1, 2, 3]);",
        "return [1, 2, 3].join('y'.repeat(3000000));",
        "return 'a'.repeat(1000000).replace('a', 'bbbbbbbbbb');",
        "return 'a'.repeat(1000000).replaceAll('a', 'bbbbbbbbbb');",
        "return java.util.Collections.nCopies(2000000000, 'x').toString();",
        "return padStart('x', 2000000000, 'y');",
        "return parseByteToBinaryArray(1, 2000000000);"
      })
  void textsAndArraysThatAreTooLarge(String body) {
    isStopped(body, Kind.MEMORY, "Max ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "function f(a) { return f(a + 1); } return f(1);",
        "function f(a) { return g(a); } function g(a) { return f(a); } return f(1);"
      })
  void recursion(String body) {
    isStopped(body, Kind.SCRIPT, "the script nests or recurses too deeply");
  }

  @Test
  void honestRecursionWorks() {
    UplinkConverter converter =
        converters.tbel(
            "recursion",
            "function f(a) { if (a == 0) { return 0; } return 1 + f(a - 1); }"
                + " return {deviceName: 'D' + f(150)};");
    assertThat(Converters.name(converter, "x")).isEqualTo("D150");
  }

  @Test
  void aResultThatNestsTooDeeply() {
    isStopped(
        "var a = []; for (var i = 0; i < 5000; i++) { a = [a]; } return a;",
        Kind.RESULT,
        "The converter's result cannot be written as JSON: ");
  }

  @Test
  void giantResults() {
    String text = "Script invocation result exceeds maximum allowed size of 300000 symbols";
    isStopped("return {deviceName: 'x'.repeat(300001)};", Kind.SIZE, text);
    isStopped("return 'x'.repeat(300001);", Kind.SIZE, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.System.exit(1)",
        "System.exit(1)",
        "Runtime.getRuntime().exec('id')",
        "new java.lang.ProcessBuilder(['id']).start()",
        "new java.io.File('/')",
        "java.nio.file.Files.readString(java.nio.file.Path.of('/etc/hostname'))",
        "new java.util.Scanner('x')",
        "new java.util.Timer()",
        "new java.util.zip.ZipFile('x')",
        "new java.util.jar.JarFile('x')",
        "java.util.concurrent.Executors.newCachedThreadPool()",
        "java.util.prefs.Preferences.userRoot()",
        "java.util.logging.LogManager.getLogManager().reset()",
        "java.util.ServiceLoader",
        "new Thread()",
        "Thread.currentThread()",
        "Class.forName('java.lang.System')",
        "payload.getClass()",
        "payload.class.getClassLoader()",
        "''.class.forName('java.lang.System')",
        "Math.class",
        "JSON.class",
        "parseInt.class",
        "org.mvel2.MVEL.eval('1')",
        "io.integrationhost.converter.tbel.Json.parse('1')",
        "MVEL.eval('1')",
        "new Random().ints().sum()",
        "java.util.Locale.setDefault(java.util.Locale.FRENCH)",
        "Calendar.getInstance().getTimeZone().setDefault(null)"
      })
  void noWayOut(String expression) {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try (UplinkConverter probe =
        converters.tbel("probe", expression + "; return {deviceName: 'out'};")) {
      ConverterException failure = Converters.failure(probe, "x");
      assertThat(failure).isNotNull();
      assertThat(failure.kind()).isIn(Kind.SCRIPT, Kind.COMPILE);
    }
    assertThat(Locale.getDefault()).isEqualTo(locale);
    assertThat(TimeZone.getDefault()).isEqualTo(zone);
  }

  /** The language itself would make these files. */
  @ParameterizedTest
  @ValueSource(strings = {"java.util.Formatter", "java.util.logging.FileHandler"})
  void noFileIsMade(String type, @TempDir Path folder) throws IOException {
    UplinkConverter probe =
        converters.tbel(
            "probe",
            "new " + type + "('" + folder.resolve("made") + "'); return {deviceName: 'D'};");
    assertThat(Converters.failure(probe, "x").reason()).contains(type);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void nothingOutlivesAMessage() {
    UplinkConverter converter =
        converters.tbel(
            "forgetful",
            "if (payload.length == 1) { last = 'first'; payload.push(5); metadata.x = '1';"
                + " return {deviceName: 'set'}; }"
                + " return {deviceName: payload.length + metadata.getOrDefault('x', '-') + last};");
    assertThat(Converters.name(converter, "a")).isEqualTo("set");
    assertThat(Converters.failure(converter, "ab").reason())
        .contains("unresolvable property or identifier: last");
  }
}
