package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that mean harm, against a converter that goes on working beside them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SandboxTest {
  private Converters converters;
  private UplinkConverter neighbour;

  @BeforeAll
  void open() {
    converters = new Converters(Converters.LITTLE_MEMORY);
    neighbour = converters.script("neighbour", "return {deviceName: 'N' + payload.length};");
  }

  @AfterAll
  void close() {
    converters.close();
  }

  @BeforeEach
  void neighbourWorks() {
    assertThat(Converters.name(neighbour, "abc")).isEqualTo("N3");
  }

  private void isStopped(String body, Kind kind, String reason) {
    Attack.on(converters, neighbour).isStopped(body, kind, reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var all = []; for (;;) all.push({a: [1, 2, 3], b: 'text' + all.length});",
        "new Array(3e8).fill(1); for (;;);",
        "var all = []; for (;;) all.push(String(all.length).repeat(10000).split(''));",
        "var all = []; for (;;) all.push(new Uint8Array(10000000));"
      })
  void memory(String body) {
    isStopped(body, Kind.MEMORY, "Script memory overflow!");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "function f() { return f() + 1; } return f();",
        "var a = []; for (var i = 0; i < 100000; i++) a = [a]; return {deviceName: 'x', telemetry: {a: a}};",
        "return 'x'.repeat(900000000);",
        "return new Uint8Array(2e9);",
        "return Atomics.wait(new Int32Array(8), 0, 0);"
      })
  void refusedByTheEngine(String body) {
    isStopped(body, Kind.SCRIPT, "");
  }

  @Test
  void describingAThrownObjectRunsNoCodeOfTheScript() {
    String endless = "function () { for (;;) {} }";
    isStopped("throw {get message() { for (;;) {} }, toString: " + endless + "};", Kind.SCRIPT, "");
  }

  @Test
  void giantResult() {
    isStopped(
        "return {deviceName: 'x'.repeat(300001)};",
        Kind.SIZE,
        "Script invocation result exceeds maximum allowed size of 300000 symbols");
  }

  @Test
  void giantArguments() {
    UplinkConverter converter = converters.script("big", "return {deviceName: 'ok'};");
    ConverterException failure = Converters.failure(converter, "x".repeat(75_001));
    assertThat(failure.kind()).isEqualTo(Kind.SIZE);
    assertThat(failure.reason())
        .isEqualTo(
            "Script input arguments exceed maximum allowed total args size of 100000 symbols");
    assertThat(Converters.name(converter, "x".repeat(70_000))).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Java",
        "Packages",
        "Polyglot",
        "Graal",
        "java",
        "javax",
        "com",
        "org",
        "load",
        "loadWithNewGlobal",
        "print",
        "process",
        "require",
        "quit",
        "exit",
        "read",
        "readFully",
        "SharedArrayBuffer",
        "WebAssembly",
        "Worker",
        "context",
        "engine",
        "window",
        "fetch",
        "payload.getClass",
        "metadata.getClass",
        "payload.class",
        "(function () { return this; })().constructor.forName",
        "atob.getClass",
        "''.getBytes"
      })
  void noWayToTheHost(String name) {
    UplinkConverter probe = converters.script("probe", "return {deviceName: typeof " + name + "};");
    assertThat(Converters.name(probe, "x")).isEqualTo("undefined");
    probe.close();
  }

  /** A module that came in would run behind the call, within its time. */
  @Test
  void importIsRefused(@TempDir Path directory) throws IOException {
    Path module = Files.writeString(directory.resolve("module.mjs"), "for (;;) {}");
    try (Converters tight = new Converters(Converters.TIGHT)) {
      UplinkConverter probe =
          tight.script(
              "probe",
              "import('%s').then(function () {}, function () {}); return {deviceName: 'D'};"
                  .formatted(module));
      assertThat(Converters.name(probe, "x")).isEqualTo("D");
    }
  }

  @Test
  void anObjectThatClaimsALengthIsNoArray() {
    isStopped(
        "return Array.from({length: 4294967294});",
        Kind.SCRIPT,
        "RangeError: Array.from: the object has a length of 4294967294");
    UplinkConverter converter =
        converters.script(
            "from",
            "return {deviceName: Array.from({length: 3}, function (v, i) { return i; }).join()"
                + " + Array.from('ab') + Array.from(new Set([7])) + Array.from.length};");
    assertThat(Converters.name(converter, "x")).isEqualTo("0,1,2a,b71");
  }

  @Test
  void evalStaysInside() {
    UplinkConverter converter =
        converters.script(
            "eval",
            "return {deviceName: eval('1 + 1') + typeof new Function('return this')().Java};");
    assertThat(Converters.name(converter, "x")).isEqualTo("2undefined");
  }

  @Test
  void poisonReachesNoOtherConverter() {
    UplinkConverter poison = converters.script("poison", Poison.BODY);
    assertThat(Converters.name(poison, "x")).isEqualTo("poisoned");
    UplinkConverter clean =
        converters.script(
            "clean",
            "return {deviceName: JSON.stringify([1].map(function (x) { return x + 1; }))};");
    assertThat(Converters.name(clean, "x")).isEqualTo("[2]");
  }

  @Test
  void poisonDoesNotBreakTheHostsWrapper() {
    UplinkConverter poison = converters.script("poison", Poison.BODY);
    for (int i = 0; i < 5; i++) {
      assertThat(Converters.name(poison, "x")).isEqualTo("poisoned");
    }
  }

  @Test
  void undeclaredVariablesVanishAfterEachMessage() {
    UplinkConverter converter =
        converters.script(
            "forgetful",
            "if (typeof last === 'undefined') last = 'none'; var before = last;"
                + " last = String.fromCharCode.apply(null, payload); if (last == 'c') throw 1;"
                + " return {deviceName: before};");
    assertThat(Converters.name(converter, "a")).isEqualTo("none");
    assertThat(Converters.failure(converter, "c").kind()).isEqualTo(Kind.SCRIPT);
    assertThat(Converters.name(converter, "b")).isEqualTo("none");
  }

  /** Replaces what the wrapper could be using. */
  private static final class Poison {
    static final String BODY =
        "JSON.parse = JSON.stringify = Object.keys = Reflect.deleteProperty ="
            + " function () { throw new Error('poison'); };"
            + "Array.prototype[Symbol.iterator] = null; String.fromCharCode = null;"
            + "Array.prototype.map = function () { return 'poison'; };"
            + "Object.prototype.then = 5; globalThis.payload = 7;"
            + "return {deviceName: 'poisoned'};";
  }
}
