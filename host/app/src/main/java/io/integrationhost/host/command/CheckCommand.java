package io.integrationhost.host.command;

import com.google.gson.GsonBuilder;
import io.integrationhost.host.check.Check;
import io.integrationhost.host.check.Finding;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = {
      "Checks everything that a run needs, and reports every problem at once.",
      "Looks at settings, plugin jars, and for each integration at name resolution, port, TLS,",
      "credentials and configuration."
    },
    footer = {
      "",
      "ThingsBoard serves one session per integration: a check of an integration that a host runs",
      "at the same time takes over its session for a moment. Check before you run, or stop first.",
      "",
      "Exit codes: 0 all is well, 2 the settings cannot be used, 1 any other problem."
    })
final class CheckCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    List<Finding> findings = check();
    long problems = findings.stream().filter(finding -> !finding.good()).count();
    if (json) {
      console.line(new GsonBuilder().setPrettyPrinting().create().toJson(findings));
    } else {
      findings.forEach(finding -> print(console, finding));
      console.line(problems == 0 ? "All is well." : problems + " problem(s) found.");
    }
    return problems == 0 ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private List<Finding> check() throws IOException {
    try (TemporaryDirectory work = new TemporaryDirectory("integration-host-check")) {
      return new Check(settings.load(), work.path()).run();
    }
  }

  private static void print(Console console, Finding finding) {
    String line = finding.subject() + ": " + finding.message();
    if (finding.good()) {
      console.line("ok       %s".formatted(line));
    } else {
      console.error("PROBLEM  %s".formatted(line));
    }
  }
}
