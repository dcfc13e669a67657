package io.integrationhost.ground;

/** Texts from outside, such as names from a server, made harmless for a log and a terminal. */
public final class CleanText {

  private static final int MOST_OF_A_NAME = 255;

  private CleanText() {}

  /** A name: in one line, without control characters, and not longer than names are. */
  public static String name(String text) {
    return of(text, MOST_OF_A_NAME);
  }

  /** In one line, without control characters; what is cut is counted. */
  public static String of(String text, int most) {
    int end = Math.min(text.length(), most);
    int clean = 0;
    while (clean < end && !isHarmful(text.charAt(clean))) {
      clean++;
    }
    if (clean == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(end + 16).append(text, 0, clean);
    for (int i = clean; i < end; i++) {
      append(out, text.charAt(i));
    }
    if (end < text.length()) {
      out.append("... [cut: ").append(text.length()).append(" characters]");
    }
    return out.toString();
  }

  static void append(StringBuilder out, char character) {
    switch (character) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (isHarmful(character)) {
          out.append("\\u").append("%04x".formatted((int) character));
        } else {
          out.append(character);
        }
      }
    }
  }

  /** Moves the cursor, changes colours, breaks the line, or turns the direction of writing. */
  static boolean isHarmful(char character) {
    return Character.isISOControl(character)
        || (character >= '\u2028' && character <= '\u202e')
        || (character >= '\u2066' && character <= '\u2069');
  }
}
