package io.integrationhost.cli;

import io.integrationhost.convert.cases.CaseFolder;
import io.integrationhost.convert.cases.CaseFolders;
import io.integrationhost.convert.cases.CaseResult;
import io.integrationhost.convert.cases.CaseRun;
import io.integrationhost.convert.report.PrettyJson;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code convert} that run a folder of cases. */
final class ConvertTests {

  @Option(
      names = "--test",
      paramLabel = "DIR",
      description = "Runs the cases of the converters in a folder and below it.")
  private Path directory;

  @Option(
      names = "--update",
      description = {
        "With --test: what comes out is what is expected from now on.",
        "Writes the expected files that are missing or differ; look at",
        "them before you keep them."
      })
  private boolean update;

  boolean isWanted() {
    return directory != null;
  }

  Collection<Path> files() {
    return CaseFolders.files(directory);
  }

  int run(Console console, ConverterEngine engine, ConverterLimits limits, boolean json) {
    List<CaseFolder> folders = CaseFolders.find(directory);
    List<CaseResult> results =
        folders.stream()
            .flatMap(folder -> new CaseRun(engine, limits, update).of(folder).stream())
            .toList();
    if (json) {
      console.line(PrettyJson.of(CaseResult.json(results)));
    } else {
      results.forEach(result -> result.lines().forEach(console::line));
      console.line(CaseResult.summary(results));
    }
    return results.stream().allMatch(CaseResult::passed) ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }
}
