package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table of facts in a text, each with the test that shows it, written as {@code
 * `SomeTest.someMethod`}. A test of another module has that module's name behind it, as in {@code
 * `SomeTest.someMethod` (kit-http)}.
 *
 * @param text the file with the table
 * @param tests any class among the tests of this module; theirs may be in packages below its own
 * @param elsewhere folders with the sources of tests of other modules, by the names behind them
 */
public record FactTable(Path text, Class<?> tests, Map<String, Path> elsewhere) {

  private static final Pattern TEST =
      Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`(?: \\(([\\w-]+)\\))?");

  /** Of a plugin whose tests are all its own. */
  public FactTable(Path text, Class<?> tests) {
    this(text, tests, Map.of());
  }

  /** Copies the map. */
  public FactTable {
    elsewhere = Map.copyOf(elsewhere);
  }

  /**
   * Looks for each test.
   *
   * @return how many there are
   * @throws AssertionError for one that does not exist
   */
  public int check() throws IOException, ClassNotFoundException {
    Matcher named = TEST.matcher(Files.readString(text));
    int count = 0;
    while (named.find()) {
      count++;
      Path folder = named.group(3) == null ? null : elsewhere.get(named.group(3));
      if (folder == null) {
        Class<?> type = type(named.group(1));
        assertThat(methods(type).map(Method::getName)).as(type.getName()).contains(named.group(2));
      } else {
        assertThat(folder.resolve(named.group(1) + ".java"))
            .content()
            .contains("void " + named.group(2) + "(");
      }
    }
    return count;
  }

  /** Without its static fields: some want a packaged jar. */
  private Class<?> type(String name) throws IOException, ClassNotFoundException {
    Path classes = classes();
    try (Stream<Path> files =
        Files.find(
            classes.resolve(tests.getPackageName().replace('.', '/')),
            Integer.MAX_VALUE,
            (file, attributes) -> file.getFileName().toString().equals(name + ".class"))) {
      List<Path> found = files.toList();
      assertThat(found).as("classes of the name %s, which %s names", name, text).hasSize(1);
      String file = classes.relativize(found.get(0)).toString();
      String type = file.substring(0, file.length() - ".class".length());
      return Class.forName(type.replaceAll("[/\\\\]", "."), false, tests.getClassLoader());
    }
  }

  private Path classes() {
    try {
      return Path.of(tests.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(tests + " does not come from a folder", e);
    }
  }

  private static Stream<Method> methods(Class<?> type) {
    return Stream.<Class<?>>iterate(type, each -> each != null, Class::getSuperclass)
        .flatMap(each -> Arrays.stream(each.getDeclaredMethods()));
  }
}
