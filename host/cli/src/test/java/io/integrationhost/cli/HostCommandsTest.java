package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands that ask a running host, against one that answers as the API is described. */
final class HostCommandsTest {

  private static final String YARD = "/api/v1/integrations/yard";

  @TempDir private Path home;
  private Path data;
  private Path settings;
  private StubHost host;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    data = home.resolve("data");
    settings = home.resolve("host.conf");
    // What a shell without the host's variables knows of them.
    Files.writeString(
        settings,
        "data-directory = \"%s\"%nintegrations.yard { routing-key = ${NO_KEY}, secret = ${NO} }"
            .formatted(data));
    host = new StubHost().runsIn(data);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private int run(String... line) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(line));
    all.addAll(List.of("--conf", settings.toString()));
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(String[]::new));
  }

  private JsonObject line(int index) {
    return JsonParser.parseString(out.toString().lines().toList().get(index)).getAsJsonObject();
  }

  @Test
  void statusShowsEveryIntegrationWithItsRates() {
    host.streams(
        "GET /api/v1/live",
        StubHost.snapshot(0, 100, 50, "RUNNING"),
        "event {\"id\": 1}",
        StubHost.snapshot(2, 120, 51, "RUNNING"));
    assertThat(run("status")).as(err.toString()).isZero();
    assertThat(out.toString().lines().map(text -> text.replaceAll(" +", " ")))
        .containsExactly(
            "NAME STATE SINCE IN/S OUT/S BACKLOG OLDEST LETTERS REASON",
            "hall DISABLED 2d0h - - 7 - - disabled in ThingsBoard",
            "yard RUNNING (paused: delivery) 1h0m 10.0 0.5 1.5k 1m1s 3");
    assertThat(run("status", "--json")).isZero();
    assertThat(line(1).get("name").getAsString()).isEqualTo("yard");
    assertThat(line(1).get("inPerSecond").getAsDouble()).isEqualTo(10);
    assertThat(line(0).has("inPerSecond")).isFalse();
  }

  @Test
  void statusFailsWhenAnIntegrationIsNotWell() {
    host.streams("GET /api/v1/live", StubHost.snapshot(0, 1, 1, "DEGRADED"));
    assertThat(run("status")).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).contains("DEGRADED");
  }

  @Test
  void statusNeedsNoStreamWhenAllAreTaken() {
    host.refuses("GET /api/v1/live", 429, "too-many", "16 streams are open")
        .answers(
            "GET /api/v1/integrations",
            200,
            "{\"items\": [{\"name\": \"yard\", \"state\": \"RUNNING\", \"reason\": \"\"}]}");
    assertThat(run("status")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("yard", "RUNNING");
  }

  @Test
  void sessionsShowsWhichDevicesAreConnected() {
    host.answers(
            "GET /api/v1/integrations",
            200,
            "{\"items\": [{\"name\": \"hall\"}, {\"name\": \"yard\"}]}")
        .answers("GET /api/v1/integrations/hall/sessions", 200, "{\"items\": [], \"open\": 0}")
        .answers(
            "GET " + YARD + "/sessions",
            200,
            "{\"items\": [{\"session\": \"tcp 1\", \"transport\": \"tcp\", \"remoteAddress\":"
                + " \"10.1.7.2:40001\", \"device\": \"Device\\u001b[2J B\", \"since\":"
                + " \"2020-01-01T00:00:00Z\", \"receivedBytes\": 2048, \"sentBytes\": 9,"
                + " \"faults\": 1, \"paused\": true}, {\"session\": \"tcp 2\", \"transport\":"
                + " \"tcp\", \"remoteAddress\": \"10.1.7.3:1\", \"since\": \"2020-01-01T00:00:00Z\","
                + " \"receivedBytes\": 0, \"sentBytes\": 0, \"faults\": 0, \"paused\": false}],"
                + " \"open\": 312, \"next\": \"x\"}");
    assertThat(run("sessions")).as(err.toString()).isZero();
    assertThat(out.toString().lines().map(text -> text.replaceAll(" +", " ")))
        .satisfiesExactly(
            head -> assertThat(head).startsWith("INTEGRATION TRANSPORT DEVICE ADDRESS SINCE LAST"),
            first ->
                assertThat(first)
                    .startsWith("yard tcp Device")
                    .contains(" B 10.1.7.2:40001 ", "d", " - 2.0 KiB 9 B 1 not read now")
                    .doesNotContain("\u001b"),
            second -> assertThat(second).startsWith("yard tcp - 10.1.7.3:1 "),
            rest -> assertThat(rest).contains("'yard' has 312 open sessions", "--search"));
    assertThat(run("sessions", "yard", "--json", "--limit", "2", "--search", "Device B")).isZero();
    assertThat(line(0).get("integration").getAsString()).isEqualTo("yard");
    assertThat(line(1).get("session").getAsString()).isEqualTo("tcp 2");
    assertThat(run("sessions", "hall")).isZero();
    assertThat(out.toString()).contains("no device is connected");
    assertThat(run("sessions", "--limit", "501")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--limit must be 1 to 500, is 501");
  }

  @Test
  void whoeverDoesNotAnswerIsNamedWithTheCure() throws IOException {
    int free;
    try (ServerSocket taken = new ServerSocket(0)) {
      free = taken.getLocalPort();
    }
    Files.writeString(data.resolve("admin.port"), "" + free);
    assertThat(run("status")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString())
        .contains("no host answers at http://127.0.0.1:", "refused")
        .contains("as the file " + data.resolve("admin.port") + " says")
        .contains("integration-host run", "--url");
    Files.delete(data.resolve("admin.port"));
    Files.writeString(settings, "%nadmin.port = %d%n".formatted(free), StandardOpenOption.APPEND);
    assertThat(run("status", "--json")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString())
        .contains("http://127.0.0.1:" + free)
        .contains("as admin.address and admin.port say; there is no file");
    Files.delete(data.resolve("admin.token"));
    assertThat(run("pause", "yard")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no token file " + data.resolve("admin.token"));
  }

  @Test
  void whatIsNoHostIsSaidToBeNone() {
    host.answers("GET /api/v1/live", 200, "<html>");
    assertThat(run("log-level")).isEqualTo(ExitCode.USAGE);
    host.answers("GET /api/v1/loggers", 200, "<html>");
    assertThat(run("log-level")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("does not answer as a host does");
  }

  @Test
  void aTokenOfThisMachineIsNeverSentToAnother() {
    assertThat(run("status", "--url", "https://host.example.org:8085")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--token-file");
    assertThat(run("status", "--url", "host:8085")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--url must be like https://");
  }

  @Test
  void aTokenThatTheHostDoesNotKnowIsTold() throws IOException {
    Path other = Files.writeString(home.resolve("other"), "another-token-of-somebody");
    String url = "http://127.0.0.1:" + host.port();
    assertThat(run("status", "--url", url, "--token-file", other.toString()))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("the token is not known").doesNotContain("another-token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pause yard|/pause?wait=10s|{"what":"both"}
          pause yard --intake|/pause?wait=10s|{"what":"intake"}
          pause --delivery yard --wait 0|/pause?wait=0s|{"what":"delivery"}
          resume yard --intake --delivery|/resume?wait=10s|{"what":"both"}
          restart yard --wait 60|/restart?wait=60s|''
          reconnect yard|/reconnect?wait=10s|''
          """)
  void steersAnIntegration(String line, String path, String body) {
    String action = path.substring(0, path.indexOf('?'));
    host.answers(
        "POST " + YARD + action,
        202,
        "{\"name\": \"yard\", \"state\": \"RUNNING\", \"reason\": \"\","
            + " \"paused\": {\"intake\": true, \"delivery\": false}}");
    assertThat(run(line.split(" "))).as(err.toString()).isZero();
    assertThat(out.toString().strip()).isEqualTo("yard is RUNNING (paused: intake)");
    assertThat(host.asked())
        .containsExactly(new StubHost.Asked("POST " + YARD + path, body, "application/json"));
  }

  @Test
  void whatTheHostRefusesIsToldWithItsReasons() {
    host.refuses("POST " + YARD + "/restart", 409, "not-now", "a configuration is being applied");
    assertThat(run("restart", "yard")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString())
        .contains("a configuration is being applied", "  /for: must be a time");
    host.refuses("POST " + YARD + "/restart", 500, "internal", "a fault of the host");
    assertThat(run("restart", "yard")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("the host's log has it under r-17");
    assertThat(run("restart", "a/b c")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("nothing at /api/v1/integrations/a%2Fb%20c/restart");
    assertThat(run("restart", "yard", "--wait", "61")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void setsAndListsLevels() {
    host.answers(
            "PUT /api/v1/loggers/io.x",
            200,
            "{\"name\": \"io.x\", \"level\": \"DEBUG\", \"until\": \"2026-11-30T12:15:00Z\"}")
        .answers(
            "GET /api/v1/loggers",
            200,
            "{\"loggers\": [{\"name\": \"ROOT\", \"level\": \"INFO\"}, {\"name\": \"io.x\","
                + " \"level\": \"DEBUG\", \"until\": \"2026-11-30T12:15:00Z\"}]}");
    assertThat(run("log-level", "io.x", "debug", "--for", "1h")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("io.x has level DEBUG until 2026-11-30T12:15:00Z");
    assertThat(host.asked().get(0).body()).isEqualTo("{\"level\":\"DEBUG\",\"for\":\"1h\"}");
    assertThat(run("log-level", "io.x", "back")).isZero();
    assertThat(host.asked().get(1).body()).isEqualTo("{\"level\":null}");
    assertThat(run("log-level")).isZero();
    assertThat(out.toString()).contains("io.x    DEBUG").doesNotContain("ROOT");
    assertThat(run("log-level", "--json")).isZero();
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(run("log-level", "io.x", "loud")).isEqualTo(ExitCode.USAGE);
    assertThat(run("log-level", "io.x")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void beginsShowsAndEndsAWireLog() {
    String running =
        "{\"running\": true, \"until\": \"2026-11-30T12:15:00Z\", \"directory\": \"/d/logs\","
            + " \"droppedLines\": 3}";
    host.answers("POST " + YARD + "/wire-log", 202, running)
        .answers("GET " + YARD + "/wire-log", 200, running)
        .answers("DELETE " + YARD + "/wire-log", 202, "{\"running\": false}");
    assertThat(run("wire-log", "yard", "--for", "15m", "--device", "a b", "--hex"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("/d/logs until 2026-11-30T12:15:00Z; 3 lines were left out");
    assertThat(host.asked().get(0).body())
        .isEqualTo("{\"for\":\"15m\",\"hex\":true,\"device\":\"a b\"}");
    assertThat(run("wire-log", "yard")).isZero();
    assertThat(out.toString()).contains("/d/logs");
    assertThat(run("wire-log", "yard", "--end")).isZero();
    assertThat(out.toString()).contains("no wire log is written");
    assertThat(run("wire-log", "yard", "--device", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(run("wire-log", "yard", "--end", "--for", "1m")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void printsTheTokenOfThisMachine() {
    assertThat(run("token")).isZero();
    assertThat(out.toString().strip()).isEqualTo(StubHost.TOKEN);
    assertThat(run("token", "--json")).isZero();
    assertThat(line(0).get("file").getAsString()).isEqualTo(data.resolve("admin.token").toString());
  }

  @Test
  void topPrintsTablesWhereThereIsNoTerminal() {
    host.streams(
        "GET /api/v1/live",
        StubHost.snapshot(0, 100, 50, "RUNNING"),
        StubHost.snapshot(1, 110, 50, "RUNNING"),
        StubHost.snapshot(2, 130, 50, "RUNNING"));
    assertThat(run("top", "--count", "2")).as(err.toString()).isZero();
    assertThat(out.toString()).containsSubsequence("12:00:01Z", "10.0", "12:00:02Z", "20.0");
    assertThat(run("top", "--count", "1", "--interval", "2", "--json")).isZero();
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(line(1).get("inPerSecond").getAsDouble()).isEqualTo(15);
    assertThat(run("top", "--count", "3")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("the host has ended the stream");
    assertThat(run("top", "--interval", "0")).isEqualTo(ExitCode.USAGE);
  }

  private void tapped() {
    String payload = Base64.getEncoder().encodeToString("25,40".getBytes(StandardCharsets.UTF_8));
    host.streams(
        "GET " + YARD + "/tap",
        "started {\"ends\": \"2026-11-30T12:10:00Z\"}",
        """
        frame {"frame": 1, "time": "2026-11-30T12:00:00.123Z", "direction": "UPLINK",
          "transport": "tcp", "session": "s1", "remoteAddress": "10.0.0.5:1234",
          "device": "Sensor\\u001b 7",
          "published": {"kind": "PAYLOAD", "payload": {"base64": "%s", "length": 5}},
          "stored": {"items": 1}, "receipt": {"result": "STORED", "durationSeconds": 0.0021}}
        """
            .formatted(payload),
        "dropped {\"count\": 4}",
        """
        frame {"frame": 2, "time": "2026-11-30T12:00:01Z", "direction": "UPLINK",
          "transport": "tcp", "raw": {"base64": "AAE=", "length": 2},
          "conversion": {"converter": "c", "error": {"kind": "SCRIPT", "reason": "x", "line": 3}},
          "receipt": {"result": "CONVERTER", "reason": "x is not defined"}}
        """,
        "answer {\"frame\": 1, \"result\": \"ACCEPTED\", \"durationSeconds\": 0.25}",
        "later {\"x\": 1}",
        "ended {\"reason\": \"TIME\"}");
  }

  @Test
  void tapShowsALineForEachMessageAndNoticesApart() {
    tapped();
    assertThat(run("tap", "yard", "--device", "a b", "--failures", "--find-hex", "00 01"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "2026-11-30T12:00:00.123Z < tcp 10.0.0.5:1234 'Sensor\\u001b 7' '25,40' -> STORED 1"
                + " item(s) in 2.1ms #1",
            "2026-11-30T12:00:01Z < tcp hex 0001 -> CONVERTER: x is not defined (line 3) #2",
            "  #1: ThingsBoard took it after 0.3s");
    assertThat(err.toString())
        .contains("until 2026-11-30T12:10:00Z", "4 more were not shown", "ended (TIME), 2 shown");
    assertThat(host.asked().get(0).what())
        .isEqualTo("GET " + YARD + "/tap?device=a%20b&failures=true&hex=0001&limit=100&for=10m");
  }

  @Test
  void tapFeedsOtherCommands() {
    tapped();
    assertThat(run("tap", "yard", "--hex")).isZero();
    assertThat(out.toString().lines()).containsExactly("32352c3430", "0001");
    assertThat(run("tap", "yard", "--text", "--frames", "1")).isZero();
    assertThat(out.toString().lines()).containsExactly("25,40");
    assertThat(run("tap", "yard", "--json", "--direction", "up")).isZero();
    assertThat(out.toString().lines()).hasSize(3);
    assertThat(line(2).get("event").getAsString()).isEqualTo("answer");
    assertThat(run("tap", "yard", "--json", "--hex")).isEqualTo(ExitCode.USAGE);
    assertThat(run("tap", "yard", "--direction", "sideways")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aTapThatBreaksOffIsAFailure() {
    host.streams("GET " + YARD + "/tap", "started {\"ends\": \"2026-11-30T12:10:00Z\"}");
    assertThat(run("tap", "yard")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("the host ended it");
  }
}
