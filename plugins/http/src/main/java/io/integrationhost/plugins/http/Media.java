package io.integrationhost.plugins.http;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code Content-Type} says.
 *
 * @param type in lower case; empty when none was sent
 * @param parameters behind it, as they were sent
 */
record Media(String type, String parameters) {

  static Media of(Optional<String> header) {
    String text = header.orElse("").strip();
    int semicolon = text.indexOf(';');
    return semicolon < 0
        ? new Media(text.toLowerCase(Locale.ROOT), "")
        : new Media(
            text.substring(0, semicolon).strip().toLowerCase(Locale.ROOT),
            text.substring(semicolon + 1));
  }

  boolean isJson() {
    return type.equals("application/json")
        || (type.startsWith("application/") && type.endsWith("+json"));
  }

  boolean isBinary() {
    return type.isEmpty() || type.equals("application/octet-stream");
  }

  boolean isText() {
    return type.equals("text/plain");
  }

  boolean isForm() {
    return type.equals("application/x-www-form-urlencoded");
  }

  boolean isMultipart() {
    return type.equals("multipart/form-data");
  }

  /** A parameter without its quotes. */
  Optional<String> parameter(String name) {
    for (String each : parameters.split(";", -1)) {
      int equals = each.indexOf('=');
      if (equals > 0 && each.substring(0, equals).strip().equalsIgnoreCase(name)) {
        String value = each.substring(equals + 1).strip();
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return Optional.of(isQuoted ? value.substring(1, value.length() - 1) : value);
      }
    }
    return Optional.empty();
  }

  /**
   * The charset of a text.
   *
   * @throws IllegalArgumentException when nobody knows it
   */
  Charset charset() {
    try {
      return parameter("charset")
          .map(Charset::forName)
          .orElse(java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException("its charset is not known");
    }
  }
}
