package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.host.deadletter.DeadLetter;
import io.integrationhost.host.deadletter.FiledLetter;
import io.integrationhost.host.deadletter.OriginalPayload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class DeadLettersCommandTest {

  @TempDir private Path data;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private List<FiledLetter> letters = List.of();

  @BeforeEach
  void fileThreeLetters() {
    Letters.file(
        data,
        Letters.refused("yard", 0),
        Letters.refused("hall", 1),
        DeadLetter.notConverted(
            "yard",
            Letters.TIME.plusSeconds(2),
            "script\u001b[31m failed",
            new OriginalPayload("25,40".getBytes(StandardCharsets.UTF_8), Map.of("ip", "::1"))));
    letters = Letters.all(data);
  }

  @Test
  void listsForPeople() throws IOException {
    damage(letters.get(1));

    assertThat(run("list")).isZero();
    assertThat(out.toString())
        .contains(id(0) + "  yard  device 'Sensor 0' of type 'thermometer'  refused by ThingsBoard")
        .contains(id(1) + "  hall  DAMAGED: file ")
        .contains(id(2) + "  yard  payload of 5 bytes  not converted: script\\u001b[31m failed")
        .contains("3 dead letter(s) in " + data);

    assertThat(run("list", "--integration", "hall")).isZero();
    assertThat(out.toString()).contains(id(1)).doesNotContain(id(0));

    assertThat(run("list", "--integration", "nobody")).isZero();
    assertThat(out.toString()).contains("no dead letters of integration 'nobody' in " + data);
  }

  @Test
  void listsForPrograms() throws IOException {
    damage(letters.get(1));

    assertThat(run("list", "--json")).isZero();
    JsonArray array = JsonParser.parseString(out.toString()).getAsJsonArray();
    assertThat(array).hasSize(3);
    JsonObject first = array.get(0).getAsJsonObject();
    assertThat(first.get("id").getAsString()).isEqualTo(id(0));
    assertThat(first.get("kind").getAsString()).isEqualTo("REFUSED_BY_SERVER");
    assertThat(first.getAsJsonObject("item").get("name").getAsString()).isEqualTo("Sensor 0");
    assertThat(array.get(1).getAsJsonObject().get("damaged").getAsString()).contains("damaged");

    assertThat(run("list", "--json", "--integration", "nobody")).isZero();
    assertThat(JsonParser.parseString(out.toString()).getAsJsonArray()).isEmpty();
  }

  @Test
  void showsEverythingOfALetter() {
    assertThat(run("show", id(0))).isZero();
    assertThat(out.toString())
        .contains("no such profile")
        .contains("telemetry  2026-01-31T23:59:59.123Z  t = 21.5")
        .contains("attribute  serial = 'SN-1'");

    assertThat(run("show", id(2))).isZero();
    assertThat(out.toString()).contains("5 bytes: '25,40'").contains("metadata  ip = ::1");

    assertThat(run("show", id(0), "--json")).isZero();
    JsonObject item =
        JsonParser.parseString(out.toString()).getAsJsonObject().getAsJsonObject("item");
    assertThat(item.getAsJsonObject("attributes").get("serial").getAsString()).isEqualTo("SN-1");
    assertThat(item.getAsJsonArray("telemetry")).hasSize(1);
    assertThat(item.get("fragment").getAsString()).isNotEmpty();
  }

  @Test
  void replaysWhatCanBeReplayed() throws IOException {
    damage(letters.get(1));

    assertThat(run("replay", "--all")).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).contains("1 dead letter will be delivered again");
    assertThat(out.toString()).contains(id(1) + " stays: file ").doesNotContain(id(2));
    assertThat(out.toString())
        .contains("1 dead letter left: payloads that no converter understood");
    assertThat(Letters.all(data))
        .extracting(FiledLetter::awaitsReplay)
        .containsExactly(true, false, false);

    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains(id(0) + "  yard  [awaits replay]");
    assertThat(run("replay", id(0))).isZero();
    assertThat(out.toString()).contains("0 dead letters");
    assertThat(run("replay", id(2))).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).contains(id(2) + " stays: it holds what a device sent");
  }

  @Test
  void replaysSomeByIdAndIntegration() {
    assertThat(run("replay", id(1), "--integration", "yard")).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString())
        .contains("there is no dead letter " + id(1) + " of integration 'yard' in " + data);
    assertThat(run("replay", id(0), id(1))).isZero();
    assertThat(Letters.all(data))
        .extracting(FiledLetter::awaitsReplay)
        .containsExactly(true, true, false);
  }

  @Test
  void purges() {
    Letters.file(
        data, DeadLetter.refused("yard", Instant.now(), "just now", Letters.item("Sensor")));

    assertThat(run("purge", id(1))).isZero();
    assertThat(Letters.all(data)).hasSize(3);
    assertThat(run("purge", "--older-than", "1h")).isZero();
    assertThat(Letters.all(data)).hasSizeBetween(1, 3);
    assertThat(run("purge", "--all")).isZero();
    assertThat(Letters.all(data)).isEmpty();
    assertThat(run("purge", id(1))).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void badUsageIsExplained() {
    assertThat(run("replay")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("say which letters: --all, or one or more IDs");
    assertThat(run("replay", "--all", id(0))).isEqualTo(ExitCode.USAGE);
    assertThat(run("purge")).isEqualTo(ExitCode.USAGE);
    assertThat(run("purge", "--all", "--older-than", "1d")).isEqualTo(ExitCode.USAGE);
    for (String age : List.of("7", "soon", "-1d")) {
      assertThat(run("purge", "--older-than=" + age)).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString()).contains("must be a number with a unit");
    }
    assertThat(run("show", "../../secret")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'../../secret' is no id of a dead letter");
    assertThat(run("show", "20200131T235959123Z-000002")).isEqualTo(ExitCode.FAILURE);
    assertThat(Letters.all(data)).isEqualTo(letters);
    assertThat(execute("dead-letters")).isEqualTo(ExitCode.USAGE);
    assertThat(execute("dead-letters", "list", "--data", data.resolve("none").toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no directory");
  }

  @Test
  void findsTheDataDirectoryInTheSettings() throws IOException {
    Path settings = data.resolve("site.conf");
    Files.writeString(
        settings, "data-directory = \"" + data.toString().replace("\\", "\\\\") + "\"\n");

    assertThat(execute("dead-letters", "list", "--conf", settings.toString())).isZero();
    assertThat(out.toString()).contains("3 dead letter(s) in " + data);

    Files.writeString(settings, "data-directory = \"there is none\"");
    assertThat(execute("dead-letters", "list", "--conf", settings.toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("There is no data directory", "--data DIR");
  }

  private String id(int index) {
    return letters.get(index).id().text();
  }

  private void damage(FiledLetter letter) throws IOException {
    Files.writeString(
        data.resolve("dead-letters")
            .resolve(letter.integration())
            .resolve(letter.id().text() + ".json"),
        "damaged");
  }

  private int run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of("dead-letters", command));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--data", data.toString()));
    return execute(arguments.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
