package io.integrationhost.cli;

import io.integrationhost.ground.NearMiss;
import io.integrationhost.runtime.PluginFailure;
import io.integrationhost.runtime.PluginTools;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "plugin",
    description = {
      "Runs a tool that a plugin brings, such as a simulator of its devices.",
      "Loads that plugin alone; no integration is started. What follows the name of the tool goes",
      "to the tool. Without a tool: lists those that the plugin has."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host plugin acme",
      "  integration-host plugin --conf my.conf acme simulate --devices 10",
      "",
      "Exit code: that of the tool; 1 when it failed, 2 when there is no such plugin or tool."
    })
final class PluginCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings;

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The id of the plugin, maybe with a version: acme@1.2.0.")
  private String id;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TOOL ...",
      description = "The tool, and what it is told.")
  private List<String> rest = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    try (TemporaryDirectory work = new TemporaryDirectory("integration-host-plugin");
        PluginTools tools =
            PluginTools.open(settings.loadPlugins().withWorkDirectory(work.path()), id)) {
      if (rest.isEmpty() || rest.get(0).equals("--help")) {
        list(console, tools);
        return ExitCode.SUCCESS;
      }
      String name = rest.get(0);
      if (!tools.names().contains(name)) {
        console.error("plugin '" + id + "' has no tool '" + name + "'; " + instead(tools, name));
        return ExitCode.USAGE;
      }
      List<String> told = rest.subList(1, rest.size());
      if (told.equals(List.of("--help")) || told.equals(List.of("-h"))) {
        console.line(PrintableText.of(tools.help().get(tools.names().indexOf(name)), 1_000));
        return ExitCode.SUCCESS;
      }
      return run(tools, name);
    } catch (PluginFailure e) {
      console.error(e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private void list(Console console, PluginTools tools) {
    tools.help().forEach(line -> console.line(PrintableText.of(line, 1_000)));
    if (tools.names().isEmpty()) {
      console.line("plugin '" + id + "' has no tools");
    }
  }

  private static String instead(PluginTools tools, String name) {
    return new NearMiss(name)
        .among(tools.names())
        .map(near -> "did you mean '" + near + "'?")
        .orElse(
            tools.names().isEmpty() ? "it has none" : "it has " + String.join(", ", tools.names()));
  }

  /** The end of the process interrupts the tool, which may have something to put away. */
  private int run(PluginTools tools, String name) {
    Thread own = Thread.currentThread();
    try (StopSignal end = StopSignal.install("the tool does not end; leaving it")) {
      end.whenTold(own::interrupt);
      return tools.run(name, new ToolRun(tools, settings, id, rest.subList(1, rest.size())));
    }
  }
}
