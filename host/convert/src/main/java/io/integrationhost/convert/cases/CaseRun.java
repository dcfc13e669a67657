package io.integrationhost.convert.cases;

import io.integrationhost.convert.Attempt;
import io.integrationhost.convert.Attempts;
import io.integrationhost.convert.InputException;
import io.integrationhost.convert.Trial;
import io.integrationhost.convert.TriedConverter;
import io.integrationhost.convert.hint.Hint;
import io.integrationhost.convert.hint.Hints;
import io.integrationhost.convert.report.PrettyJson;
import io.integrationhost.convert.report.SourceExcerpt;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the cases of folders.
 *
 * @param update whether to write what comes out as what is expected
 */
public record CaseRun(ConverterEngine engine, ConverterLimits limits, boolean update) {

  /** All cases with all converters of a folder. */
  public List<CaseResult> of(CaseFolder folder) {
    List<CaseResult> results = new ArrayList<>();
    for (TriedConverter converter : folder.converters()) {
      String title = folder.title() + "/" + converter.origin();
      if (folder.cases().isEmpty()) {
        results.add(
            new CaseResult(title, "", true, false, List.of("has no cases, so it is not tested")));
        continue;
      }
      try (Trial trial = new Trial(converter, engine, limits)) {
        for (CaseFolder.Case one : folder.cases()) {
          results.add(run(trial, title, one, folder.converters().size() > 1));
        }
      }
    }
    return results;
  }

  private CaseResult run(Trial trial, String title, CaseFolder.Case one, boolean several) {
    Attempts attempts = Attempts.once(trial, CasePayload.read(one));
    Actual actual = Actual.of(trial.converter(), attempts.all().get(0), Clock.systemUTC().millis());
    String language = trial.converter().script().language();
    Optional<Path> file = Expected.file(one, language);
    List<String> differences =
        file.map(Expected::read)
            .map(expected -> expected.differences(actual))
            .orElseGet(() -> missing(actual));
    if (differences.isEmpty()) {
      return new CaseResult(title, one.name(), true, false, List.of());
    }
    if (update) {
      Path written = target(one, file, language, several);
      write(written, actual);
      return new CaseResult(
          title, one.name(), true, true, List.of(String.valueOf(written.getFileName())));
    }
    return new CaseResult(title, one.name(), false, false, details(attempts, differences, actual));
  }

  private static List<String> missing(Actual actual) {
    return List.of(
        "there is no expected.json; --update writes what comes out now, which is "
            + actual.error().map("a failure: "::concat).orElse("a result"));
  }

  private static List<String> details(Attempts attempts, List<String> differences, Actual actual) {
    List<String> details = new ArrayList<>(differences);
    Attempt attempt = attempts.all().get(0);
    attempt
        .outcome()
        .failure()
        .flatMap(failure -> failure.place())
        .map(place -> SourceExcerpt.lines(attempts.converter().script(), place))
        .ifPresent(details::addAll);
    if (actual.error().isPresent() || attempt.outcome().isNothing()) {
      Hints.of(attempts, attempt).stream()
          .filter(hint -> hint.level() == Hint.Level.WARNING)
          .forEach(hint -> details.add(hint.text()));
    }
    return details;
  }

  /** Where two languages share the cases, the second one that differs gets a file of its own. */
  private static Path target(
      CaseFolder.Case one, Optional<Path> file, String language, boolean several) {
    Path common = one.file("expected.json");
    return several && file.filter(common::equals).isPresent()
        ? one.file(Expected.ofLanguage(language))
        : file.orElse(common);
  }

  private static void write(Path file, Actual actual) {
    try {
      Files.writeString(file, PrettyJson.of(actual.expectation()) + "\n");
    } catch (IOException e) {
      throw new InputException(
          file + ": cannot be written; check permissions and room on the disk");
    }
  }
}
