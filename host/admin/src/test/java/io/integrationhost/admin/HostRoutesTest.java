package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the host itself, beside its integrations. */
final class HostRoutesTest {

  private static final String YARD = "/api/v1/integrations/yard";

  private SteeredHost host;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    host = new SteeredHost(directory, "", "yard");
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void refusedAndChangedSettingsAreToldOf() throws Exception {
    host.settings("stop-deadline = nonsense");
    await()
        .atMost(SteeredHost.PATIENCE)
        .until(
            () ->
                !host.ok(host.asked("GET", "/api/v1/settings"), 200, "Settings")
                    .getAsJsonArray("problems")
                    .isEmpty());
    assertThat(host.request("GET", "/health/ready").send().text()).contains("\"DEGRADED\"");
    host.settings("stop-deadline = 21s");
    await()
        .atMost(SteeredHost.PATIENCE)
        .until(
            () ->
                host.ok(host.asked("GET", "/api/v1/settings"), 200, "Settings")
                    .getAsJsonArray("later")
                    .toString()
                    .contains("stop-deadline"));
    await()
        .atMost(SteeredHost.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        host.ok(host.asked("GET", "/api/v1/events?kind=SETTINGS"), 200, "EventPage")
                            .getAsJsonArray("items"))
                    .hasSize(2));
  }

  @Test
  void levelsOfLoggersGoBack() {
    String logger = "/api/v1/loggers/io.integrationhost.some";
    JsonObject changed =
        host.ok(
            host.asked("PUT", logger).json("{\"level\": \"DEBUG\", \"for\": \"1s\"}"),
            200,
            "Logger");
    assertThat(changed.get("level").getAsString()).isEqualTo("DEBUG");
    assertThat(changed.has("until")).isTrue();
    await()
        .atMost(SteeredHost.PATIENCE)
        .until(() -> host.log.ownLevel("io.integrationhost.some").isEmpty());
    host.ok(host.asked("PUT", logger).json("{\"level\": \"TRACE\"}"), 200, "Logger");
    JsonObject back = host.ok(host.asked("PUT", logger).json("{\"level\": null}"), 200, "Logger");
    assertThat(back.get("level").getAsString()).isEqualTo("INFO");
    assertThat(host.asked("PUT", logger).json("{\"level\": \"LOUD\"}").send().status())
        .isEqualTo(400);
  }

  @Test
  void onlyTheHostsOwnLoggersAreChanged() {
    for (String name : List.of("ROOT", "org.eclipse.jetty", "io.grpc", "io.integrationhosts")) {
      RawHttp.Reply refused =
          host.asked("PUT", "/api/v1/loggers/" + name).json("{\"level\": \"TRACE\"}").send();
      assertThat(refused.status()).as(name).isEqualTo(400);
      assertThat(refused.text()).contains(name, "io.integrationhost", "logback.xml");
    }
    assertThat(host.log.loggers()).containsExactly("ROOT");
  }

  @Test
  void namesThatNobodyKnowsAreTakenToABound() {
    String unknown = "/api/v1/loggers/io.integrationhost.unknown";
    for (int i = 0; i < 50; i++) {
      host.ok(host.asked("PUT", unknown + i).json("{\"level\": \"DEBUG\"}"), 200, "Logger");
      host.ok(host.asked("PUT", unknown + i).json("{\"level\": null}"), 200, "Logger");
    }
    RawHttp.Reply refused = host.asked("PUT", unknown).json("{\"level\": \"DEBUG\"}").send();
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text()).contains("io.integrationhost.unknown", "/api/v1/loggers");
    host.ok(host.asked("PUT", unknown + 7).json("{\"level\": \"DEBUG\"}"), 200, "Logger");
  }

  @Test
  void diagnosticsHoldWhatIsNeeded() throws Exception {
    host.log.write(io.integrationhost.admin.api.LogPort.Level.WARN, "something happened");
    RawHttp.Reply reply = host.asked("GET", "/api/v1/diagnostics").send();
    assertThat(reply.status()).isEqualTo(200);
    Map<String, String> files = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(reply.bytes()))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        files.put(each.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(files)
        .containsOnlyKeys(
            "host.json",
            "settings.json",
            "integrations.json",
            "events.json",
            "metrics.txt",
            "threads.txt",
            "log.txt");
    assertThat(files.get("log.txt")).contains("something happened");
    assertThat(files.get("threads.txt")).contains("\"control-1\"");
  }

  @Test
  void convertersAreShownAndTried() {
    JsonObject converters = host.ok(host.asked("GET", YARD + "/converters"), 200, "Converters");
    JsonObject up = converters.getAsJsonArray("converters").get(0).getAsJsonObject();
    assertThat(up.get("script").getAsString()).isEqualTo(SteeredHost.SCRIPT);
    assertThat(up.get("language").getAsString()).isEqualTo("JS");
    JsonObject report =
        host.ok(
            host.asked("POST", "/api/v1/converters/try")
                .json("{\"integration\": \"yard\", \"payload\": {\"text\": \"{}\"}}"),
            200,
            "TrialReport");
    assertThat(report.get("converter").getAsString()).isEqualTo("yard");
    assertThat(
            host.asked("POST", "/api/v1/converters/try")
                .json("{\"payload\": {\"text\": \"{}\"}}")
                .send()
                .status())
        .isEqualTo(400);
  }

  @Test
  void aTextOfSettingsIsChecked() {
    JsonObject findings =
        host.ok(
            host.asked("POST", "/api/v1/settings/check")
                .json("{\"text\": \"spol { }\\ninclude \\\"/etc/passwd\\\"\"}"),
            200,
            "SettingsFindings");
    assertThat(findings.get("usable").getAsBoolean()).isFalse();
    assertThat(findings.toString()).contains("/etc/passwd").doesNotContain("root:");
    for (String text : List.of("../../x", "a..b = 1", ".a = 1", "x = ${a..b}", "include x")) {
      JsonObject bad =
          host.ok(
              host.asked("POST", "/api/v1/settings/check").json("{\"text\": \"" + text + "\"}"),
              200,
              "SettingsFindings");
      assertThat(bad.get("usable").getAsBoolean()).as(text).isFalse();
      assertThat(bad.toString()).as(text).contains("settings: 1");
    }
  }

  @Test
  void aStoppingHostIsNotReady() {
    host.admin().stopping();
    RawHttp.Reply ready = host.request("GET", "/health/ready").send();
    assertThat(ready.status()).isEqualTo(503);
    assertThat(host.request("GET", "/health/live").send().status()).isEqualTo(200);
  }
}
