package io.integrationhost.cli.log;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.integrationhost.ground.CleanText;
import java.util.regex.Pattern;

/**
 * The message of a line of the log, whatever names and payloads it is made of: no control
 * characters, and no line that looks like one of the log. Of its own line breaks only those before
 * a part of a stack trace stay, each with a tab behind it.
 */
final class CleanMessage extends MessageConverter {

  static final int MOST_CHARACTERS = 16_000;

  private static final Pattern TRACE =
      Pattern.compile(
          "\\s*(at |\\.\\.\\. \\d|Caused by: |Suppressed: |[\\w.$]+(Exception|Error)\\b)");

  @Override
  public String convert(ILoggingEvent event) {
    return clean(super.convert(event));
  }

  /** Cut as a clean one is; its line breaks and control characters are still in it. */
  static String bounded(String message) {
    return message.length() <= MOST_CHARACTERS
        ? message
        : message.substring(0, MOST_CHARACTERS) + "... [cut: " + message.length() + " characters]";
  }

  static String clean(String message) {
    if (message.indexOf('\n') < 0) {
      return CleanText.of(message, MOST_CHARACTERS);
    }
    StringBuilder out = new StringBuilder(message.length() + 16);
    String[] lines = message.split("\n", -1);
    for (int i = 0; i < lines.length && out.length() < MOST_CHARACTERS; i++) {
      boolean trace = TRACE.matcher(lines[i]).lookingAt();
      if (i > 0) {
        out.append(trace ? "\n\t" : "\\n");
      }
      out.append(CleanText.of(trace ? lines[i].strip() : lines[i], MOST_CHARACTERS - out.length()));
    }
    return out.toString();
  }
}
