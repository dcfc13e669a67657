package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLineTest {

  @TempDir private Path directory;

  @Test
  void bareCallIsBadUsage() throws IOException, InterruptedException {
    try (HostProcess bare = HostProcess.start()) {
      assertThat(bare.exitCode()).isEqualTo(2);
      assertThat(bare.lines()).first().asString().contains("a command is missing");
    }
  }

  @Test
  void namesEveryProblemOfTheSettings() throws IOException, InterruptedException {
    Path file = directory.resolve("bad.conf");
    Files.writeString(
        file,
        """
        thingsboard { prot = 9090, port = 99999 }
        integrations { yard { routing-key = "k" } }
        """);
    try (HostProcess run = HostProcess.start("run", "--conf", file.toString())) {
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(String.join("\n", run.lines()))
          .contains(
              "bad.conf: 1: thingsboard.prot: is not a setting; did you mean 'port'?",
              "bad.conf: 1: thingsboard.port: must be from 1 to 65535, is 99999",
              "integrations.yard.secret: is not set",
              "3 problem(s) in the settings");
    }
  }

  @Test
  void theConvertersThatAreShippedPassTheirCases() {
    String examples = HostProcess.distribution().resolve("examples/converters").toString();
    Command convert = Command.run("convert", "--test", examples);
    assertThat(convert.exitCode()).as(convert.text()).isZero();
    assertThat(convert.lines()).contains("9 cases, 0 failed");
  }

  @Test
  void theExamplesOfDevicesPassTheirCases() throws IOException, InterruptedException {
    String examples = HostProcess.distribution().resolve("examples/devices").toString();
    try (HostProcess convert = HostProcess.start("convert", "--test", examples)) {
      assertThat(convert.exitCode()).isZero();
      assertThat(convert.lines()).contains("35 cases, 0 failed");
    }
  }

  @Test
  void listsPlugins() throws IOException, InterruptedException {
    try (HostProcess plugins = HostProcess.start("plugins")) {
      assertThat(plugins.exitCode()).isZero();
      assertThat(plugins.lines()).anyMatch(line -> line.matches("tcp .* from .*/plugins/tcp.*jar"));
    }
  }
}
