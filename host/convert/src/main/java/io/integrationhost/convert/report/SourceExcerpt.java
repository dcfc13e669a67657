package io.integrationhost.convert.report;

import io.integrationhost.convert.ScriptText;
import io.integrationhost.converter.ScriptPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lines of a script around a place, with a caret under the place. */
public final class SourceExcerpt {
  private static final int LINES_BEFORE = 1;
  private static final int WIDTH = 80;

  private SourceExcerpt() {}

  /** Lines to print; empty when the script has no such line. */
  public static List<String> lines(ScriptText script, ScriptPlace place) {
    Optional<String> line = script.line(place.line());
    if (line.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (int i = Math.max(1, place.line() - LINES_BEFORE); i < place.line(); i++) {
      lines.add(numbered(i, cut(script.line(i).orElse(""), 0)));
    }
    // Long lines, such as those of a script that was squeezed into one, are cut around the place.
    int start = place.column() > WIDTH - 20 ? place.column() - WIDTH / 2 : 0;
    int indent = Math.min(place.column(), line.get().length() + 1) - 1 - start;
    lines.add(numbered(place.line(), cut(line.get(), start)));
    lines.add("      | " + " ".repeat(Math.max(0, indent)) + "^");
    return lines;
  }

  private static String numbered(int number, String text) {
    return "%5d | %s".formatted(number, text);
  }

  /** Tabs take one column, as the place counts them. */
  private static String cut(String line, int start) {
    String rest = line.substring(Math.min(start, line.length())).replace('\t', ' ');
    return rest.length() <= WIDTH ? rest : rest.substring(0, WIDTH) + "...";
  }
}
