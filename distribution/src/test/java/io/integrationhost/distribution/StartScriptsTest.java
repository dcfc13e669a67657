package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The script for Windows starts what the other one starts. It is not run: there is no Windows in
 * the build.
 */
final class StartScriptsTest {

  /** What tells the program where it is, what it may do, and what it is. */
  private static final Pattern FLAG =
      Pattern.compile(
          "-D[\\w.-]+(?==)|--[a-z][a-z-]+=[\\w-]+|JAVA_OPTS|JAVA_HOME|io\\.integrationhost\\.[\\w.]+|(?:old|not"
              + " found): install Java \\d+ or later");

  /** Of the machine's size and of the archive of classes, which Windows goes without. */
  private static final Set<String> CHOSEN_FOR_THE_MACHINE =
      Set.of("-Dintegration-host.profile", "-Dintegration-host.archive");

  private static String script(String name) throws IOException {
    return Files.readString(HostProcess.distribution().resolve("bin").resolve(name));
  }

  private static Set<String> flags(String text, String comment) {
    return text.lines()
        .filter(line -> !line.strip().startsWith(comment))
        .flatMap(line -> FLAG.matcher(line).results().map(MatchResult::group))
        .filter(flag -> !flag.equals("--conf") && !CHOSEN_FOR_THE_MACHINE.contains(flag))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void bothStartTheSame() throws IOException {
    Set<String> windows = flags(script("integration-host.cmd"), "rem ");
    assertThat(windows)
        .isEqualTo(flags(script("integration-host"), "#"))
        .contains(
            "io.integrationhost.cli.Main",
            "-Dintegration-host.home",
            "--enable-native-access=ALL-UNNAMED",
            "JAVA_OPTS");
  }

  @Test
  void bothAskForTheSameJava() throws IOException {
    assertThat(script("integration-host")).contains("-lt 17 ]", "-ge 22 ]", "-ge 23 ]");
    assertThat(script("integration-host.cmd"))
        .contains("LSS 17 ", "GEQ 22 ", "GEQ 23 ", "exit /b %ERRORLEVEL%");
  }

  /** With it one script whose allocation is refused would end all integrations. */
  @Test
  void nothingLetsJavaEndItselfWhenMemoryIsShort() throws IOException {
    for (String place : List.of("bin", "image", "chart", "conf")) {
      try (Stream<Path> files = Files.walk(HostProcess.distribution().resolve(place))) {
        assertThat(files.filter(Files::isRegularFile))
            .isNotEmpty()
            .allSatisfy(file -> assertThat(file).content().doesNotContain("OnOutOfMemoryError"));
      }
    }
  }

  /** A label is not found when lines end as elsewhere, depending on where it stands in the file. */
  @Test
  void theOneForWindowsHasItsLineEnds() throws IOException {
    String text = script("integration-host.cmd");
    assertThat(text.lines().count()).isEqualTo(text.split("\r\n", -1).length - 1);
    assertThat(text).isASCII();
    assertThat(script("integration-host")).doesNotContain("\r");
  }

  /** Every label that is jumped to exists. */
  @Test
  void theOneForWindowsKnowsItsLabels() throws IOException {
    String text = script("integration-host.cmd");
    Set<String> labels =
        Pattern.compile("(?m)^:(\\w+)")
            .matcher(text)
            .results()
            .map(label -> label.group(1))
            .collect(Collectors.toSet());
    Set<String> wanted =
        Pattern.compile("goto (\\w+)")
            .matcher(text)
            .results()
            .map(jump -> jump.group(1))
            .collect(Collectors.toSet());
    assertThat(wanted).isNotEmpty();
    assertThat(labels).containsAll(wanted);
  }
}
