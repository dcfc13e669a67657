package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dev} refuses before anything runs. */
final class DevCommandTest {

  @TempDir private Path classes;

  private List<String> refused(String... options) {
    StringWriter err = new StringWriter();
    String[] all = new String[options.length + 3];
    System.arraycopy(new String[] {"dev", "--plugin", classes.toString()}, 0, all, 0, 3);
    System.arraycopy(options, 0, all, 3, options.length);
    assertThat(Main.commandLine().setErr(new PrintWriter(err)).execute(all))
        .isEqualTo(ExitCode.USAGE);
    return err.toString().lines().toList();
  }

  @Test
  void aConfigurationThatIsNoJsonObject() {
    for (String text : List.of("{host", "5555", "[1]", "{\"plugins\": 5}")) {
      assertThat(refused("--config", text)).first().asString().startsWith("--config: ");
    }
  }

  @Test
  void aFolderThatIsNotThere() {
    StringWriter err = new StringWriter();
    assertThat(
            Main.commandLine()
                .setErr(new PrintWriter(err))
                .execute("dev", "--plugin", "nowhere/classes"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("nowhere/classes does not exist");
  }

  @Test
  void aScriptThatIsNotThere() {
    assertThat(refused("--decoder", "nosuch.js"))
        .first()
        .asString()
        .startsWith("--decoder: nosuch.js cannot be read");
    assertThat(refused("--encoder", classes.toString()))
        .first()
        .asString()
        .startsWith("--encoder: " + classes + " cannot be read");
  }
}
