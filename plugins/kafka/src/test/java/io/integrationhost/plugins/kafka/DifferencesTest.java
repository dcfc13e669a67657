package io.integrationhost.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of facts in the plugin's README names tests that exist. */
class DifferencesTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`(?! \\()");

  @Test
  void eachFactHasItsTest() throws IOException, ClassNotFoundException {
    Matcher named = TEST.matcher(Files.readString(Path.of("README.md")));
    int count = 0;
    while (named.find()) {
      count++;
      Class<?> type = type(named.group(1));
      assertThat(methods(type).map(Method::getName)).as(type.getName()).contains(named.group(2));
    }
    assertThat(count).isGreaterThan(30);
  }

  /** Without its static fields: some want a packaged jar. */
  private static Class<?> type(String name) throws ClassNotFoundException {
    Class<?> here = DifferencesTest.class;
    return Class.forName(here.getPackageName() + "." + name, false, here.getClassLoader());
  }

  private static Stream<Method> methods(Class<?> type) {
    return Stream.<Class<?>>iterate(type, each -> each != null, Class::getSuperclass)
        .flatMap(each -> Arrays.stream(each.getDeclaredMethods()));
  }
}
