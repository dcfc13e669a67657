package io.integrationhost.converter.tbel;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.mvel2.ExecutionContext;
import org.mvel2.ScriptMemoryOverflowException;

/** Refuses calls that would make a text, or a list, larger than a script may have. */
final class TextLimits {
  /** Width and precision in the place holders of a format. */
  private static final Pattern WIDTHS = Pattern.compile("%[^a-zA-Z%]*");

  private static final int MAX_WIDTH_DIGITS = 5;
  private static final int MAX_LINE_SEPARATOR = 16;

  private TextLimits() {}

  static void check(ExecutionContext context, long length) {
    long max = max(context);
    if (length > max) {
      throw new ScriptMemoryOverflowException(
          "Max string length overflow (" + length + " > " + max + ")!");
    }
  }

  static long max(ExecutionContext context) {
    return context.getMaxAllowedMemory() / 2;
  }

  static Object[] copies(ExecutionContext context, Object target, Object[] arguments) {
    if (arguments[0] instanceof Number count) {
      check(context, count.longValue() * Long.BYTES);
    }
    return arguments;
  }

  static Object[] format(ExecutionContext context, Object target, Object[] arguments) {
    for (Object each : arguments) {
      if (each instanceof String pattern) {
        checkWidths(pattern);
        break;
      }
    }
    return arguments;
  }

  static Object[] formatted(ExecutionContext context, Object target, Object[] arguments) {
    checkWidths((String) target);
    return arguments;
  }

  private static void checkWidths(String pattern) {
    boolean wide =
        WIDTHS
            .matcher(pattern)
            .results()
            .map(MatchResult::group)
            .anyMatch(holder -> holder.matches(".*[0-9]{" + MAX_WIDTH_DIGITS + ",}.*"));
    if (wide) {
      throw new ScriptMemoryOverflowException(
          "Max string length overflow: a width in the format has " + MAX_WIDTH_DIGITS + " digits");
    }
  }

  static Object[] indent(ExecutionContext context, Object target, Object[] arguments) {
    if (target instanceof String text && arguments[0] instanceof Number width) {
      check(context, text.length() + (text.lines().count() + 1) * Math.abs(width.longValue()));
    }
    return arguments;
  }

  static Object[] formatHex(ExecutionContext context, Object target, Object[] arguments) {
    if (target instanceof HexFormat format && arguments[0] instanceof byte[] bytes) {
      long around =
          2L + format.delimiter().length() + format.prefix().length() + format.suffix().length();
      check(context, around * bytes.length);
    }
    return arguments;
  }

  /** Between the lines, of which each four characters may be one. */
  static Object[] lineSeparator(ExecutionContext context, Object target, Object[] arguments) {
    if (arguments.length > 1
        && arguments[1] instanceof byte[] separator
        && separator.length > MAX_LINE_SEPARATOR) {
      throw new ScriptMemoryOverflowException(
          "Max string length overflow: a line separator of " + separator.length + " bytes");
    }
    return arguments;
  }

  static Object[] arrayOfLength(ExecutionContext context, Object target, Object[] arguments) {
    if (arguments.length > 1 && arguments[1] instanceof Number length) {
      check(context, length.longValue() * Long.BYTES);
    }
    return arguments;
  }

  static Object[] arrayOfRange(ExecutionContext context, Object target, Object[] arguments) {
    if (arguments.length > 2
        && arguments[1] instanceof Number from
        && arguments[2] instanceof Number to) {
      check(context, (to.longValue() - from.longValue()) * Long.BYTES);
    }
    return arguments;
  }

  static Object[] join(ExecutionContext context, Object target, Object[] arguments) {
    if (arguments.length > 1 && arguments[0] instanceof CharSequence separator) {
      if (arguments[1] instanceof Iterable<?> list) {
        joined(context, separator, list);
      } else if (arguments[1] instanceof Object[] array) {
        joined(context, separator, List.of(array));
      }
    }
    return arguments;
  }

  static Object[] joinList(ExecutionContext context, Object target, Object[] arguments) {
    if (arguments.length > 0 && arguments[0] instanceof CharSequence separator) {
      joined(context, separator, (Iterable<?>) target);
    }
    return arguments;
  }

  private static void joined(ExecutionContext context, CharSequence separator, Iterable<?> list) {
    long length = 0;
    for (Object each : list) {
      length += separator.length() + (each instanceof CharSequence text ? text.length() : 1);
    }
    check(context, length);
  }

  static Object[] replace(ExecutionContext context, Object target, Object[] arguments) {
    String text = (String) target;
    String old = String.valueOf(arguments[0]);
    long added = String.valueOf(arguments[1]).length();
    if ((text.length() + 1L) * added > max(context)) {
      long count = old.isEmpty() ? text.length() + 1L : count(text, old);
      check(context, text.length() + count * added);
    }
    return arguments;
  }

  private static long count(String text, String part) {
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }
}
