package io.integrationhost.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What the console may weigh, and what its files are called. */
class BudgetTest {

  private static final Path SOURCES = Path.of("src/main/console/assets");
  private static final int MOST_MODULES = 20;
  private static final int MOST_LINES = 250;
  private static final int MOST_COMPRESSED_BYTES = 90 * 1024;

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static Path built() throws URISyntaxException {
    return Path.of(
            Objects.requireNonNull(
                    BudgetTest.class.getResource("/io/integrationhost/console/index.html"))
                .toURI())
        .getParent();
  }

  @Test
  void modulesAreFewAndShort() throws IOException {
    List<Path> modules =
        files(SOURCES).stream().filter(file -> file.toString().endsWith(".js")).toList();
    assertThat(modules).hasSizeBetween(1, MOST_MODULES);
    for (Path module : modules) {
      assertThat(Files.readAllLines(module))
          .as(module.toString())
          .hasSizeLessThanOrEqualTo(MOST_LINES);
    }
  }

  @Test
  void allTogetherIsSmall() throws IOException, URISyntaxException {
    int sum = 0;
    for (Path file : files(built())) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream gzip = new GZIPOutputStream(packed)) {
        Files.copy(file, gzip);
      }
      sum += packed.size();
    }
    assertThat(sum).isBetween(1, MOST_COMPRESSED_BYTES);
  }

  @Test
  void whatMayBeKeptForEverHasAHashInItsName() throws IOException, URISyntaxException {
    Path built = built();
    for (Path file : files(built.resolve("assets"))) {
      // As the host's Pages knows them.
      assertThat(file.toString()).matches(".*[.-][0-9a-f]{8,64}\\.[a-z0-9]+");
    }
    String index = Files.readString(built.resolve("index.html"));
    assertThat(index).doesNotContain("<style").doesNotContain("style=").doesNotContain("onclick");
  }

  @Test
  void theLicencesOfTheLibrariesAreInTheJar() throws IOException, URISyntaxException {
    Path licences = built().resolve("../../../META-INF/licenses").normalize();
    assertThat(licences.resolve("lit-html/LICENSE")).content().contains("BSD 3-Clause");
    assertThat(licences.resolve("uplot/LICENSE")).content().contains("The MIT License");
  }
}
