package io.integrationhost.converter.tbel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mvel2.ExecutionContext;

/**
 * Regular expressions can take longer than the universe exists, and Java's do not look whether they
 * shall stop. So a first search runs on a text that can be stopped; what comes to its end there
 * does so in the real call as well. Where the call takes any text, it gets the stoppable one at
 * once.
 */
final class RegexLimits {
  private RegexLimits() {}

  static Object[] matches(ExecutionContext context, Object target, Object[] arguments) {
    String pattern = String.valueOf(arguments[0]);
    if (canBeSlow(pattern)) {
      matcher(context, pattern, target).matches();
    }
    return arguments;
  }

  /** For all that goes from one match to the next. */
  static Object[] search(ExecutionContext context, Object target, Object[] arguments) {
    String pattern = String.valueOf(arguments[0]);
    if (canBeSlow(pattern)) {
      count(matcher(context, pattern, target));
    }
    return arguments;
  }

  static Object[] replaceAll(ExecutionContext context, Object target, Object[] arguments) {
    String pattern = String.valueOf(arguments[0]);
    String replacement = String.valueOf(arguments[1]);
    long text = ((String) target).length();
    boolean large = (text + 1) * replacement.length() > TextLimits.max(context);
    if (large || canBeSlow(pattern)) {
      long matches = count(matcher(context, pattern, target));
      long groups = replacement.chars().filter(c -> c == '$').count();
      TextLimits.check(context, text * (1 + groups) + matches * replacement.length());
    }
    return arguments;
  }

  /** The text of the matcher is a stoppable one; only how much comes of it must be known. */
  static Object[] matcherReplace(ExecutionContext context, Object target, Object[] arguments) {
    if (target instanceof Matcher matcher && arguments[0] instanceof String replacement) {
      matcher.reset();
      long text = matcher.regionEnd();
      long groups = replacement.chars().filter(c -> c == '$').count();
      if ((text + 1) * (replacement.length() + text * groups) > TextLimits.max(context)) {
        long matches = count(matcher);
        TextLimits.check(context, text * (1 + groups) + matches * replacement.length());
      }
    }
    return arguments;
  }

  static Object[] matcher(ExecutionContext context, Object target, Object[] arguments) {
    return withStoppable(context, arguments, 0);
  }

  static Object[] patternMatches(ExecutionContext context, Object target, Object[] arguments) {
    return withStoppable(context, arguments, 1);
  }

  private static Object[] withStoppable(ExecutionContext context, Object[] arguments, int index) {
    if (arguments.length <= index || !(arguments[index] instanceof CharSequence text)) {
      return arguments;
    }
    Object[] changed = arguments.clone();
    changed[index] = new StoppableText(context, text);
    return changed;
  }

  private static Matcher matcher(ExecutionContext context, String pattern, Object text) {
    return Pattern.compile(pattern).matcher(new StoppableText(context, (String) text));
  }

  private static long count(Matcher matcher) {
    long count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }

  /** Without repetition a search takes no longer than the text is long. */
  private static boolean canBeSlow(String pattern) {
    return pattern.chars().anyMatch(c -> c == '*' || c == '+' || c == '{');
  }
}
