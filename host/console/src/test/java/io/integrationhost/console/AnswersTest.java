package io.integrationhost.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The stand-in answers as the API's description says; else the console is tested against air. */
class AnswersTest {

  private static final Path DESCRIPTION =
      Path.of("../admin/src/main/resources/io/integrationhost/admin/api/openapi.yaml");

  private static void assertFits(String schema, String json) throws IOException {
    JsonNode document = new YAMLMapper().readTree(Files.readString(DESCRIPTION));
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("$ref", "#/components/schemas/" + schema);
    root.set("components", document.get("components"));
    List<String> faults =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(root.toString(), InputFormat.JSON)
            .validate(json, InputFormat.JSON)
            .stream()
            .map(Error::toString)
            .toList();
    assertThat(faults).as(schema).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Session, session",
    "Session, session-reader",
    "Host, host",
    "IntegrationPage, integrations",
    "Configuration, configuration-yard",
    "DeviceSessionPage, sessions-yard",
    "DeviceSessionPage, sessions-yard-page2",
    "DeviceSessionPage, sessions-none",
    "WireLog, wire-log",
    "WireLog, wire-log-running",
    "DownlinkPage, downlinks-yard",
    "Downlink, downlink-d1",
    "DeadLetterPage, letters-yard",
    "DeadLetter, letter-1",
    "DeadLetter, letter-3",
    "DeadLetter, letter-4",
    "Converters, converters-yard",
    "TrialReport, try",
    "TrialReport, try-running",
    "TrialReport, try-failed",
    "Plugins, plugins",
    "Settings, settings",
    "SettingsFindings, settings-check",
    "Loggers, loggers",
    "Logger, logger",
    "LogLines, log",
    "EventPage, events",
    "EventPage, events-page2",
    "TapFrame, tap-frame-1",
    "TapFrame, tap-frame-2",
    "TapFrame, tap-frame-3",
    "Replay, replay"
  })
  void anAnswerFitsItsSchema(String schema, String answer) throws IOException {
    assertFits(schema, Answers.json(answer));
  }

  @Test
  void whatIsMadeAsTimeGoesByFitsToo() throws IOException {
    try (StubHost host = new StubHost()) {
      assertFits("Snapshot", host.snapshot());
      assertFits(
          "History",
          host.answer("history", "resolution=second&values=spoolItems", false).orElseThrow());
      assertFits("Integration", host.answer("integrations/yard", "", false).orElseThrow());
    }
  }
}
