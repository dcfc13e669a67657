package io.integrationhost.cli;

import io.integrationhost.host.deadletter.FiledLetter;
import io.integrationhost.host.deadletter.LetterId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** All letters, or some by their ids. */
final class LetterChoice {

  @Option(names = "--all", description = "All letters.")
  private boolean all;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "Letters, as 'list' names them.")
  private List<String> ids = new ArrayList<>();

  boolean isAll() {
    return all;
  }

  boolean hasIds() {
    return !ids.isEmpty();
  }

  /** Says what is not the id of a letter at all. */
  void check(LetterPlace place) {
    for (String id : ids) {
      if (LetterId.parse(id).isEmpty()) {
        throw place.badUsage(
            "'" + id + "' is no id of a dead letter; 'dead-letters list' shows them");
      }
    }
  }

  /** Those of the letters that are meant. */
  List<FiledLetter> of(List<FiledLetter> letters) {
    return all
        ? letters
        : letters.stream().filter(letter -> ids.contains(letter.id().text())).toList();
  }

  /** Reports ids that are not among the letters; true if there are any. */
  boolean reportMissing(List<FiledLetter> letters, LetterPlace place) {
    List<String> missing =
        ids.stream()
            .filter(id -> letters.stream().noneMatch(letter -> letter.id().text().equals(id)))
            .toList();
    missing.forEach(
        id -> place.console().line("there is no dead letter %s %s".formatted(id, place.where())));
    return !missing.isEmpty();
  }
}
