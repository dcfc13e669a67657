package io.integrationhost.cli;

import io.integrationhost.cli.start.StartMark;
import io.integrationhost.cli.systemd.Systemd;
import io.integrationhost.host.settings.SettingsException;
import java.util.List;
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

  /** As its help lists them. */
  private static final List<String> COMMANDS =
      List.of(
          "run",
          "demo",
          "dev",
          "check",
          "status",
          "top",
          "sessions",
          "tap",
          "pause",
          "resume",
          "restart",
          "reconnect",
          "wire-log",
          "log-level",
          "token",
          "convert",
          "emulator",
          "sensor",
          "bench",
          "dead-letters",
          "converters",
          "import",
          "plugins",
          "plugin",
          "class-archive",
          "version",
          "help");

  @Spec private CommandSpec spec;

  /** Starts the program. */
  public static void main(String[] arguments) {
    Systemd.prepare(System.getenv());
    Logging.forTool();
    int exit = commandLine(arguments).execute(arguments);
    StartMark.remove();
    System.exit(exit);
  }

  /** The command line, ready to execute; it leaves the exit to the caller. */
  public static CommandLine commandLine() {
    return commandLine(new String[0]);
  }

  /** The same for these arguments only: to make all commands takes a good part of a start. */
  static CommandLine commandLine(String[] arguments) {
    CommandLine line = new CommandLine(new Main());
    boolean one = arguments.length > 0 && COMMANDS.contains(arguments[0]);
    boolean alone = one && !arguments[0].equals("help");
    for (String name : alone ? List.of(arguments[0]) : COMMANDS) {
      CommandLine command = new CommandLine(command(name));
      command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
      line.addSubcommand(name, command);
      // What follows is the tool's.
      command.setStopAtPositional(name.equals("plugin"));
    }
    return line.setParameterExceptionHandler(new BadUsage())
        .setExecutionExceptionHandler((e, failed, parsed) -> explain(e, failed))
        .setUsageHelpWidth(100);
  }

  private static Object command(String name) {
    return switch (name) {
      case "run" -> new RunCommand();
      case "demo" -> new DemoCommand();
      case "dev" -> new DevCommand();
      case "check" -> new CheckCommand();
      case "status" -> new StatusCommand();
      case "top" -> new TopCommand();
      case "sessions" -> new SessionsCommand();
      case "tap" -> new TapCommand();
      case "pause" -> new PauseCommand();
      case "resume" -> new ResumeCommand();
      case "restart" -> new RestartCommand();
      case "reconnect" -> new ReconnectCommand();
      case "wire-log" -> new WireLogCommand();
      case "log-level" -> new LogLevelCommand();
      case "token" -> new TokenCommand();
      case "convert" -> new ConvertCommand();
      case "emulator" -> new EmulatorCommand();
      case "sensor" -> new SensorCommand();
      case "bench" -> new BenchCommand();
      case "dead-letters" -> new DeadLettersCommand();
      case "converters" -> new ConvertersCommand();
      case "import" -> new ImportCommand();
      case "plugins" -> new PluginsCommand();
      case "plugin" -> new PluginCommand();
      case "class-archive" -> new ClassArchiveCommand();
      case "version" -> new VersionCommand();
      case "help" -> new CommandLine.HelpCommand();
      default -> throw new IllegalArgumentException(name);
    };
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
