package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.distribution.Guide.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Carries out the guide, as somebody would who has the distribution and a Maven repository. */
final class FirstPluginGuideTest {

  private static final Path GUIDE =
      Path.of(System.getProperty("checkout"), "distribution", "docs", "first-plugin.md");

  @TempDir Path root;

  private final StringBuilder report = new StringBuilder("Your first plugin, as carried out:\n");
  private final int port = Integrations.freePort();
  private long commands;
  private long lines;

  @Test
  void everyStepWorks() throws IOException, InterruptedException {
    List<Step> steps = Guide.steps(GUIDE);
    assertThat(Files.readString(GUIDE))
        .contains("-DarchetypeVersion=" + System.getProperty("project.version"));
    long start = System.nanoTime();
    try (ThirdParty author = new ThirdParty(root)) {
      Path window = null;
      for (Step step : steps) {
        if (step instanceof Step.SourceFile file) {
          write(author, file);
        } else if (step instanceof Step.Commands text && text.ownWindow()) {
          window = author.open(text.text().replace("5000", Integer.toString(port)));
          count(text);
          awaitLine(window, "integration is RUNNING");
        } else if (step instanceof Step.Commands text) {
          String output = timed(author, text);
          checkWhatTheReaderIsTold(text, output, window);
        }
      }
    }
    report.append(
        "  %d commands and %d lines of code to write, %.1f s in all%n"
            .formatted(commands, lines, seconds(start)));
    System.out.print(report);
    assertThat(commands).isEqualTo(8);
  }

  private void write(ThirdParty author, Step.SourceFile file) throws IOException {
    Path target = author.folder().resolve(file.path());
    Files.writeString(target, file.text());
    lines += file.lines();
    report.append("  %-40s %d lines%n".formatted(target.getFileName(), file.lines()));
  }

  private String timed(ThirdParty author, Step.Commands text)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    String output = author.run(text.text().replace("5000", Integer.toString(port)));
    count(text);
    report.append("    took %.1f s%n".formatted(seconds(start)));
    return output;
  }

  private void count(Step.Commands text) {
    String joined = text.text().replaceAll("\\\\\\n\\s*", "");
    commands += joined.lines().count();
    joined.lines().forEach(line -> report.append("  $ ").append(line).append('\n'));
  }

  private void checkWhatTheReaderIsTold(Step.Commands text, String output, Path window) {
    if (text.text().contains("archetype")) {
      assertThat(output).doesNotContain("Don't override file");
    } else if (text.text().startsWith("mvn verify")) {
      assertThat(output)
          .contains("boiler-1.0.0.jar loads in a host", "BUILD SUCCESS")
          .doesNotContain(" DEBUG ");
    } else if (text.text().contains("/dev/tcp/")) {
      assertThat(output).contains("OK");
      awaitLine(window, "boiler  temperature=21.5  pressure=1.2");
    } else if (text.text().startsWith("integration-host plugins")) {
      assertThat(output).contains("boiler", "1.0.0");
    }
  }

  private static void awaitLine(Path output, String part) {
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(Files.readString(output)).contains(part));
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
