package io.integrationhost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host as a process of its own, from start to stop, that logs for programs. */
final class JsonLogTest {

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
        host.getOutputStream().close();
        assertThat(host.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } finally {
        host.destroyForcibly();
      }
    }
    List<JsonObject> lines =
        Files.readAllLines(out, UTF_8).stream().map(JsonLogTest::object).toList();
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
        .filteredOn(line -> line.get("message").getAsString().startsWith("a plugin says"))
        .singleElement()
        .satisfies(
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
