package io.integrationhost.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.convert.report.JsonReport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

  private static final String ALL_TYPES =
      """
      return {
        deviceName: 'a', deviceType: 'sensor', deviceLabel: 'L', customerName: 'C', groupName: 'G',
        telemetry: {ts: 1700000000000, values: {i: 5, d: 20.5, b: true, s: 'x', j: {k: [1]}}},
        attributes: {model: 'm'}
      };
      """;

  private static Trying trying;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    trying = new Trying();
  }

  @AfterAll
  static void stop() {
    trying.close();
  }

  @Test
  void showsWhatTravels() {
    assertThat(Trying.report(trying.uplink("TBEL", ALL_TYPES, Trying.text("1"))))
        .contains(
            """
            travels    device 'a', type 'sensor', label 'L', customer 'C', group 'G'
              telemetry of 2023-11-14T22:13:20Z (ts 1700000000000)
                i  LONG     5
                d  DOUBLE   20.5
                b  BOOLEAN  true
                s  STRING   "x"
                j  JSON     {"k":[1]}
              attributes
                model  STRING   "m"
            """)
        .contains("converter  decoder, TBEL, uplink")
        .contains("payload    1 byte: '1'")
        .contains("metadata   integrationName=tests");
  }

  @Test
  void showsAnAsset() {
    String script = "return {assetName: 'Hall', assetType: 'building', telemetry: {t: 1}};";
    assertThat(Trying.report(trying.uplink("TBEL", script, Trying.text("1"))))
        .contains("travels    asset 'Hall', type 'building'");
  }

  @Test
  void pointsAtThePlaceOfAFailure() {
    String script = "var a = 1;\nvar b = decode(payload);\nreturn b;";
    assertThat(Trying.report(trying.uplink("JS", script, Trying.text("1"))))
        .contains(
            """
            FAILED     ReferenceError: decode is not defined (line 2, column 9)
                1 | var a = 1;
                2 | var b = decode(payload);
                  |         ^
            """)
        .doesNotContain("time  ");
  }

  @Test
  void showsTheResultThatBreaksTheRules() {
    assertThat(Trying.report(trying.uplink("JS", "return {a: 1};", Trying.text("1"))))
        .contains("\"a\": 1", "FAILED     Either 'deviceName' or 'assetName' should be present");
  }

  @Test
  void showsTheConsole() {
    Attempts attempts =
        trying.uplink(
            "JS",
            "console.log('raw', payload.length); console.warn('\u001b[2J');"
                + " return {deviceName: 'a', telemetry: {t: 1}};",
            Trying.text("1"));
    assertThat(Trying.report(attempts))
        .contains("console    raw 1\nconsole    warn: ")
        .doesNotContain("\u001b");
    JsonObject conversion =
        JsonReport.of(attempts).getAsJsonArray("conversions").get(0).getAsJsonObject();
    assertThat(conversion.getAsJsonArray("console").get(0).getAsString()).isEqualTo("raw 1");
  }

  /** The host would refuse the payload, so it is not converted. */
  @Test
  void anItemWithoutAnyValueIsAFailure() {
    Attempts attempts =
        trying.uplink(
            "JS",
            "return {deviceName: 'a', telemetry: {t: Number(undefined)}};",
            Trying.text("hello"));
    assertThat(attempts.failures()).isOne();
    assertThat(attempts.isSuccess()).isFalse();
    assertThat(Trying.report(attempts))
        .contains("FAILED     the host does not send it: 'a' holds no value");
  }

  @Test
  void aScriptThatReturnsNothingIsNoSuccessButAnEmptyListIs() {
    assertThat(trying.uplink("JS", "var a = 1;", Trying.text("1")).isSuccess()).isFalse();
    assertThat(trying.uplink("JS", "return null;", Trying.text("1")).isSuccess()).isFalse();
    assertThat(trying.uplink("JS", "return [];", Trying.text("1")).isSuccess()).isTrue();
    assertThat(
            trying
                .uplink(
                    "JS",
                    "if (payload.length == 1) return {deviceName: 'a', telemetry: {t: 1}};",
                    Trying.text("1"),
                    Trying.text("22"))
                .isSuccess())
        .isTrue();
  }

  @Test
  void aDownlinkScriptHasNoPayload() {
    assertThat(Trying.hints(trying.downlink("return {data: payload};", "{}")))
        .contains("what is sent to the device is 'msg'");
  }

  @Test
  void metadataThatADedicatedMessageDoesNotHaveIsNamed() {
    TriedConverter converter =
        TriedConverter.of(
                "d",
                false,
                new ScriptText("TBEL", "foreach (g : metadata.gws) { g.x; } return [];"),
                "tests")
            .withType(java.util.Optional.of("LORIOT"));
    assertThat(
            Trying.hints(trying.run(converter, Trying.text("{\"EUI\": \"A7\", \"data\": \"2a\"}"))))
        .contains("reads metadata that this message does not have: gws. It has: data, devEui, eui");
  }

  @Test
  void showsDownlinks() {
    String script =
        "return [{contentType: 'BINARY', data: btoa('\\x01hi'), metadata: {topic: msgType}},"
            + " {contentType: 'TEXT', data: 'on=' + msg.on}];";
    assertThat(Trying.report(trying.downlink(script, "{\"on\": true}")))
        .contains(
            """
            travels    to the device, BINARY, 3 bytes
              hex      01 68 69
              metadata topic=ATTRIBUTES_UPDATED
            travels    to the device, TEXT, 7 bytes
              hex      6f 6e 3d 74 72 75 65
              text     'on=true'
            """);
  }

  @Test
  void obeysNoControlCharacters() {
    String script = "return {deviceName: 'a', telemetry: {t: payload.length}};";
    assertThat(Trying.report(trying.uplink("TBEL", script, Trying.text("\u001b[2Jx\n"))))
        .doesNotContain("\u001b")
        .contains("hex 1b 5b");
  }

  @Test
  void severalPayloadsShareOneReport() {
    String script =
        "return {deviceName: 'a', telemetry: {t: JSON.parse(decodeToString(payload))}};";
    Attempts attempts =
        trying.uplink(
            "TBEL", script, Trying.text("20"), Trying.text("20.5"), Trying.text("{\"a\":"));
    assertThat(attempts.failures()).isOne();
    assertThat(Trying.report(attempts))
        .contains("'t' travels as DOUBLE and, when it is whole, as LONG")
        .contains("3 payloads, 1 failed")
        .contains("time       first call ");
  }

  @Test
  void tellsWhichKeysDidNotChange() throws Exception {
    Path file = directory.resolve("converter.json");
    Files.writeString(
        file,
        """
        {"scriptLang": "TBEL", "updateOnlyKeys": ["model"], "tbelDecoder":
         "return {deviceName: 'a', telemetry: {model: 'm', t: payload[0]}};"}
        """);
    TriedConverter converter = ConverterFiles.read(file, Wish.NONE);
    Attempts several = trying.run(converter, Trying.text("1"), Trying.text("2"));
    assertThat(Trying.report(several))
        .containsOnlyOnce("model  STRING")
        .contains("Unchanged, so not sent (updateOnlyKeys): model.");
    JsonObject second =
        JsonReport.of(several).getAsJsonArray("conversions").get(1).getAsJsonObject();
    JsonObject item = second.getAsJsonArray("travels").get(0).getAsJsonObject();
    assertThat(item.getAsJsonArray("unchangedKeys").get(0).getAsString()).isEqualTo("model");
    assertThat(Trying.hints(trying.repeated(converter, Trying.text("1"))))
        .contains(
            "updateOnlyKeys: sent only when changed, so not with the same payload again: model");
  }

  @Test
  void nothingLeftIsAWarning() throws Exception {
    Path file = directory.resolve("converter.json");
    Files.writeString(
        file,
        """
        {"scriptLang": "TBEL", "updateOnlyKeys": ["t"],
         "tbelDecoder": "return {deviceName: 'a', telemetry: {t: 1}};"}
        """);
    TriedConverter converter = ConverterFiles.read(file, Wish.NONE);
    assertThat(Trying.warnings(trying.repeated(converter, Trying.text("1"))))
        .contains("update-only");
    assertThat(Trying.report(trying.run(converter, Trying.text("1"), Trying.text("1"))))
        .contains("Nothing is left for 'a'");
  }

  @Test
  void measuresTheSinglePayload() {
    TriedConverter converter =
        TriedConverter.of("d", false, new ScriptText("TBEL", "return [];"), "tests");
    Timing timing = trying.repeated(converter, Trying.text("1")).timing();
    assertThat(timing.later()).isPositive();
    assertThat(timing.text()).matches("first call .* ms with compiling; then .* \\(median of .*");
  }

  @Test
  void jsonHoldsTheSame() {
    JsonObject json = JsonReport.of(trying.uplink("TBEL", ALL_TYPES, Trying.text("1")));
    assertThat(
            JsonParser.parseString(
                """
                [{"kind": "DEVICE", "name": "a", "type": "sensor", "label": "L", "customer": "C",
                  "group": "G", "telemetry": [{"ts": 1700000000000, "values": {
                    "i": {"type": "LONG", "value": "5"}, "d": {"type": "DOUBLE", "value": "20.5"},
                    "b": {"type": "BOOLEAN", "value": "true"},
                    "s": {"type": "STRING", "value": "x"},
                    "j": {"type": "JSON", "value": "{\\"k\\":[1]}"}}}],
                  "attributes": {"model": {"type": "STRING", "value": "m"}}, "unchangedKeys": []}]
                """))
        .isEqualTo(json.getAsJsonArray("conversions").get(0).getAsJsonObject().get("travels"));
    JsonObject failed = JsonReport.of(trying.uplink("TBEL", "return a(;", Trying.text("1")));
    JsonObject error =
        failed.getAsJsonArray("conversions").get(0).getAsJsonObject().getAsJsonObject("error");
    assertThat(error.get("kind").getAsString()).isEqualTo("COMPILE");
    assertThat(error.get("line").getAsInt()).isOne();
  }
}
