package io.integrationhost.runtime;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what the configuration library found wrong in the words of a person who wrote the
 * configuration. Works on the message, since only that says which key it is.
 */
final class ConfigFault {

  private static final Map<String, String> TYPES =
      Map.of(
          "NUMBER", "a number",
          "STRING", "a text",
          "BOOLEAN", "true or false",
          "OBJECT", "an object",
          "LIST", "a list",
          "NULL", "null",
          "32-bit integer", "a 32-bit whole number",
          "64-bit integer", "a 64-bit whole number");

  private static final Pattern TYPE =
      Pattern.compile("(.*: )?(\\S+) has type (.+) rather than (.+)");
  private static final Pattern NULL =
      Pattern.compile("(.*: )?Configuration key '(.+)' is set to null but expected (.+)");
  private static final Pattern NOTHING = Pattern.compile("(.*: )?Configuration key '(.+)' is null");
  private static final Pattern MISSING =
      Pattern.compile("(.*: )?No configuration setting found for key '(.+)'");
  private static final Pattern VALUE = Pattern.compile("(.*: )?Invalid value at '(.+?)': (.+)");

  private ConfigFault() {}

  /** The message with its place, reworded if it is one of the usual ones. */
  static String reworded(String message) {
    Matcher type = TYPE.matcher(message);
    if (type.matches()) {
      return "%s%s must be %s, is %s"
          .formatted(place(type), type.group(2), word(type.group(4)), word(type.group(3)));
    }
    Matcher none = NULL.matcher(message);
    if (none.matches()) {
      return "%s%s must be %s, is null".formatted(place(none), none.group(2), word(none.group(3)));
    }
    Matcher nothing = NOTHING.matcher(message);
    if (nothing.matches()) {
      return "%s%s must have a value, is null".formatted(place(nothing), nothing.group(2));
    }
    Matcher missing = MISSING.matcher(message);
    if (missing.matches()) {
      return "%s%s is missing".formatted(place(missing), missing.group(2));
    }
    Matcher value = VALUE.matcher(message);
    return value.matches()
        ? "%s%s: %s".formatted(place(value), value.group(2), value.group(3))
        : message;
  }

  private static String place(Matcher matcher) {
    return matcher.group(1) == null ? "" : matcher.group(1);
  }

  private static String word(String type) {
    return TYPES.getOrDefault(type, type);
  }
}
