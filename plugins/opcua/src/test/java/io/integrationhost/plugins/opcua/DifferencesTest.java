package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FactTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of facts in the plugin's README names tests that exist. */
class DifferencesTest {

  @Test
  void eachFactHasItsTest() throws IOException, ClassNotFoundException {
    assertThat(new FactTable(Path.of("README.md"), getClass(), Map.of()).check()).isGreaterThan(40);
  }
}
