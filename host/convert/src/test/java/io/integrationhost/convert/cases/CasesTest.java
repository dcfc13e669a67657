package io.integrationhost.convert.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.convert.Trying;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CasesTest {

  private static final String DECODER =
      "return {deviceName: metadata.site, telemetry: {t: parseDouble(decodeToString(payload))}};";

  private static Trying trying;

  @TempDir private Path root;

  @BeforeAll
  static void start() {
    trying = new Trying();
  }

  @AfterAll
  static void stop() {
    trying.close();
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<CaseResult> run(boolean update) {
    CaseRun run = new CaseRun(trying.engine(), trying.limits(), update);
    return CaseFolders.find(root).stream().flatMap(folder -> run.of(folder).stream()).toList();
  }

  private List<String> lines() {
    return run(false).stream().flatMap(result -> result.lines().stream()).toList();
  }

  @Test
  void comparesWithWhatIsExpected() throws IOException {
    write("a/decoder.tbel", DECODER);
    write("a/metadata.json", "{\"site\": \"North\"}");
    write("a/cases/good/payload.txt", "20.5\n");
    write(
        "a/cases/good/expected.json",
        "{\"result\": {\"telemetry\": {\"t\": 20.5}, \"deviceName\": \"North\"}}");
    write("a/cases/hex/payload.hex", "32 30");
    write("a/cases/hex/metadata.json", "{\"site\": \"South\"}");
    write(
        "a/cases/hex/expected.json",
        "{\"deviceName\": \"North\", \"telemetry\": {\"t\": 20, \"u\": 1}, \"x\": 1}");
    write("a/cases/wrong/payload.base64", "eA==");
    write("a/cases/wrong/expected.json", "{\"error\": \"is not numeric\"}");
    assertThat(lines())
        .containsExactly(
            "ok    a/decoder.tbel  good",
            "FAIL  a/decoder.tbel  hex",
            "      deviceName: expected \"North\", got \"South\"",
            "      telemetry.t: expected 20 (LONG), got 20.0 (DOUBLE)",
            "      telemetry.u: missing, expected 1 (LONG)",
            "      x: missing, expected 1 (LONG)",
            "ok    a/decoder.tbel  wrong");
    assertThat(CaseResult.summary(run(false))).isEqualTo("3 cases, 1 failed");
    assertThat(CaseResult.json(run(false)).get(1).getAsJsonObject().get("passed").getAsBoolean())
        .isFalse();
  }

  @Test
  void namesTheCauseOfAFailure() throws IOException {
    write("decoder.js", "var x = decodeToString(payload);\nreturn x;");
    write("cases/one/payload.bin", "1");
    write("cases/one/expected.json", "{\"result\": {}}");
    assertThat(String.join("\n", lines()))
        .contains("failed: ReferenceError: decodeToString is not defined", "          |         ^")
        .contains("exists in TBEL only");
  }

  @Test
  void aMissingReturnIsNamedToo() throws IOException {
    write("decoder.js", "var x = {deviceName: 'a'};");
    write("cases/one/payload.txt", "1");
    write("cases/one/expected.json", "{\"result\": {\"deviceName\": \"a\"}}");
    assertThat(String.join("\n", lines()))
        .contains("result: expected {\"deviceName\":\"a\"}, got null")
        .contains("There is no 'return'");
  }

  @Test
  void writesWhatIsMissingOrAccepted() throws IOException {
    write("decoder.js", "return {deviceName: 'a', telemetry: {ts: Date.now(), values: {t: 1.0}}};");
    write("decoder.tbel", "return {deviceName: 'a', telemetry: {ts: 5, values: {t: 1.0}}};");
    write("cases/one/payload.txt", "1");
    assertThat(lines().get(1)).contains("--update writes what comes out now");
    assertThat(run(true)).allMatch(CaseResult::written);
    assertThat(root.resolve("cases/one/expected.json")).content().contains("\"ts\": \"now\"");
    assertThat(root.resolve("cases/one/expected-tbel.json")).content().contains("\"t\": 1.0");
    assertThat(run(false)).allMatch(CaseResult::passed).noneMatch(CaseResult::written);
    write("decoder.tbel", "return 1 +;");
    assertThat(run(false)).anyMatch(result -> !result.passed());
    run(true);
    assertThat(root.resolve("cases/one/expected-tbel.json")).content().contains("\"error\"");
    assertThat(run(false)).allMatch(CaseResult::passed);
  }

  @Test
  void readsTheCatalogue() throws IOException {
    String place = "acme/thermo/chirpstack/";
    write(
        place + "uplink/converter.json",
        """
        {"name": "Acme", "type": "UPLINK", "configuration": {"scriptLang": "TBEL",
         "tbelDecoder": "return {deviceName: metadata.eui, telemetry: {t: 20.0}};"}}
        """);
    write(place + "uplink/payload.json", "{\"data\": \"AQ==\"}\n");
    write(place + "uplink/metadata.json", "{\"eui\": \"e1\"}");
    write(place + "uplink/result.json", "{\"deviceName\": \"e1\", \"telemetry\": {\"t\": 20}}");
    write(place + "downlink/converter.json", "{\"configuration\": {\"updateOnlyKeys\": []}}");
    write(place + "downlink/encoder.js", "return {contentType: 'TEXT', data: 'x' + msg.a};");
    write(place + "downlink/payload.json", "{\"a\": 1}");
    write(place + "downlink/result.json", "{\"contentType\": \"TEXT\", \"data\": \"x1\"}");
    write("acme/info.json", "{\"url\": \"u\"}");
    assertThat(lines())
        .containsExactly(
            "ok    acme/thermo/chirpstack/downlink/encoder.js",
            "ok    acme/thermo/chirpstack/uplink/converter.json");
    assertThat(CaseFolders.find(root).get(1).converters().get(0).definition().integrationType())
        .contains("CHIRPSTACK");
  }

  @Test
  void saysWhatAFolderLacks() throws IOException {
    assertThatThrownBy(() -> run(false)).hasMessageContaining("there is no converter in");
    write("a/decoder.tbel", DECODER);
    assertThatThrownBy(() -> run(false)).hasMessageContaining("there are no cases in");
    write("b/decoder.tbel", "return [];");
    Path payload = write("b/cases/one/payload.txt", "1");
    write("b/cases/one/expected.json", "[]");
    assertThat(lines())
        .containsExactly(
            "ok    a/decoder.tbel",
            "      has no cases, so it is not tested",
            "ok    b/decoder.tbel  one");
    write("b/cases/one/payload.hex", "01");
    assertThatThrownBy(() -> run(false)).hasMessageContaining("there are several payloads");
    Files.delete(payload);
    write("b/cases/one/expected.json", "{");
    assertThatThrownBy(() -> run(false)).hasMessageContaining("expected.json: is no JSON");
  }
}
