package io.integrationhost.cli;

import io.integrationhost.cli.systemd.ServiceManager;
import io.integrationhost.host.settings.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code integration-host}. */
@Command(
    name = "integration-host",
    description = {
      "Connects devices with any transport protocol to ThingsBoard.",
      "",
      "First look:      integration-host demo",
      "Own ThingsBoard: put key and secret into conf/integration-host.conf, then",
      "                 integration-host check, then integration-host run",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      DevCommand.class,
      CheckCommand.class,
      StatusCommand.class,
      TopCommand.class,
      TapCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      RestartCommand.class,
      ReconnectCommand.class,
      WireLogCommand.class,
      LogLevelCommand.class,
      TokenCommand.class,
      ConvertCommand.class,
      EmulatorCommand.class,
      SensorCommand.class,
      BenchCommand.class,
      DeadLettersCommand.class,
      ConvertersCommand.class,
      ImportCommand.class,
      PluginsCommand.class,
      PluginCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 success, 2 bad usage or settings, 3 the host ended itself as memory or"
          + " threads",
      "ran out, 1 anything else.",
      "integration-host help COMMAND explains a command."
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  /** Starts the program. */
  public static void main(String[] arguments) {
    ServiceManager.prepare(System.getenv());
    Logging.forTool();
    System.exit(commandLine().execute(arguments));
  }

  /** The command line, ready to execute; it leaves the exit to the caller. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.getSubcommands()
        .values()
        .forEach(
            command ->
                command
                    .getCommandSpec()
                    .mixinStandardHelpOptions(true)
                    .versionProvider(new Version()));
    // What follows is the tool's.
    line.getSubcommands().get("plugin").setStopAtPositional(true);
    return line.setParameterExceptionHandler(new BadUsage())
        .setExecutionExceptionHandler((e, failed, parsed) -> explain(e, failed))
        .setUsageHelpWidth(100);
  }

  private static int explain(Exception e, CommandLine failed) {
    if (e instanceof SettingsException settings) {
      settings.problems().forEach(problem -> failed.getErr().println(problem));
      failed
          .getErr()
          .println(settings.problems().size() + " problem(s) in the settings; nothing was started");
      return ExitCode.USAGE;
    }
    failed.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
    return ExitCode.FAILURE;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: a command is missing. First look: demo");
  }
}
