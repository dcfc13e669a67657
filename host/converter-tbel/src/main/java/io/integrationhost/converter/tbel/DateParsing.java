package io.integrationhost.converter.tbel;

import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Texts that scripts make a date from; without a zone they mean that of the process. */
final class DateParsing {
  private static final long FAILED = -1;

  /**
   * As ThingsBoard writes it, so that texts are read, and refused, as there. Abbreviations of zones
   * are English ones wherever the host runs.
   */
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern(
          "yyyy-MM-dd[[ ]['T']HH:mm[:ss[.SSS]][ ][XXX][Z][z][VV][O]]", Locale.ENGLISH);

  private static final DateTimeFormatter RFC =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("[EEE, ]d MMM uuuu HH:mm[:ss][ ]")
          .optionalStart()
          .appendOffset("+HHMM", "GMT")
          .optionalEnd()
          .toFormatter(Locale.ENGLISH);

  private DateParsing() {}

  static Instant instant(String text) {
    try {
      if (text != null && !text.isEmpty()) {
        return Character.isDigit(text.charAt(0)) ? iso(text) : moment(text, RFC);
      }
    } catch (DateTimeException unknownForm) {
      throw unreadable(text);
    }
    throw unreadable(text);
  }

  static Instant instant(String text, String pattern, Locale locale) {
    return moment(text, DateTimeFormatter.ofPattern(pattern, locale));
  }

  static Instant instant(String text, String pattern, Locale locale, ZoneId zone) {
    DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, locale);
    return LocalDateTime.parse(text, formatter).atZone(zone).toInstant();
  }

  /** Milliseconds; -1 when the text cannot be read. */
  static long millis(String text) {
    try {
      return moment(text, ISO).toEpochMilli();
    } catch (DateTimeException e) {
      return FAILED;
    }
  }

  /** Milliseconds; -1 when the text cannot be read. Days that a month does not have roll over. */
  static long millis(String text, String pattern) {
    try {
      SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.getDefault());
      return format.parse(text).toInstant().toEpochMilli();
    } catch (ParseException | IllegalArgumentException e) {
      return FAILED;
    }
  }

  private static Instant iso(String text) {
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    } catch (DateTimeException otherForm) {
      return moment(text, ISO);
    }
  }

  private static Instant moment(String text, DateTimeFormatter formatter) {
    return formatter.withZone(ZoneId.systemDefault()).parse(text, Instant::from);
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException("Cannot parse value [" + text + "] as instant");
  }
}
