package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods of Java's classes that would go on for ever, fill the memory, or reach the host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TbelGuardsTest {
  private static final String SLOW = "(.*){1,32}[bc]";

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
        "return 'a\nb'.indent(1000000000);",
        "return java.util.HexFormat.ofDelimiter('x'.repeat(100000)).formatHex(new byte[100000]);",
        "return java.util.Arrays.copyOf(new byte[2], 2000000000);",
        "return java.util.Arrays.copyOfRange(new byte[2], 0, 2000000000);",
        "return java.util.Base64.getMimeEncoder(4, new byte[100000]).encodeToString(new byte[100000]);",
        "return java.util.regex.Pattern.compile('a').matcher('a'.repeat(100000)).replaceAll('bb'.repeat(100));",
        "return (3I).pow(99999999);",
        "return (3I).shiftLeft(20000).bitLength();",
        "return (3I).shiftLeft(60000000).toString();",
        "return (3I).setBit(2000000000);",
        "var a = 3I; while (true) { a = a * a; }",
        "var a = [3I]; while (true) { a[0] = a[0] * a[0]; }",
        "return (2B).pow(999999);",
        "return (2B).setScale(999999999);",
        "return (2B).scaleByPowerOfTen(999999999);",
        "return 'a'.repeat(2000000).indexOf('a'.repeat(1000000) + 'b');",
        "return 'a'.repeat(2000000).contains('a'.repeat(1000000) + 'b');",
        "var a = []; for (var i = 0; i < 10000; i++) { a.push(i); } return a.removeAll(a.slice());",
        "function f(m) { var i = 0; while (true) { m[i] = 'x'; i++; } } return f(new java.util.HashMap());",
        "function f(m) { m.a = 'x'.repeat(2000); } return f(new java.util.TreeMap());"
      })
  void sizes(String body) {
    isStopped(body, Kind.MEMORY, "Max ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "function f(l) { while (true) { l.add('x'.repeat(1000000)); } } return f(new java.util.ArrayList());",
        "function f(q) { while (true) { q.push('x'.repeat(1000000)); } } return f(new java.util.ArrayDeque());"
      })
  void collectionsThatTheLanguageDoesNotCount(String body) {
    isStopped(body, Kind.MEMORY, "Script memory overflow!");
  }

  /** Room asked for in advance is not reserved. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "new java.util.ArrayList(2000000000)",
        "new java.util.ArrayDeque(2000000000)",
        "new java.util.PriorityQueue(2000000000)",
        "new java.util.HashMap(2000000000)",
        "new java.util.HashSet(2000000000)",
        "new java.util.LinkedHashMap(2000000000)",
        "new java.util.LinkedHashSet(2000000000)"
      })
  void capacities(String collection) {
    assertThat(text("return {deviceName: 'D' + (" + collection + ").size()};")).isEqualTo("D0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.regex.Pattern.compile('" + SLOW + "').asPredicate().test('a'.repeat(50))",
        "java.util.regex.Pattern.compile('" + SLOW + "').asMatchPredicate().test('a'.repeat(50))",
        "(3I).nextProbablePrime()",
        "(3I).nextProbablePrime",
        "(3I).modPow(3I, 5I)",
        "(2B).toPlainString()",
        "new Random().ints",
        "'a'.chars().asLongStream().range(0L, 9000000000000000000L).sum()",
        "[1].stream().builder()",
        "[1].parallelStream()",
        "[1].stream().parallel().count()",
        "new Date().getZonedDateTime().toLocalDate().datesUntil(null)",
        "'a'.notify",
        "Random.nextInt.invoke(null)",
        "Integer.getInteger('x')",
        "this.dumpVars()",
        "this.dumpVars",
        "this.dumpValueReferences()",
        "this.stop()",
        "this.stop",
        "this.leaveStack()",
        "this.getMemorySize()",
        "this.memorySize",
        "(this.dumpVars() in [1])",
        "new Exception('x').printStackTrace()",
        "new Exception('x').printStackTrace",
        "new Exception('x').getStackTrace()"
      })
  void refused(String expression) {
    String body = "var done = " + expression + "; return {deviceName: 'out'};";
    assertThat(failure(body).kind()).isEqualTo(Kind.SCRIPT);
    assertThat(failure("function f() { " + body + " } return f();").kind()).isEqualTo(Kind.SCRIPT);
  }

  /** The library itself checks a place in a script only when it first runs there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'x'.repeat(n)",
        "'x'.indent(n)",
        "(3I).shiftLeft(n)",
        "String.format('%' + n + 'd', 1)",
        "java.util.Collections.nCopies(n, 'x').toString()",
        "('x' + n).replace('x', 'y'.repeat(n - 1)).length()"
      })
  void eachRunOfAPlaceIsChecked(String expression) {
    String function = "function f(n) { return " + expression + "; } ";
    isStopped(function + "f(1); f(2); return f(900000000);", Kind.MEMORY, "Max ");
    isStopped(function + "with ({a: 1}) { f(2) } return f(900000000);", Kind.MEMORY, "Max ");
    isStopped(
        "function f(n) { with ([n]) { add(" + expression + ") } } f(1); f(2); return f(900000000);",
        Kind.MEMORY,
        "Max ");
  }

  @Test
  void eachMessageIsChecked() {
    try (UplinkConverter converter =
        converters.tbel(
            "repeat", "return {deviceName: 'D' + 'x'.repeat(parseInt(bytesToString(payload)))};")) {
      for (int i = 0; i < 10; i++) {
        assertThat(Converters.name(converter, "2")).isEqualTo("Dxx");
      }
      assertThat(Converters.failure(converter, "900000000").kind()).isEqualTo(Kind.MEMORY);
    }
  }

  /** A place that was resolved for one type and meets another. */
  @Test
  void anotherTypeIsChecked() {
    isStopped(
        "function f(x, y) { return x.indexOf(y); } f([1], 'a'); f('a', 'a');"
            + " return f('a'.repeat(2000000), 'a'.repeat(1000000) + 'b');",
        Kind.SCRIPT,
        "unable to invoke method");
    assertThat(
            text(
                "function f(x, y) { return x.indexOf(y); }"
                    + " return {deviceName: 'D' + f([1], 1) + f('aab', 'b') + f([1, 2], 2)};"))
        .isEqualTo("D021");
  }

  /** What a place in a script was resolved to for one value is not used for another. */
  @ParameterizedTest
  @CsvSource({"getMessage, Exception('a')", "toString, Object()"})
  void refusedBehindAnotherValue(String method, String other) {
    String body =
        "function f(x) { return x." + method + "(); } f(new " + other + "); f(this); return [];";
    if (method.equals("toString")) {
      assertThat(Converters.convert(converters.tbel("probe", body), "x")).isEmpty();
    } else {
      assertThat(failure(body).kind()).isEqualTo(Kind.SCRIPT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.regex.Pattern.compile('" + SLOW + "').splitAsStream('a'.repeat(100)).count()",
        "java.util.regex.Pattern.compile('"
            + SLOW
            + "').matcher('b').reset('a'.repeat(100)).find()",
        "java.util.regex.Pattern.compile('" + SLOW + "').matcher('a'.repeat(100)).results().count()"
      })
  void searchesCanBeStopped(String expression) {
    try (Converters tight = new Converters(Converters.TIGHT)) {
      UplinkConverter slow = tight.tbel("slow", "return {deviceName: 'D' + " + expression + "};");
      assertThat(Converters.failure(slow, "x").kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(tight.engine().status().lost()).isZero();
    }
  }

  @Test
  void nothingIsWritten() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (PrintStream trap = new PrintStream(written, true, StandardCharsets.UTF_8)) {
      System.setOut(trap);
      System.setErr(trap);
      failure("var s = 'FORGED'; this.dumpVars(); return [];");
      failure("with (this) { dumpVars(); } return [];");
      failure("new Exception('FORGED').printStackTrace(); return [];");
      failure("raiseError('FORGED');");
      failure("var a = 'FORGED' ~= 'a('; return [];");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("FORGED", "VARS");
  }

  /** The same methods as honest scripts use them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a'.indent(2).length() | 4",
        "(3I).pow(100).bitLength() | 159",
        "(2B).setScale(2).toString() | 2.00",
        "java.util.regex.Pattern.compile('a').splitAsStream('bab').count() | 2",
        "java.util.regex.Pattern.compile('a').matcher('bab').replaceAll('c') | bcb",
        "java.util.HexFormat.ofDelimiter(':').formatHex(new byte[2]) | 00:00",
        "new java.util.TreeMap({b: 1, a: 2}).toString() | {a=2, b=1}",
        "new java.util.PriorityQueue([3, 1, 2]).poll() | 1",
        "new java.util.ArrayList([1, 2]).size() | 2",
        "[3, 1].stream().sorted().toList().toString() | [1, 3]",
        "new Exception('x').getMessage() | x",
        "new Date(0).getZonedDateTime().getDayOfYear() | 1",
        "Calendar.getInstance().getTimeZone().getOffset(5L) - java.util.TimeZone.getDefault().getOffset(5L) | 0",
        "'aXb'.indexOf('X') | 1",
        "{this: 5}.size() | 1"
      })
  void works(String expression, String result) {
    assertThat(text("return {deviceName: 'D' + (" + expression + ")};")).isEqualTo("D" + result);
  }

  private String text(String body) {
    try (UplinkConverter converter = converters.tbel("probe", body)) {
      return Converters.name(converter, "x");
    }
  }

  private ConverterException failure(String body) {
    try (UplinkConverter converter = converters.tbel("probe", body)) {
      ConverterException failure = Converters.failure(converter, "x");
      assertThat(failure).as(body).isNotNull();
      return failure;
    }
  }
}
