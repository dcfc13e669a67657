package io.integrationhost.converter.tbel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mvel2.ExecutionContext;

/** The guide to TBEL says what the code offers, no more and no less. */
final class TbelDocumentationTest {
  private static final Path GUIDE = Path.of("../../distribution/docs/tbel.md");
  private static final Path VECTORS = Path.of("../converter/src/test/resources/vectors/tbel");

  @Test
  void theTableOfFunctionsIsThatOfTheCode() throws IOException {
    assertThat(Files.readString(GUIDE)).contains(table());
  }

  @Test
  void theListOfClassesIsThatOfTheCode() throws IOException {
    String classes =
        AllowedClasses.names().stream()
            .map(name -> "`" + name.substring("java.util.".length()).replace('$', '.') + "`")
            .collect(Collectors.joining(", "));
    assertThat(Files.readString(GUIDE).replaceAll("\\s+", " ")).contains(classes);
  }

  @Test
  void everyFunctionHasVectors() throws IOException {
    assertThat(vectors().keySet()).containsAll(ScriptLibrary.functions());
  }

  @Test
  void thereAreAllFunctionsOfThePlatform() {
    assertThat(ScriptLibrary.functions()).hasSize(69);
  }

  private static String table() throws IOException {
    Map<String, Integer> vectors = vectors();
    StringBuilder table = new StringBuilder();
    for (Map.Entry<String, Method> each : ScriptLibrary.methods().entrySet()) {
      List<Method> forms =
          Stream.of(each.getValue().getDeclaringClass().getMethods())
              .filter(method -> method.getName().equals(each.getKey()))
              .filter(method -> Modifier.isStatic(method.getModifiers()))
              .sorted(
                  Comparator.comparing(Method::getParameterCount)
                      .thenComparing(TbelDocumentationTest::arguments))
              .toList();
      table
          .append("| `")
          .append(each.getKey())
          .append("` | ")
          .append(
              forms.stream()
                  .map(form -> "`" + arguments(form) + "`")
                  .collect(Collectors.joining(" ")))
          .append(" | ")
          .append(
              forms.stream()
                  .map(form -> form.getReturnType().getSimpleName())
                  .map(TbelDocumentationTest::shown)
                  .distinct()
                  .sorted()
                  .collect(Collectors.joining(", ")))
          .append(" | ")
          .append(vectors.get(each.getKey()))
          .append(" |\n");
    }
    return table.toString();
  }

  private static String arguments(Method form) {
    return Arrays.stream(form.getParameterTypes())
        .filter(type -> type != ExecutionContext.class)
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String shown(String type) {
    return type.equals("ExecutionArrayList") ? "List" : type;
  }

  private static Map<String, Integer> vectors() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(VECTORS)) {
      all.filter(file -> file.toString().endsWith(".json")).forEach(files::add);
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (Path file : files) {
      for (JsonElement vector : JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
        String helper = vector.getAsJsonObject().get("helper").getAsString();
        counts.merge(helper, 1, Integer::sum);
      }
    }
    return counts;
  }
}
