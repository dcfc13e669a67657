package io.integrationhost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code top} as a process of its own in a pseudo terminal, which {@code script} makes. */
final class TopInTerminalTest {

  private static final String TOOL = "script";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path home;

  private static void requireTool() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    boolean found =
        Stream.of(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, TOOL)));
    String required = Optional.ofNullable(System.getenv("REQUIRED_TOOLS")).orElse("");
    if (!found && Arrays.asList(required.strip().split("\\s+")).contains(TOOL)) {
      throw new AssertionError("REQUIRED_TOOLS names " + TOOL + ", which is not on the PATH");
    }
    assumeTrue(found, TOOL + " (util-linux), which makes a pseudo terminal, is not installed");
  }

  @Test
  void drawsOpensAndLeavesTheTerminalAsItWas() throws IOException, InterruptedException {
    requireTool();
    try (StubHost host =
        new StubHost()
            .runsIn(home)
            .streams(
                "GET /api/v1/live",
                StubHost.snapshot(0, 100, 50, "RUNNING"),
                StubHost.snapshot(1, 110, 50, "RUNNING"))
            .answers(
                "GET /api/v1/integrations/yard",
                200,
                "{\"name\": \"yard\", \"link\": {\"server\": \"tb:9090\", \"state\": \"CONNECTED\"},"
                    + " \"transports\": [], \"converters\": []}")) {
      String command =
          ("stty cols 100 rows 20; '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                      + " -cp '%s' io.integrationhost.cli.Main top --url")
                  .formatted(
                      Path.of(System.getProperty("java.home"), "bin", "java"),
                      System.getProperty("java.class.path"))
              + " http://127.0.0.1:%d --token-file '%s'; echo code $?; stty -a"
                  .formatted(host.port(), home.resolve("admin.token"));
      Path screen = home.resolve("screen");
      ProcessBuilder builder =
          new ProcessBuilder(TOOL, "-qfc", command, "/dev/null")
              .redirectErrorStream(true)
              .redirectOutput(screen.toFile());
      builder.environment().put("TERM", "xterm-256color");
      builder.environment().put("SHELL", "/bin/sh");
      Process process = builder.start();
      try {
        OutputStream keys = process.getOutputStream();
        shows(screen, "\u001b[?1049h", "\u001b[7mhall", "yard", "Enter opens");
        press(keys, "\u001b[B");
        shows(screen, "\u001b[7myard");
        press(keys, "\r");
        shows(screen, "yard is RUNNING (paused: delivery)", "link to tb:9090 is CONNECTED");
        press(keys, "q");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String after = Files.readString(screen, UTF_8);
        assertThat(after.substring(after.lastIndexOf("\u001b[?1049l")))
            .contains("code 0")
            .containsPattern("[^-]icanon")
            .containsPattern("[^-]echo ");
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static void press(OutputStream keys, String text) throws IOException {
    keys.write(text.getBytes(UTF_8));
    keys.flush();
  }

  private static void shows(Path screen, String... texts) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Files.readString(screen, UTF_8)).contains(texts));
  }
}
