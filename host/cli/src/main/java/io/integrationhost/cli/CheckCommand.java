package io.integrationhost.cli;

import com.google.gson.GsonBuilder;
import io.integrationhost.cli.check.Check;
import io.integrationhost.cli.check.Finding;
import io.integrationhost.cli.check.Finding.Level;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.LiveSettings;
import io.integrationhost.runtime.PluginRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = {
      "Checks everything that a run needs, and reports every problem at once.",
      "Looks at settings, rights of files, plugin jars, and for each integration at name",
      "resolution, port, TLS, credentials and configuration: its transports are made (but not",
      "started), its scripts are compiled, and its ports are tried. Prints what a run would warn of."
    },
    footer = {
      "",
      "ThingsBoard serves one session per integration. Where a host runs on the data directory,",
      "its integrations are looked at as ThingsBoard told them last, and its sessions are left",
      "alone; with --take-over ThingsBoard is asked anew, which ends them for a moment.",
      "",
      "Exit codes: 0 no problem, 2 bad usage or settings, 1 a problem. Warnings do not count."
    })
final class CheckCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Option(
      names = "--take-over",
      description = "Asks ThingsBoard also for integrations that a running host serves.")
  private boolean takeOver;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    List<Finding> findings = new ArrayList<>();
    check(
        finding -> {
          findings.add(finding);
          if (!json) {
            console.line(line(finding));
          }
        });
    long problems = count(findings, Level.PROBLEM);
    if (json) {
      console.line(
          new GsonBuilder()
              .setPrettyPrinting()
              .disableHtmlEscaping()
              .create()
              .toJson(findings.stream().map(CheckCommand::asMap).toList()));
    } else {
      console.line(summary(problems, count(findings, Level.WARNING)));
    }
    return problems == 0 ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private void check(Consumer<Finding> found) throws IOException {
    LiveSettings live = settings.live();
    HostSettings read = live.start();
    LogFile.choose(Home.fromProperty(), settings.file()).stream()
        .flatMap(file -> file.inspect().stream())
        .forEach(problem -> found.accept(new Finding("log", Level.WARNING, problem)));
    try (TemporaryDirectory work = new TemporaryDirectory("integration-host-check")) {
      // What they warn of is among the findings.
      Logging.quietly(
          PluginRuntime.class.getPackageName(),
          () -> new Check(read, work.path(), takeOver, found).run(live.files()));
    }
  }

  private static long count(List<Finding> findings, Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  private static String summary(long problems, long warnings) {
    if (problems == 0 && warnings == 0) {
      return "All is well.";
    }
    return "%s, %s."
        .formatted(
            problems == 0 ? "No problem" : Counted.of(problems, "problem"),
            Counted.of(warnings, "warning"));
  }

  /** All on one stream, so that a report keeps its reasons when it is redirected. */
  private static String line(Finding finding) {
    String level =
        switch (finding.level()) {
          case OK -> "ok";
          case WARNING -> "warning";
          case PROBLEM -> "PROBLEM";
        };
    return "%-8s %s: %s".formatted(level, finding.subject(), finding.message());
  }

  private static Map<String, Object> asMap(Finding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("subject", finding.subject());
    map.put("level", finding.level().name().toLowerCase(Locale.ROOT));
    map.put("good", finding.level() != Level.PROBLEM);
    map.put("message", finding.message());
    return map;
  }
}
