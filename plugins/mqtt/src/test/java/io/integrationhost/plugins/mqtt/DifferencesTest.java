package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of facts in the plugin's README names tests that exist. */
class DifferencesTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
  private static final Map<String, String> PACKAGES =
      Map.of(
          "FuzzTest", ".packet",
          "PlainDialectTest", ".message",
          "PayloadTest", ".sparkplug",
          "PayloadFuzzTest", ".sparkplug",
          "EdgeNodesTest", ".sparkplug",
          "CommandsTest", ".sparkplug",
          "SparkplugDialectTest", ".sparkplug");

  @Test
  void eachFactHasItsTest() throws IOException, ClassNotFoundException {
    Matcher named = TEST.matcher(Files.readString(Path.of("README.md")));
    int count = 0;
    while (named.find()) {
      count++;
      String name = named.group(1);
      Class<?> type =
          // Without its static fields: some want a packaged jar.
          Class.forName(
              getClass().getPackageName() + PACKAGES.getOrDefault(name, "") + "." + name,
              false,
              getClass().getClassLoader());
      assertThat(Arrays.stream(type.getDeclaredMethods()).map(Method::getName))
          .as(name)
          .contains(named.group(2));
    }
    assertThat(count).isGreaterThan(60);
  }
}
