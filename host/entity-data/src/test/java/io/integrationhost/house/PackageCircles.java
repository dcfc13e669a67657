package io.integrationhost.house;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Circles of packages in sources: packages that see each other, be it by a detour. Read from the
 * sources and not from class files, so that it can be known before anything is compiled.
 */
final class PackageCircles {

  private static final Pattern OURS =
      Pattern.compile("\\b(io\\.integrationhost(?:\\.[a-z]\\w*)*)\\.[A-Z]");

  /** By package, what it sees, and a file in which it does. */
  private final Map<String, Map<String, Path>> sees = new TreeMap<>();

  private PackageCircles() {}

  /**
   * One circle per package that is in any, each in a line with the files that close it; empty when
   * there is none.
   *
   * @param sources folders such as {@code src/main/java}
   */
  static List<String> in(List<Path> sources) throws IOException {
    PackageCircles circles = new PackageCircles();
    SourceFile.below(sources).forEach(circles::add);
    return circles.sees.keySet().stream().flatMap(each -> circles.from(each).stream()).toList();
  }

  private void add(SourceFile file) {
    Map<String, Path> seen = sees.computeIfAbsent(file.room(), key -> new TreeMap<>());
    Matcher other = OURS.matcher(file.code());
    while (other.find()) {
      if (!other.group(1).equals(file.room())) {
        seen.putIfAbsent(other.group(1), file.path().getFileName());
      }
    }
  }

  /** The shortest way from a package back to it. */
  private Optional<String> from(String start) {
    Map<String, String> reachedFrom = new LinkedHashMap<>();
    List<String> edge = List.of(start);
    while (!edge.isEmpty() && !reachedFrom.containsKey(start)) {
      List<String> next = new ArrayList<>();
      for (String each : edge) {
        for (String seen : new TreeSet<>(sees.getOrDefault(each, Map.of()).keySet())) {
          if (reachedFrom.putIfAbsent(seen, each) == null) {
            next.add(seen);
          }
        }
      }
      edge = next;
    }
    return reachedFrom.containsKey(start)
        ? Optional.of(text(start, reachedFrom))
        : Optional.empty();
  }

  private String text(String start, Map<String, String> reachedFrom) {
    String way = start;
    String to = start;
    do {
      String by = reachedFrom.get(to);
      way = "%s (%s) > %s".formatted(by, sees.get(by).get(to), way);
      to = by;
    } while (!to.equals(start));
    return way;
  }
}
