package io.integrationhost.plugins.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FactTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of facts in the plugin's README names tests that exist. */
class DifferencesTest {

  private static final Map<String, Path> ELSEWHERE =
      Map.of(
          "distribution",
          Path.of("../../distribution/src/test/java/io/integrationhost/distribution"),
          "app",
          Path.of("../../host/app/src/test/java/io/integrationhost/host/settings"));

  @Test
  void eachFactHasItsTest() throws IOException, ClassNotFoundException {
    assertThat(new FactTable(Path.of("README.md"), getClass(), ELSEWHERE).check())
        .isGreaterThan(40);
  }
}
