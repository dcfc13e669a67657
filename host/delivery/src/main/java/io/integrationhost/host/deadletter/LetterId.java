package io.integrationhost.host.deadletter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a letter among all integrations; sorts by time, then by order of arrival.
 *
 * @param text like {@code 20260131T235959123Z-000042}, with a {@code p} behind it when the letter
 *     holds a payload that was never acknowledged
 * @param time of the letter, to the millisecond
 */
public record LetterId(String text, Instant time) implements Comparable<LetterId> {

  private static final String UNACKNOWLEDGED = "p";
  private static final int SEQUENCES = 1_000_000;
  private static final Pattern FORM =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(\\d{2})(\\d{3})Z-\\d{6}p?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  static LetterId of(DeadLetter letter, int sequence) {
    Instant exact = letter.time().truncatedTo(ChronoUnit.MILLIS);
    return new LetterId(
        String.format(
            Locale.ROOT,
            "%s-%06d%s",
            TIME.format(exact),
            Math.floorMod(sequence, SEQUENCES),
            letter.wasAcknowledged() ? "" : UNACKNOWLEDGED),
        exact);
  }

  /** Whether the letter's device was told that its reading is stored. */
  public boolean wasAcknowledged() {
    return !text.endsWith(UNACKNOWLEDGED);
  }

  /** The id that the text is, if it is one. */
  public static Optional<LetterId> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      String iso =
          "%s-%s-%sT%s:%s:%s.%sZ"
              .formatted(
                  parts.group(1),
                  parts.group(2),
                  parts.group(3),
                  parts.group(4),
                  parts.group(5),
                  parts.group(6),
                  parts.group(7));
      return Optional.of(new LetterId(text, Instant.parse(iso)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(LetterId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
