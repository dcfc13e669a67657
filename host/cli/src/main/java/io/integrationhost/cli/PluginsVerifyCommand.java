package io.integrationhost.cli;

import com.google.gson.GsonBuilder;
import io.integrationhost.runtime.JarReport;
import io.integrationhost.runtime.PluginRights;
import io.integrationhost.runtime.PluginSettings;
import io.integrationhost.runtime.PluginVerification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Tells of each plugin jar whether this host would load it, and why.",
      "Shows its SHA-256, who signed it, and what the setting plugins.allow makes of it. No code"
          + " of",
      "a jar is run."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host plugins verify",
      "  integration-host plugins verify download/acme-1.2.0.jar",
      "",
      "Exit codes: 0 every jar would be loaded, 1 at least one would not, 2 bad usage or settings."
    })
final class PluginsVerifyCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings;

  @Parameters(
      paramLabel = "JAR",
      arity = "0..*",
      description = "Jars to look at. Default: all of the plugins directories.")
  private List<Path> jars = List.of();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    PluginSettings chosen = settings.loadPlugins();
    List<JarReport> reports = verify(chosen);
    JarReportForms forms = new JarReportForms(Clock.systemUTC());
    if (json) {
      console.line(
          new GsonBuilder()
              .setPrettyPrinting()
              .disableHtmlEscaping()
              .create()
              .toJson(reports.stream().map(forms::json).toList()));
    } else {
      reports.forEach(report -> forms.text(report).forEach(console::line));
      if (reports.isEmpty()) {
        console.line("no plugin jars in " + chosen.places());
      }
      new PluginRights(chosen).warnings().forEach(warning -> console.line("warning  " + warning));
    }
    return reports.stream().allMatch(report -> report.refused().isEmpty())
        ? ExitCode.SUCCESS
        : ExitCode.FAILURE;
  }

  private List<JarReport> verify(PluginSettings chosen) throws IOException {
    try (TemporaryDirectory work = new TemporaryDirectory("integration-host-verify")) {
      PluginVerification verification =
          new PluginVerification(chosen.withWorkDirectory(work.path()));
      return jars.isEmpty() ? verification.verifyAll() : verification.verify(jars);
    }
  }
}
