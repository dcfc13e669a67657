package io.integrationhost.convert;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code return} statements of a script.
 *
 * @param own lines of those of the script itself
 * @param inner lines of those inside functions of the script
 * @param alone lines of own ones with nothing behind them but a line end
 */
public record Returns(List<Integer> own, List<Integer> inner, List<Integer> alone) {
  private static final Pattern RETURN = Pattern.compile("\\breturn\\b");
  private static final Pattern ALONE = Pattern.compile("\\breturn[ \\t\\r]*\\n\\s*[\\[{\\w\"]");
  private static final Pattern HEAD =
      Pattern.compile("(=>|\\bfunction\\b[^(){}]*\\([^(){}]*\\))\\s*$");

  /** Finds them; what stands in comments and quotes does not count. */
  public static Returns of(ScriptText script) {
    String code = script.code();
    Returns found = new Returns(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Deque<Boolean> braces = new ArrayDeque<>();
    int functions = 0;
    Matcher matcher = RETURN.matcher(code);
    int next = matcher.find() ? matcher.start() : -1;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '{') {
        boolean function = HEAD.matcher(code.substring(Math.max(0, i - 500), i)).find();
        braces.push(function);
        functions += function ? 1 : 0;
      } else if (c == '}' && !braces.isEmpty() && braces.pop()) {
        functions--;
      } else if (i == next) {
        found.add(script.lineOf(i), functions > 0, ALONE.matcher(code.substring(i)).lookingAt());
        next = matcher.find() ? matcher.start() : -1;
      }
    }
    return found;
  }

  private void add(int line, boolean inFunction, boolean isAlone) {
    (inFunction ? inner : own).add(line);
    if (isAlone && !inFunction) {
      alone.add(line);
    }
  }
}
