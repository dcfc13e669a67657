package io.integrationhost.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.convert.cases.CaseFolders;
import io.integrationhost.convert.cases.CaseResult;
import io.integrationhost.convert.cases.CaseRun;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Converters of public files that surprised; a README lies beside the vectors. */
final class FieldVectorsTest {
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

  private static Stream<Arguments> read(String file) throws IOException {
    try (Reader reader =
        new InputStreamReader(
            FieldVectorsTest.class.getResourceAsStream("/vectors/field/" + file),
            StandardCharsets.UTF_8)) {
      List<JsonObject> vectors =
          StreamSupport.stream(JsonParser.parseReader(reader).getAsJsonArray().spliterator(), false)
              .map(JsonElement::getAsJsonObject)
              .toList();
      return vectors.stream().map(vector -> Arguments.of(vector.get("name").getAsString(), vector));
    }
  }

  static Stream<Arguments> nameLength() throws IOException {
    return read("name-length.json");
  }

  static Stream<Arguments> catalogueCases() throws IOException {
    return read("catalogue-cases.json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void nameLength(String name, JsonObject vector) {
    JsonObject input = vector.getAsJsonObject("input");
    Attempts attempts =
        trying.uplink(
            "JS",
            input.get("script").getAsString(),
            Trying.text(input.get("payload").getAsString()));
    assertThat(Trying.warnings(attempts)).as(name).contains("too-long");
    assertThat(Trying.report(attempts)).contains("longer than 255");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void catalogueCases(String name, JsonObject vector) throws IOException {
    Path folder = root.resolve(vector.getAsJsonObject("configuration").get("folder").getAsString());
    Files.createDirectories(folder);
    JsonObject files = vector.getAsJsonObject("input").getAsJsonObject("files");
    for (Map.Entry<String, JsonElement> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue().toString());
    }
    List<CaseResult> results = run();
    JsonObject expect = vector.getAsJsonObject("expect");
    if (expect.has("either")) {
      // Of the two we chose the failure: a case that passes though nothing would arrive is a trap.
      assertThat(results).hasSize(1);
      assertThat(results.get(0).passed()).isFalse();
      assertThat(results.get(0).details().get(0))
          .startsWith("the result is as expected, but it cannot travel: The key 'ts'");
      return;
    }
    assertThat(results).as(results.toString()).hasSize(expect.get("cases").getAsInt());
    assertThat(results.stream().filter(result -> !result.passed()).count())
        .as(results.toString())
        .isEqualTo(expect.get("failed").getAsInt());
  }

  private List<CaseResult> run() {
    CaseRun run = new CaseRun(trying.engine(), trying.limits(), false);
    return CaseFolders.find(root).stream().flatMap(folder -> run.of(folder).stream()).toList();
  }

  @Test
  void eachNumberedCaseHasItsOwnMetadata() throws IOException {
    write("decoder.js", "return {deviceName: metadata.site, telemetry: {t: payload.length}};");
    write("metadata.json", "{\"site\": \"North\"}");
    write("payload.txt", "1");
    write("result.json", "{\"deviceName\": \"North\", \"telemetry\": {\"t\": 1}}");
    write("payload_01.hex", "0102");
    write("metadata_01.json", "{\"site\": \"South\"}");
    write("expected_01.json", "{\"deviceName\": \"South\", \"telemetry\": {\"t\": 2}}");
    write("payload_02.txt", "123");
    write("result_02.json", "{\"deviceName\": \"North\", \"telemetry\": {\"t\": 4}}");
    assertThat(run()).extracting(CaseResult::name).containsExactly("", "01", "02");
    assertThat(run()).extracting(CaseResult::passed).containsExactly(true, true, false);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(root.resolve(name), text);
  }

  @Test
  void aDedicatedResultMayStillBeWhatTheScriptReturns() throws IOException {
    write(
        "converter.json",
        """
        {"integrationType": "LORIOT", "converterVersion": 2, "configuration": {
         "scriptLang": "TBEL", "name": "Meter $eui", "type": "DEVICE", "attributes": ["eui"],
         "tbelDecoder": "return [{telemetry: [{ts: 5, values: {a: 1}}, {a: 2}]}];"}}
        """);
    write("payload.json", "{\"cmd\": \"rx\", \"EUI\": \"A7\", \"data\": \"2a\"}");
    write("result.json", "[{\"telemetry\": [{\"ts\": 5, \"values\": {\"a\": 1}}, {\"a\": 2}]}]");
    assertThat(run()).extracting(CaseResult::passed).containsExactly(true);
    write(
        "result.json",
        """
        [{"entityType": "DEVICE", "name": "Meter A7", "profile": "default",
          "telemetry": [{"ts": 5, "values": {"a": 1}}, {"a": 2}], "attributes": {"eui": "A7"}}]
        """);
    assertThat(run()).extracting(CaseResult::passed).containsExactly(true);
    write("result.json", "[{\"entityType\": \"ASSET\", \"name\": \"Meter A7\"}]");
    assertThat(run()).extracting(CaseResult::passed).containsExactly(false);
  }
}
