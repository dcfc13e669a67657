package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the command line says of itself, and of what somebody typed wrongly. */
final class UsageTest {

  private static final int WIDTH = 100;

  private final StringWriter err = new StringWriter();

  private List<String> said(String line) {
    CommandLine command = Main.commandLine().setErr(new PrintWriter(err));
    assertThat(command.execute(line.split(" "))).isEqualTo(ExitCode.USAGE);
    return err.toString().lines().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chek|Unknown command 'chek'; did you mean 'check'?|integration-host
          statos|Unknown command 'statos'; did you mean 'status'?|integration-host
          dead-letters lst|Unknown command 'lst'; did you mean 'list'?|integration-host dead-letters
          sensor --prot 5555|Unknown option '--prot'; did you mean '--port'?|integration-host sensor
          sensor --prot=5555|Unknown option '--prot'; did you mean '--port'?|integration-host sensor
          sensor|Missing required option: '--port|integration-host sensor
          check --prot 1|Unknown option '--prot'; known here: --conf, --help|integration-host check
          check all|Unexpected argument 'all'.|integration-host check
          convert --scirpt a|Unknown option '--scirpt'; did you mean '--script'?|integration-host convert
          sensor --port abc|Invalid value for option '--port'|integration-host sensor
          sensor --port 0|--port must be 1 to 65535, is 0|integration-host sensor
          bench --scenario=attacks --attacks=exit,flood|--attacks 'flood' is not known; there are harmless, endless-loop,|integration-host bench
          plugins verify --jsn|Unknown option '--jsn'; did you mean '--json'?|integration-host plugins verify
          """)
  void wrongUsageIsTwoLines(String line, String problem, String command) {
    assertThat(said(line))
        .satisfiesExactly(
            first -> assertThat(first).startsWith(problem),
            second -> assertThat(second).isEqualTo(command + " --help explains it"));
  }

  @Test
  void helpNamesTheCommands() {
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine().setOut(new PrintWriter(out));
    assertThat(command.execute("--help")).isZero();
    assertThat(out.toString())
        .contains("run", "demo", "check", "emulator", "sensor", "plugins", "version");
  }

  @Test
  void aCommandsFirstLineIsAWholeSentence() {
    for (CommandLine command : all(Main.commandLine())) {
      String[] description = command.getCommandSpec().usageMessage().description();
      assertThat(description[0]).as(command.getCommandName()).endsWith(".");
    }
  }

  @Test
  void noLineOfAHelpIsBroken() {
    for (CommandLine command : all(Main.commandLine())) {
      UsageMessageSpec usage = command.getCommandSpec().usageMessage();
      List<String> lines = new ArrayList<>(List.of(usage.description()));
      lines.addAll(List.of(usage.footer()));
      assertThat(command.getUsageMessage().lines().toList())
          .as(command.getCommandName())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH))
          .containsAll(lines.stream().map(String::stripTrailing).toList());
    }
  }

  /** All of ours. */
  private static List<CommandLine> all(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().stream()
        .filter(each -> !(each.getCommand() instanceof CommandLine.HelpCommand))
        .forEach(each -> all.addAll(all(each)));
    return all;
  }
}
