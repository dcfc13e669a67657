package io.integrationhost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A host as a process of its own, from start to stop, that is steered and logs for programs. */
final class HostProcessTest {

  private static final String SESSIONS = "io.integrationhost.runtime.wire.SessionLog";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory;

  @Test
  void everyLineOfAWholeRunIsAnObject() throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    try (TalkingHost around = new TalkingHost(directory, "")) {
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Dpolyglot.engine.WarnInterpreterOnly=false",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "run",
                  "--stop-with-input",
                  "--conf",
                  around.settings().toString())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("LOG_FORMAT", "json");
      Process host = builder.start();
      try {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(around.emulator().received()).isNotEmpty();
                  assertThat(Files.readString(out, UTF_8)).contains("is RUNNING", "is FAILED");
                });
        steer(around);
        host.getOutputStream().close();
        assertThat(host.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } finally {
        host.destroyForcibly();
      }
    }
    Said after = run(directory.resolve("host.conf"), "status");
    assertThat(after.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(after.text()).contains("no host runs with the data directory");
    List<JsonObject> lines =
        Files.readAllLines(out, UTF_8).stream().map(HostProcessTest::object).toList();
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line.keySet())
                    .contains("timestamp", "level", "threadName", "loggerName", "message"));
    assertThat(about(lines, "integration", "yard"))
        .extracting(line -> line.get("message").getAsString())
        .contains("integration 'yard' is RUNNING");
    assertThat(about(lines, "integration", "hall")).isNotEmpty();
    assertThat(lines)
        .filteredOn(line -> line.get("message").getAsString().contains("/yard/restart"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.getAsJsonObject("mdc").has("request")).isTrue());
    assertThat(about(lines, "session", "first \"session\""))
        .extracting(line -> line.get("message").getAsString())
        .anyMatch(message -> message.startsWith("opened from 192.0.2.7:1"));
    assertThat(lines)
        .filteredOn(line -> line.get("message").getAsString().startsWith("a plugin says"))
        .isNotEmpty()
        .allSatisfy(
            line -> {
              assertThat(line.get("message").getAsString())
                  .isEqualTo("a plugin says \"\u001b[31m\n\u0085{\u2028");
              assertThat(line.get("exception").getAsString())
                  .contains("IllegalStateException", "at io.integrationhost.cli.TalkingPlugin");
            });
    assertThat(Files.readString(out, UTF_8))
        .doesNotContain("\u001b", "\u0085", "\u2028")
        .doesNotContain(TalkingHost.SECRET);
  }

  /** The exit code of a command, and all that it printed. */
  private record Said(int code, String text) {}

  private static Said run(Path settings, String... line) {
    StringWriter out = new StringWriter();
    List<String> all = new ArrayList<>(List.of(line));
    all.addAll(List.of("--conf", settings.toString()));
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    int code = command.execute(all.toArray(String[]::new));
    return new Said(code, out.toString());
  }

  private static void does(TalkingHost around, String says, String... line) {
    Said said = run(around.settings(), line);
    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).contains(says);
  }

  /** Each command that asks a host, as somebody would who looks after it. */
  private static void steer(TalkingHost around) throws IOException {
    Said status = run(around.settings(), "status");
    assertThat(status.code()).as(status.text()).isEqualTo(ExitCode.FAILURE);
    assertThat(status.text()).containsPattern("hall +FAILED").containsPattern("yard +RUNNING");
    does(around, "has level DEBUG until", "log-level", SESSIONS, "DEBUG", "--for", "1m");
    does(around, SESSIONS, "log-level");
    does(around, "logs/wire/yard until", "wire-log", "yard", "--for", "1m");
    CompletableFuture<Said> tap =
        CompletableFuture.supplyAsync(
            () -> run(around.settings(), "tap", "yard", "--frames", "1", "--text"));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              does(around, "yard is", "restart", "yard");
              return tap.isDone();
            });
    assertThat(tap.join().code()).as(tap.join().text()).isZero();
    assertThat(tap.join().text()).contains("25,40\\r\\n");
    does(around, "RUNNING (paused: delivery)", "pause", "yard", "--delivery");
    does(around, "yard is RUNNING", "resume", "yard");
    does(around, "yard is RUNNING", "reconnect", "yard");
    does(around, "logs/wire/yard until", "wire-log", "yard");
    assertThat(around.data().resolve("logs/wire/yard/talking.log"))
        .content(UTF_8)
        .contains(" 7 \"25,40\\r\\n\"");
    does(around, "no wire log is written", "wire-log", "yard", "--end");
    does(around, "has level INFO", "log-level", SESSIONS, "back");
    does(around, "OUT/S", "top", "--count", "1");
    does(around, "192.0.2.7:1", "sessions", "yard");
    does(around, Files.readString(around.data().resolve("admin.token")).strip(), "token");
    Said unknown = run(around.settings(), "restart", "nobody");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.text()).contains("there are: hall, yard");
  }

  private static List<JsonObject> about(List<JsonObject> lines, String key, String name) {
    return lines.stream()
        .filter(
            line ->
                Stream.of(line)
                    .filter(each -> each.has("mdc"))
                    .map(each -> each.getAsJsonObject("mdc").get(key))
                    .anyMatch(value -> value != null && value.getAsString().equals(name)))
        .toList();
  }

  private static JsonObject object(String line) {
    JsonReader reader = new JsonReader(new StringReader(line));
    reader.setStrictness(Strictness.STRICT);
    return JsonParser.parseReader(reader).getAsJsonObject();
  }
}
