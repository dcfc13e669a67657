package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of {@code check} and {@code plugins}: one stream, reasons once, exit codes. */
final class CheckCommandTest {

  @TempDir private Path directory;

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private Path conf;
  private Path jar;

  @BeforeEach
  void writeSettings() throws IOException {
    Path plugins = Files.createDirectories(directory.resolve("jars"));
    jar = Files.writeString(plugins.resolve("text.jar"), "text");
    try (ServerSocket nobody = new ServerSocket(0)) {
      conf =
          Files.writeString(
              directory.resolve("host.conf"),
              """
              thingsboard { host = "127.0.0.1", port = %d }
              integrations.yard { routing-key = k, secret = s-e-c-r-e-t }
              plugins.directory = "%s"
              data-directory = "%s"
              """
                  .formatted(nobody.getLocalPort(), plugins, directory.resolve("data")));
    }
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void aReportKeepsItsReasonsWhenItIsRedirected() {
    assertThat(run("check", "--conf", conf.toString())).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.startsWith("ok       data directory: "))
        .anyMatch(line -> line.startsWith("PROBLEM  plugin jar " + jar))
        .anyMatch(line -> line.startsWith("PROBLEM  integration yard: "))
        .last()
        .asString()
        .startsWith("3 problems, ");
    assertThat(out.toString()).doesNotContain("s-e-c-r-e-t");
  }

  @Test
  void programsReadTheLevel() {
    assertThat(run("check", "--json", "--conf", conf.toString())).isEqualTo(ExitCode.FAILURE);
    JsonArray findings = JsonParser.parseString(out.toString()).getAsJsonArray();
    assertThat(
            StreamSupport.stream(findings.spliterator(), false).map(each -> each.getAsJsonObject()))
        .anySatisfy(
            finding -> {
              assertThat(finding.get("subject").getAsString()).isEqualTo("integration yard");
              assertThat(finding.get("level").getAsString()).isEqualTo("problem");
              assertThat(finding.get("good").getAsBoolean()).isFalse();
              assertThat(finding.get("message").getAsString()).contains("refused");
            });
  }

  @Test
  void aMistakeInTheLogConfigurationIsAWarning() throws IOException {
    Path log = Files.writeString(directory.resolve("logback.xml"), "<configuration>\n<root>\n");
    run("check", "--conf", conf.toString());
    assertThat(out.toString()).contains("warning  log: " + log + ": line 3, column 1: ");
  }

  @Test
  void unusableSettingsAreBadUsage() throws IOException {
    Files.writeString(conf, "thingsboard.prot = 1");
    assertThat(run("check", "--conf", conf.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("host.conf: 1: thingsboard.prot: is not a setting");
  }

  @Test
  void pluginsTellsEachReasonOnceAndOnTheSameStream() {
    assertThat(run("plugins", "--conf", conf.toString())).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString().lines().filter(line -> line.contains("is not a readable jar")))
        .hasSize(1);
  }
}
