package io.integrationhost.cli;

import com.google.gson.GsonBuilder;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginRights;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.PluginSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "plugins",
    description = {
      "Lists the plugins, older versions of them, and the jars that cannot be used.",
      "Loads what is in the plugins directories, also what no integration uses yet; says why a",
      "jar cannot be used. A host that runs may still use the former copy of such a jar. The"
          + " subcommand",
      "verify looks at jars without loading them."
    },
    subcommands = PluginsVerifyCommand.class,
    footer = {"", "Exit code 1 when a jar cannot be used."})
final class PluginsCommand implements Callable<Integer> {

  private static final int LONGEST_DESCRIPTION = 200;

  @Mixin private SettingsOption settings;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Another directory with plugin jars.")
  private Path directory;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    PluginSettings chosen = settings.loadPlugins();
    if (directory != null) {
      chosen = chosen.withDirectory(directory);
    }
    PluginCatalog catalog = catalog(chosen);
    if (json) {
      console.line(new GsonBuilder().setPrettyPrinting().create().toJson(asMap(catalog)));
    } else {
      print(console, catalog, chosen);
      warnings(catalog, chosen).forEach(warning -> console.line("warning  " + warning));
    }
    return catalog.rejected().isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private static PluginCatalog catalog(PluginSettings chosen) throws IOException {
    try (TemporaryDirectory work = new TemporaryDirectory("integration-host-plugins");
        PluginRuntime runtime = new PluginRuntime(chosen.withWorkDirectory(work.path()))) {
      // What it warns of is printed with the list.
      Logging.quietly(PluginRuntime.class.getPackageName(), runtime::loadAll);
      return runtime.catalog();
    }
  }

  private static List<String> warnings(PluginCatalog catalog, PluginSettings chosen) {
    List<String> warnings = new ArrayList<>(new PluginRights(chosen).warnings());
    catalog.plugins().stream()
        .filter(plugin -> plugin.apiVersionRequired().isEmpty())
        .map(
            plugin ->
                plugin.file()
                    + " does not say which plugin API it was built with; write Plugin-Requires into"
                    + " its manifest")
        .forEach(warnings::add);
    return warnings;
  }

  private static void print(Console console, PluginCatalog catalog, PluginSettings chosen) {
    catalog
        .plugins()
        .forEach(
            plugin ->
                console.line(
                    "%-12s %-16s %s (serves %s), loaded %s, from %s"
                        .formatted(
                            plugin.id(),
                            plugin.version(),
                            PrintableText.of(plugin.description(), LONGEST_DESCRIPTION),
                            plugin.serves().isEmpty()
                                ? "only integrations that name it"
                                : String.join(", ", new TreeSet<>(plugin.serves())),
                            plugin.onDemand()
                                ? "when an integration needs it"
                                : "at the start (no Plugin-Serves in its manifest)",
                            plugin.file())));
    if (catalog.plugins().isEmpty()) {
      console.line("no plugins installed; put plugin jars into " + chosen.places());
    }
    catalog
        .superseded()
        .forEach(
            jar ->
                console.line(
                    "%-12s %-16s superseded by %s; only for integrations with plugin = \"%s@%s\","
                            .formatted(
                                jar.id(), jar.version(), jar.winner(), jar.id(), jar.version())
                        + " from "
                        + jar.file()));
    catalog
        .rejected()
        .forEach(jar -> console.line("%s: %s; %s".formatted(jar.file(), jar.reason(), jar.cure())));
  }

  private static Map<String, List<?>> asMap(PluginCatalog catalog) {
    return Map.of(
        "plugins",
        catalog.plugins().stream()
            .map(
                plugin ->
                    Map.of(
                        "id", plugin.id(),
                        "version", plugin.version(),
                        "description", plugin.description(),
                        "serves", new TreeSet<>(plugin.serves()),
                        "loaded", plugin.onDemand() ? "on-demand" : "at-start",
                        "file", plugin.file().toString()))
            .toList(),
        "superseded",
        catalog.superseded().stream()
            .map(
                jar ->
                    Map.of(
                        "id", jar.id(),
                        "version", jar.version(),
                        "file", jar.file().toString(),
                        "winner", jar.winner().toString()))
            .toList(),
        "rejected",
        catalog.rejected().stream()
            .map(
                jar ->
                    Map.of(
                        "file", jar.file().toString(), "reason", jar.reason(), "cure", jar.cure()))
            .toList());
  }
}
