package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Bytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message says about its device's name. A greeting holds {@code My name is [name]} in any
 * case; text may stand around it, but no bracket, brace or quote before it, so that JSON readings
 * are never taken for greetings. Brackets inside the name must match.
 */
sealed interface Greeting {

  /** The device said its name. */
  record Named(String name) implements Greeting {}

  /** The device tried to say its name. */
  record Unusable(String reason) implements Greeting {}

  /** No greeting. */
  record Absent() implements Greeting {}

  /** ThingsBoard's limit of a device name. */
  int MAX_NAME = 255;

  /** A longer message is not looked at. */
  int MAX_LENGTH = 4096;

  Pattern OPENING = Pattern.compile("[^\\[\\]{}\"]*?my name is\\s*\\[", Pattern.CASE_INSENSITIVE);

  /** A greeting with a name. */
  static String of(String name) {
    return "Hello to ThingsBoard! My name is [" + name + "]";
  }

  /** Looks for a greeting in a whole message. */
  static Greeting in(byte[] message) {
    String text = message.length > MAX_LENGTH ? "" : Bytes.utf8(message);
    Matcher opening = OPENING.matcher(text);
    if (text.indexOf('[') < 0 || !opening.lookingAt()) {
      return new Absent();
    }
    int end = closing(text, opening.end());
    if (end < 0) {
      return new Unusable("the closing ] after 'My name is [' is missing");
    }
    String name = text.substring(opening.end(), end).strip();
    if (name.isEmpty()) {
      return new Unusable("the name in 'My name is []' is empty");
    }
    if (name.length() > MAX_NAME) {
      return new Unusable("the name is longer than " + MAX_NAME + " characters");
    }
    return new Named(name);
  }

  /** Whether a text that paused without line end looks like the beginning of a greeting. */
  static boolean isUnfinished(byte[] beginning) {
    if (beginning.length > MAX_LENGTH) {
      return false;
    }
    String text = Bytes.utf8(beginning).stripLeading();
    String hello = "hello";
    boolean begins = text.regionMatches(true, 0, hello, 0, Math.min(text.length(), hello.length()));
    Matcher opening = OPENING.matcher(text);
    return opening.lookingAt() ? closing(text, opening.end()) < 0 : begins && !text.isEmpty();
  }

  private static int closing(String text, int from) {
    int depth = 1;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    return -1;
  }
}
