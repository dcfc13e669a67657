package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every comment that refers to a fact leads to a section or a numbered item of FACTS.md. */
class FactsTest {

  private static final Path ROOM = Path.of("").toAbsolutePath();
  private static final Path REPOSITORY = ROOM.getParent().getParent();

  /** A comment's next line begins with signs that are not part of the sentence. */
  private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*(?:\\*|//|#)?\\s*");

  private static final String NUMBER = "\\d+(?:\\.\\d+)?";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\bfacts (" + NUMBER + "(?:(?:, (?:and )?| and | to )" + NUMBER + ")*)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "\\b(?:spec/[a-z-]+|research/[a-z-]+|remote-link-facts|house|DESIGN)\\.md\\b");

  @Test
  void everyReferenceLeadsToASectionOrAnItem() throws IOException {
    Set<String> known = known();

    List<String> astray = new ArrayList<>();
    int found = 0;
    for (Path file : sources()) {
      for (String number : referredTo(text(file))) {
        found++;
        if (!known.contains(number)) {
          astray.add(REPOSITORY.relativize(file) + ": facts " + number);
        }
      }
    }

    assertThat(astray).isEmpty();
    assertThat(found).as("references to facts").isGreaterThan(150);
  }

  @Test
  void noOtherTextIsReferredToAndThePluginApiNeedsNone() throws IOException {
    List<String> astray = new ArrayList<>();
    for (Path file : sources()) {
      String text = text(file);
      boolean elsewhere = !file.endsWith("FactsTest.java") && ELSEWHERE.matcher(text).find();
      boolean forAuthors = file.startsWith(REPOSITORY.resolve("plugin-api"));
      if (elsewhere || (forAuthors && !referredTo(text).isEmpty())) {
        astray.add(REPOSITORY.relativize(file).toString());
      }
    }

    assertThat(astray).isEmpty();
  }

  @Test
  void referencesAreFoundAcrossLinesAndInLists() {
    assertThat(
            referredTo(joined("/** One (facts\n   * 1.2). Two (facts 5.3 to 5.8, 6.1 and 7.29)")))
        .containsExactly("1.2", "5.3", "5.8", "6.1", "7.29");
    assertThat(referredTo(joined("// as facts\n// 3.3 and\n// 3.4 say; facts 4")))
        .containsExactly("3.3", "3.4", "4");
    assertThat(referredTo("artifacts 1.2")).isEmpty();
  }

  private static List<String> referredTo(String text) {
    return REFERENCE
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .flatMap(list -> Pattern.compile(NUMBER).matcher(list).results().map(MatchResult::group))
        .toList();
  }

  /** The numbers of sections, and of the items of a chapter's lists: item 29 of 7 is 7.29. */
  private static Set<String> known() throws IOException {
    Pattern heading = Pattern.compile("^#{2,3} (" + NUMBER + ")\\.? .*");
    Pattern item = Pattern.compile("^(\\d+)\\. .*");
    Set<String> known = new HashSet<>();
    String section = "";
    for (String line : Files.readAllLines(ROOM.resolve("FACTS.md"))) {
      var isHeading = heading.matcher(line);
      var isItem = item.matcher(line);
      if (isHeading.matches()) {
        section = isHeading.group(1);
        assertThat(known.add(section)).as("section %s stands once", section).isTrue();
      } else if (isItem.matches()) {
        String number = section + "." + isItem.group(1);
        assertThat(known.add(number)).as("item %s stands once", number).isTrue();
      }
    }
    return known;
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String room : List.of("plugin-api", "host", "plugins", "distribution")) {
      try (Stream<Path> files = Files.walk(REPOSITORY.resolve(room))) {
        files
            .filter(
                file -> file.toString().matches(".*/src/.*\\.(java|proto|conf|md)|.*/docs/.*\\.md"))
            .filter(file -> !file.toString().contains("/target/"))
            .forEach(sources::add);
      }
    }
    return sources;
  }

  private static String text(Path file) throws IOException {
    return joined(Files.readString(file));
  }

  private static String joined(String text) {
    return LINE_END.matcher(text).replaceAll(" ");
  }
}
