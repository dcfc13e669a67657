package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one message does to the objects that all messages share is gone at the next. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharedBuiltInsTest {
  private Converters converters;

  @BeforeAll
  void open() {
    converters = new Converters(ConverterLimits.defaults().with(new ConverterLimits.Pool(1, 100)));
  }

  @AfterAll
  void close() {
    converters.close();
  }

  /** Each change, and after it a look at it; the look must say no before the first change. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Object.prototype.first = 'a' | ({}).first",
        "({}).__proto__.first = 'a' | ({}).first",
        "payload.constructor.prototype.first = 'a' | [].first",
        "Array.prototype.first = 'a' | [].first",
        "String.prototype['first'] = 'a' | ''.first",
        "var p = Number.prototype; p.first = 'a' | (5).first",
        "Math.first = 'a' | Math.first",
        "JSON.first = 'a' | JSON.first",
        "parseInt.first = 'a' | parseInt.first",
        "atob.first = 'a' | atob.first",
        "console.first = 'a' | console.first",
        "Object.assign(Object.prototype, {first: 'a'}) | ({}).first",
        "Object.defineProperty(Object.prototype, 'first', {value: 'a'}) | ({}).first",
        "Object.defineProperty(globalThis, 'first', {value: 'a'}) | typeof first != 'undefined'",
        "globalThis.first = 'a' | typeof first != 'undefined'",
        "eval('var first = 1'); (0, eval)('var first = 1') | typeof first != 'undefined'",
        "Reflect.set(Date.prototype, 'first', 'a') | new Date().first",
        "Symbol.prototype.first = 'a' | Symbol.iterator.first",
        "Object.getPrototypeOf([][Symbol.iterator]()).first = 1 | [][Symbol.iterator]().first",
        "Object.freeze(Array.prototype) | Object.isFrozen(Array.prototype)",
        "Object.preventExtensions(globalThis) | !Object.isExtensible(globalThis)",
        "Object.setPrototypeOf(Array.prototype, {first: 1}) | [].first",
        "Array.prototype.map = function () { return 'a'; } | [1].map(String) == 'a'",
        "delete Array.prototype.map | !Array.prototype.map",
        "JSON.parse = null | !JSON.parse",
        "Math.pow = null | !Math.pow",
        "parseInt = null | !parseInt",
        "atob = null | !atob",
        "Object.prototype.toString = function () { return 'a'; } | '' + {} == 'a'",
        "Object.prototype.get = 5; Object.prototype.value = 5; Array.prototype[0] = 5 | [][0]",
        "Object.defineProperty(Object.prototype, 'get', {value: 5, configurable: true}) | ({}).get",
        "Object.defineProperty(Map.prototype, 'size', {get: function () { return 7; }})"
            + " | new Map().size == 7",
        "/a(b)/.exec('ab') | RegExp.$1 == 'b'",
        "console.log('a') | false"
      })
  void isGone(String text) {
    String change = text.substring(0, text.indexOf(" | "));
    String look = text.substring(text.indexOf(" | ") + 3);
    try (UplinkConverter converter =
        converters.script(
            "shared",
            "var seen = !!(" + look + "); " + change + "; return {deviceName: 'seen ' + seen};")) {
      for (int i = 0; i < 3; i++) {
        assertThat(Converters.name(converter, "x")).isEqualTo("seen false");
      }
    }
  }

  /** Within one message a script may add to them what it likes. */
  @Test
  void worksWithinAMessage() {
    UplinkConverter converter =
        converters.script(
            "extends",
            "String.prototype.twice = function () { return this + this; };"
                + " Math.half = function (x) { return x / 2; };"
                + " if (!Array.prototype.last) Object.defineProperty(Array.prototype, 'last',"
                + " {value: function () { return this[this.length - 1]; }});"
                + " return {deviceName: 'a'.twice() + Math.half(4) + [1, 2].last()};");
    for (int i = 0; i < 3; i++) {
      assertThat(Converters.name(converter, "x")).isEqualTo("aa22");
    }
  }

  /** No script has to name an object in order to change it: the keys of a message can do it. */
  @Test
  void theKeysOfAMessageReachNothing() {
    UplinkConverter converter =
        converters.script(
            "merge",
            "function merge(to, from) { for (var k in from) { if (typeof from[k] == 'object')"
                + " { if (!to[k]) to[k] = {}; merge(to[k], from[k]); } else to[k] = from[k]; } return to; }"
                + " var m = JSON.parse(String.fromCharCode.apply(null, payload));"
                + " var before = ({}).admin + '' + {};"
                + " merge({}, m); return {deviceName: before};");
    String clean = "undefined[object Object]";
    for (String attack :
        new String[] {
          "{\"__proto__\": {\"admin\": 1}}",
          "{\"constructor\": {\"prototype\": {\"admin\": 1}}}",
          "{\"__proto__\": {\"toString\": 1}}",
          "{\"a\": {\"__proto__\": {\"admin\": 1}}}"
        }) {
      Converters.failure(converter, attack);
      assertThat(Converters.name(converter, "{}")).isEqualTo(clean);
    }
  }

  /** A property that cannot be removed: the script starts again with objects of its own. */
  @Test
  void whatCannotBePutBackCostsANewRealm() {
    UplinkConverter converter =
        converters.script(
            "fixed",
            "var before = ({}).first + '' + Object.isFrozen(JSON);"
                + " Object.defineProperty(Object.prototype, 'first', {value: 1, configurable: false});"
                + " Object.freeze(JSON); return {deviceName: before};");
    for (int i = 0; i < 4; i++) {
      assertThat(Converters.name(converter, "x")).isEqualTo("undefinedfalse");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var o = {}; o.toString = function () { return 'own'; }; return {deviceName: '' + o};",
        "var e = new Error('a'); e.name = 'own'; return {deviceName: e.name};",
        "var a = []; a.values = 'own'; return {deviceName: a.values};",
        "function F() { this.constructor = 'own'; } return {deviceName: new F().constructor};",
        "var map = {}; map['valueOf'] = 'own'; return {deviceName: map.valueOf};",
        "name = 'own'; return {deviceName: name};"
      })
  void ownPropertiesAreNobodyElses(String body) {
    UplinkConverter converter = converters.script("own", body);
    assertThat(Converters.name(converter, "x")).isEqualTo("own");
    assertThat(Converters.name(converter, "x")).isEqualTo("own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Array.prototype.slice.call(payload)",
        "Object.prototype.hasOwnProperty.call(x, 'a')",
        "var has = Object.prototype.hasOwnProperty;",
        "function Foo() {} Foo.prototype.bar = function () {}; Foo.prototype.constructor = Foo;",
        "Object.defineProperty(exports, '__esModule', {value: true});",
        "var t = Object.assign({}, a); if (x.constructor === Object) { y = Math.PI == 3; }",
        "var Map = 5; var r = new RegExp('a'); data.Number = 5; z = Number(5) >= 4;",
        "x => Math.round(x) === Math.floor(x)"
      })
  void ordinaryScriptsAreNotTakenForOthers(String body) {
    assertThat(JavaScriptBody.of(body, Direction.UPLINK).changesBuiltIns()).isFalse();
  }
}
