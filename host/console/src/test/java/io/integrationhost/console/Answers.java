package io.integrationhost.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Answers of a host, made by hand: resources in which {@code @-90@} stands for the time 90 s ago.
 */
final class Answers {

  private static final Pattern TIME = Pattern.compile("@(-?\\+?\\d+)@");

  private Answers() {}

  static String json(String name) {
    try (InputStream in = Answers.class.getResourceAsStream("answers/" + name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException("no answer " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Instant now = Instant.now();
      return TIME.matcher(text)
          .replaceAll(
              found ->
                  now.plus(Duration.ofSeconds(Long.parseLong(found.group(1).replace("+", ""))))
                      .toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
