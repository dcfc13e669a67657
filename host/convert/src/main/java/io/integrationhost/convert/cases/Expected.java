package io.integrationhost.convert.cases;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.integrationhost.convert.InputException;
import io.integrationhost.convert.TextFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a case should give.
 *
 * @param result what the script should return; JSON null when nothing
 * @param error a part of the text of the failure, instead of a result
 * @param exactNumbers whether 20 and 20.0 differ, as they travel as LONG and DOUBLE
 */
record Expected(Optional<JsonElement> result, Optional<String> error, boolean exactNumbers) {
  private static final String CATALOGUE = "result.json";

  /**
   * The file that says what is expected; absent when there is none.
   *
   * @param language JS or TBEL; a file for this language wins
   */
  static Optional<Path> file(CaseFolder.Case one, String language) {
    return Stream.of(ofLanguage(language), "expected.json", CATALOGUE)
        .map(one::file)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** The name of a file for one language only. */
  static String ofLanguage(String language) {
    return language.equals("TBEL") ? "expected-tbel.json" : "expected-js.json";
  }

  static Expected read(Path file) {
    JsonElement json = parse(file);
    boolean exact = !String.valueOf(file.getFileName()).startsWith("result");
    if (json instanceof JsonObject object
        && object.size() == 1
        && Set.of("result", "error").containsAll(object.keySet())) {
      return new Expected(
          Optional.ofNullable(object.get("result")),
          Optional.ofNullable(object.get("error")).map(JsonElement::getAsString),
          exact);
    }
    return new Expected(Optional.of(json), Optional.empty(), exact);
  }

  /** What differs; empty when nothing does. */
  List<String> differences(Actual actual) {
    if (error.isPresent()) {
      String reason = actual.error().orElse("no failure");
      return reason.contains(error.get())
          ? List.of()
          : List.of("expected the failure '%s', got: %s".formatted(error.get(), reason));
    }
    JsonDifference difference = new JsonDifference(actual.millis(), exactNumbers);
    List<String> differences = difference.of(result.orElseThrow(), actual.result());
    if (actual.error().isPresent()) {
      return List.of(
          differences.isEmpty() && actual.isRefused()
              ? "the result is as expected, but it cannot travel: " + actual.error().get()
              : "failed: " + actual.error().get());
    }
    // What the catalogue expects of a dedicated converter is what ThingsBoard makes of the result.
    return differences.isEmpty() || exactNumbers || actual.assembled().isEmpty()
        ? differences
        : difference.of(result.orElseThrow(), actual.assembled().get());
  }

  private static JsonElement parse(Path file) {
    try {
      return JsonParser.parseString(TextFiles.read(file));
    } catch (JsonParseException e) {
      throw new InputException(file + ": is no JSON");
    }
  }
}
