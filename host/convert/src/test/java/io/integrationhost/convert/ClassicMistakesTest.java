package io.integrationhost.convert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people do wrong in their converters: each time the report must name the cause. */
final class ClassicMistakesTest {

  private static Trying trying;

  @BeforeAll
  static void start() {
    trying = new Trying();
  }

  @AfterAll
  static void stop() {
    trying.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # language | script | payload | what the report says
          JS   | var result = {deviceName: 'a'};                                   | 1 | nothing is sent. There is no 'return'
          JS   | function decode(p) { return {deviceName: 'a'}; }                  | 1 | 'return decode(payload, metadata);'
          JS   | var f = (x) => { return x; }; f(1);                               | 1 | The only 'return' (line 1) belongs to a function
          JS   | // return {};                                                     | 1 | There is no 'return'
          JS   | if (payload.length > 5) { return {deviceName: 'a'}; }             | 1 | The 'return' in line 1 was not reached
          JS   | return null;                                                      | 1 | The script returned null: nothing is sent
          JS   | return [];                                                        | 1 | returned an empty list: nothing is sent
          JS   | return 5;                                                         | 1 | The script returned 5 instead of an object
          JS   | return JSON.stringify({deviceName: 'a', telemetry: {t: 1}});      | 1 | without JSON.stringify()
          JS   | return {deviceName: 'a', telemetry: JSON.stringify({t: 1})};      | 1 | 'telemetry' is a text: give the object itself
          JS   | return {deviceName: 'a', telemetry: {t: 1}, attributes: [{m: 1}]}; | 1 | 'attributes' is a list: it must be one object
          JS   | return {deviceName: 'a'};                                         | 1 | no telemetry and no attributes: ThingsBoard creates the device
          JS   | return {deviceName: 'a', telemetry: []};                          | 1 | an empty telemetry: ThingsBoard creates the device
          JS   | return {deviceName: 'a', telemetry: {}};                          | 1 | holds no single value
          JS   | return {deviceName: 'a', temperature: 5};                         | 1 | 'temperature' of the result is ignored; values belong under 'telemetry'
          JS   | return {deviceName: 'a', telemtry: {t: 1}};                       | 1 | did you mean 'telemetry'?
          JS   | return {device_name: 'a', telemetry: {t: 1}};                     | 1 | did you mean 'deviceName'?
          JS   | return {name: 'a', telemetry: {t: 1}};                            | 1 | did you mean 'deviceName'?
          JS   | var d; return {deviceName: d, telemetry: {t: 1}};                 | 1 | a key whose value is undefined is not there
          JS   | var d; return {deviceName: 'Dev ' + d, telemetry: {t: 1}};        | 1 | The name is 'Dev undefined'
          JS   | return {deviceName: 'a\\n', telemetry: {t: 1}};                   | 1 | use trim()
          JS   | return {deviceName: '', telemetry: {t: 1}};                       | 1 | The name is empty
          JS   | return {deviceName: 'a', telemetry: {t: Number('x'), u: 1}};      | 1 | Null, so not sent: t. In JavaScript NaN becomes null
          JS   | return {deviceName: 'a', telemetry: {t: payload.temperature}};    | {} | payload is a list of bytes and has no 'temperature'
          JS   | return {deviceName: payload.split(',')[0]};                       | 1 | payload is a list of bytes and has no split()
          JS   | var d = JSON.parse(payload); return d;                            | {"a": 1} | instead of JSON.parse(payload)
          JS   | var d = JSON.parse(String.fromCharCode.apply(String, payload)); return d; | a,b | The payload is no JSON
          JS   | var d = decodeToString(payload); return d;                        | 1 | exists in TBEL only. In JavaScript: String.fromCharCode
          JS   | var d = decodeToJson(payload); return d;                          | 1 | JSON.parse(String.fromCharCode.apply(String, payload))
          JS   | require('fs'); return [];                                         | 1 | Converters have no 'require'
          JS   | return {deviceName: msg.a};                                       | 1 | what the device sent is 'payload'
          JS   | return {deviceName: 'n'.repeat(256), telemetry: {t: 1}};          | 1 | has 256 characters: what is longer than 255
          JS   | return {deviceName: 'a', telemetry: {['k'.repeat(300)]: 1}};      | 1 | The key 'kkkkkkkkkkkkkkkkkkkk...' has 300 characters
          JS   | return {deviceName: nmae};                                        | 1 | 'nmae' is used but never declared
          JS   | return {deviceName: metadata.site + '!', telemetry: {t: 1}};      | 1 | reads metadata that is not there: site
          JS   | var a = {}; return {deviceName: a.b.c};                           | 1 | may have another form than the script expects
          JS   | while (true) { }                                                  | 1 | Look for a loop that does not end
          JS   | return {deviceName: 'a', telemetry: {t: 0.1 + 0.2}};              | 1 | 't' travels as STRING: 0.30000000000000004 has more than 16 decimal places
          JS   | return {deviceName: 'a', telemetry: {t: 1e20}};                   | 1 | does not fit into 64 bits
          JS   | return {deviceName: 'a', attributes: {serial: '0007'}};           | 1 | "0007" of 'serial' looks like a number and travels as LONG 7
          JS   | return {deviceName: 'a', telemetry: {t: 40.0 / 2}};               | 1 | travels as LONG: in JavaScript 20.0 is 20
          JS   | return {deviceName: 'a', telemetry: {ts: 1700000000, values: {t: 1}}}; | 1 | from seconds: multiply by 1000
          JS   | return {deviceName: 'a', telemetry: {ts: 99999999999999, values: {t: 1}}}; | 1 | is in the future
          JS   | return {deviceName: 'a', telemetry: {ts: 1700000000000, t: 1}};   | 1 | 'ts' without 'values' is a value like any other
          JS   | return {deviceName: 'a', telemetry: {values: {t: 1}}};            | 1 | 'values' without 'ts' is one value of type JSON
          JS   | return {deviceName: 'a', telemetry: {ts: 1700000000000, values: {t: 1}, u: 2}}; | 1 | Not sent, as it stands beside 'values'
          JS   | return {deviceName: 'a', telemetry: {t: payload[0]}};             | 0aff0bcc | --hex gives the bytes
          JS   | return {deviceName: 'a', telemetry: {t: payload.length}};         | ~~ | The payload is empty
          TBEL | var result = null; return result;                                 | 1 | The 'return' in line 1 was not reached, or had no value
          TBEL | function decode(p) { return {deviceName: 'a'}; }                  | 1 | makes a function and does not call it
          TBEL | return {deviceName: 'a', telemetry: {t: 40.0 / 2}};               | 1 | is whole and travels as DOUBLE; the same in JavaScript is LONG
          TBEL | return {deviceName: 'a', telemetry: {t: payload.temperature}};    | {} | var data = decodeToJson(payload);
          TBEL | return {deviceName: payload.split(',')[0]};                       | 1 | var text = decodeToString(payload);
          TBEL | let x = 1; return x;                                              | 1 | TBEL has no let or const
          TBEL | var f = (x) => x; return f(1);                                    | 1 | TBEL has no arrow functions
          TBEL | var s = String.fromCharCode(65); return s;                        | 1 | write decodeToString(payload)
          TBEL | return {deviceName: 'a'};                                         | 1 | no telemetry and no attributes
          TBEL | while (true) { }                                                  | 1 | Look for a loop that does not end
          """)
  void isNamed(String language, String script, String payload, String said) {
    String text = payload == null ? "" : payload;
    Attempts attempts = trying.uplink(language, script.replace("\\\\n", "\\n"), Trying.text(text));
    assertThat(Trying.hints(attempts)).contains(said);
  }

  @Test
  void returnAloneOnItsLine() {
    assertThat(Trying.hints(trying.uplink("JS", "return\n  {a: 1};", Trying.text("1"))))
        .contains("In line 1 'return' stands alone");
    assertThat(Trying.hints(trying.uplink("JS", "return\n{a: 1, b: {c: 1}};", Trying.text("1"))))
        .contains("In line 1 'return' stands alone");
  }

  @Test
  void negativeBytesInTbel() {
    String script = "return {deviceName: 'a', telemetry: {t: payload[0]}};";
    Message high = Trying.bytes(0xFF, 1);
    assertThat(Trying.warnings(trying.uplink("TBEL", script, high))).contains("signed-bytes");
    assertThat(Trying.warnings(trying.uplink("TBEL", script, Trying.bytes(1, 2)))).isEmpty();
    String masked = script.replace("payload[0]", "(payload[0] & 0xFF)");
    assertThat(Trying.warnings(trying.uplink("TBEL", masked, high))).isEmpty();
  }

  @Test
  void shiftedBytesInTbel() {
    String script = "return {deviceName: 'a', telemetry: {t: (payload[0] << 8) | payload[1]}};";
    assertThat(Trying.hints(trying.uplink("TBEL", script, Trying.bytes(1, 2))))
        .contains("write (payload[i] & 0xFF)");
  }

  @Test
  void bytesThatHappenToBeText() {
    String script = "return {deviceName: 'a', telemetry: {t: payload[0]}};";
    assertThat(Trying.hints(trying.uplink("JS", script, Trying.bytes(0xC3, 0xA4))))
        .contains("These 2 bytes happen to be valid UTF-8, so that JavaScript gets 1 character");
    assertThat(Trying.warnings(trying.uplink("JS", script, Trying.bytes(0xFF, 0xFE)))).isEmpty();
  }

  @Test
  void contentOfDownlinks() {
    assertThat(Trying.hints(trying.downlink("return {contentType: 'JSON', data: msg};", "{}")))
        .contains("write data: JSON.stringify(...)");
    assertThat(Trying.hints(trying.downlink("return {contentType: 'TEXT', data: ''};", "{}")))
        .contains("'data' is empty");
    assertThat(Trying.hints(trying.downlink("var a = {data: 'x'};", "{}")))
        .contains("There is no 'return'");
    assertThat(Trying.hints(trying.downlink("return {content_type: 'TEXT', data: 'x'};", "{}")))
        .contains("did you mean 'contentType'?");
  }

  @Test
  void goodScriptsAreLeftAlone() {
    String json =
        "var data = JSON.parse(String.fromCharCode.apply(String, payload));\n"
            + "return {deviceName: data.name, telemetry: {ts: 1700000000000, values: data.v}};";
    Message message = Trying.text("{\"name\": \"a\", \"v\": {\"t\": 1}}");
    assertThat(Trying.hints(trying.uplink("JS", json, message))).isEmpty();
    String tbel =
        "var data = decodeToJson(payload);\n"
            + "return {deviceName: data.name, telemetry: {ts: 1700000000000, values: data.v}};";
    assertThat(Trying.hints(trying.uplink("TBEL", tbel, message))).isEmpty();
  }
}
