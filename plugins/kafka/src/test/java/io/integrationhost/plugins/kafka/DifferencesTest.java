package io.integrationhost.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FactTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of facts in the plugin's README names tests that exist. */
class DifferencesTest {

  private static final Path DISTRIBUTION =
      Path.of("../../distribution/src/test/java/io/integrationhost/distribution");

  @Test
  void eachFactHasItsTest() throws IOException, ClassNotFoundException {
    assertThat(
            new FactTable(Path.of("README.md"), getClass(), Map.of("distribution", DISTRIBUTION))
                .check())
        .isGreaterThan(30);
  }
}
