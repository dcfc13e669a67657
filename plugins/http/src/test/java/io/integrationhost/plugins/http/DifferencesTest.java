package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of facts in the plugin's README names tests, and requests, that exist. */
class DifferencesTest {

  private static final Path KIT =
      Path.of("../../plugin-api/kit-http/src/test/java/io/integrationhost/kit/http");
  private static final Pattern TEST =
      Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`( \\(kit-http\\))?");
  private static final Pattern REQUEST = Pattern.compile("`([a-z_]+/[a-z-]+)`");

  @Test
  void eachFactHasItsTest() throws IOException, ClassNotFoundException {
    Matcher named = TEST.matcher(Files.readString(Path.of("README.md")));
    int count = 0;
    while (named.find()) {
      count++;
      if (named.group(3) == null) {
        Class<?> type = type(named.group(1));
        assertThat(methods(type).map(Method::getName)).as(type.getName()).contains(named.group(2));
      } else {
        assertThat(KIT.resolve(named.group(1) + ".java"))
            .content()
            .contains("void " + named.group(2) + "(");
      }
    }
    assertThat(count).isGreaterThan(60);
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
