package io.integrationhost.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each plugin carries the kit, and its authors have to know it: it must stay small. */
class SizeTest {

  private static final int MOST_PUBLIC_TYPES = 30;
  private static final int MOST_LINES = 400;
  private static final Pattern PUBLIC =
      Pattern.compile(
          "(?m)^public ((abstract|final|sealed|non-sealed) )*(class|interface|record|enum|@)");

  private static List<Path> sources() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
      return all.filter(path -> path.toString().endsWith(".java")).toList();
    }
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void hasFewPublicTypes() throws IOException {
    List<Path> open = sources().stream().filter(each -> PUBLIC.matcher(text(each)).find()).toList();
    assertThat(open).hasSizeBetween(20, MOST_PUBLIC_TYPES);
    assertThat(open).noneMatch(each -> text(each).contains("\npublic abstract class"));
  }

  @Test
  void hasNoLongFile() throws IOException {
    assertThat(sources())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(text(each).lines().count()).isLessThanOrEqualTo(MOST_LINES));
  }
}
