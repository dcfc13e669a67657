package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FactTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of facts in the plugin's README names tests, and requests, that exist. */
class DifferencesTest {

  private static final Path KIT =
      Path.of("../../plugin-api/kit-http/src/test/java/io/integrationhost/kit/http");
  private static final Pattern REQUEST = Pattern.compile("`([a-z_]+/[a-z-]+)`");

  @Test
  void eachFactHasItsTest() throws IOException, ClassNotFoundException {
    assertThat(new FactTable(Path.of("README.md"), getClass(), Map.of("kit-http", KIT)).check())
        .isGreaterThan(60);
  }

  @Test
  void eachRequestIsSent() throws IOException {
    List<String> sent = Vector.all().map(Vector::name).toList();
    Matcher named = REQUEST.matcher(Files.readString(Path.of("README.md")));
    List<String> told = new ArrayList<>();
    while (named.find()) {
      told.add(named.group(1));
    }
    // Types of content look alike.
    told.removeIf(name -> name.startsWith("application/") || name.startsWith("text/"));
    assertThat(told).hasSizeGreaterThan(80);
    assertThat(sent).containsAll(told);
  }
}
