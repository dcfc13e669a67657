package io.integrationhost.runtime;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A throwable of a plugin as text. Made on a thread of the plugin, because the throwable's methods
 * are the plugin's code; whatever they do, the text is made.
 */
record ThrowableText(String type, String message, String stack, String place) {

  static final ThrowableText NONE = new ThrowableText("", "", "", "");

  private static final int MESSAGE_LIMIT = 2_000;
  private static final int STACK_LIMIT = 16_000;

  static ThrowableText of(Throwable thrown) {
    return new ThrowableText(
        thrown.getClass().getName(), messageOf(thrown), stackOf(thrown), placeOf(thrown));
  }

  /** The message, or the type for one that has none. */
  String messageOrType() {
    return message.isEmpty() ? type : message;
  }

  private static String messageOf(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null
          ? ""
          : plain(message.substring(0, Math.min(message.length(), MESSAGE_LIMIT)));
    } catch (Throwable e) {
      return "(its message could not be read: " + e.getClass().getName() + ")";
    }
  }

  /** What a device sent may be in it: it must not forge lines of a log, nor steer a terminal. */
  private static String plain(String message) {
    StringBuilder text = new StringBuilder(message.length());
    message
        .codePoints()
        .map(c -> c == '\n' || c == '\t' ? ' ' : c)
        .filter(c -> c != '\r')
        .map(c -> forges(c) ? '?' : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static boolean forges(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static String placeOf(Throwable thrown) {
    try {
      StackTraceElement[] frames = thrown.getStackTrace();
      return frames.length == 0 ? "" : frames[0].toString();
    } catch (Throwable e) {
      return "";
    }
  }

  private static String stackOf(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    try {
      for (Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
        if (text.length() > STACK_LIMIT) {
          return text.append("\t...\n").toString();
        }
        text.append(seen.size() == 1 ? "" : "Caused by: ");
        text.append(t.getClass().getName()).append(": ").append(messageOf(t)).append('\n');
        for (StackTraceElement frame : t.getStackTrace()) {
          if (text.length() > STACK_LIMIT) {
            return text.append("\t...\n").toString();
          }
          text.append("\tat ").append(frame).append('\n');
        }
      }
    } catch (Throwable e) {
      text.append("(the stack could not be read: ").append(e.getClass().getName()).append(")\n");
    }
    return text.toString();
  }
}
