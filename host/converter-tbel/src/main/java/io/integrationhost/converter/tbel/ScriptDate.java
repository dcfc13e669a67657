package io.integrationhost.converter.tbel;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Known to scripts as {@code Date}: a moment that can be changed. Months are 1 to 12, and what is
 * out of range fails instead of rolling over.
 */
public final class ScriptDate implements DateReading, DateChanging, DateChangingUtc, DateText {
  /** What a field of {@code Date.UTC} means when it is zero. */
  private static final LocalDateTime NOTHING = LocalDateTime.of(1899, 12, 31, 0, 0);

  private Instant instant;

  public ScriptDate() {
    this(Instant.now());
  }

  public ScriptDate(long millis) {
    this(Instant.ofEpochMilli(millis));
  }

  public ScriptDate(String text) {
    this(DateParsing.instant(text));
  }

  public ScriptDate(String text, String pattern) {
    this(DateParsing.instant(text, pattern, Locale.getDefault()));
  }

  public ScriptDate(String text, String pattern, String locale) {
    this(DateParsing.instant(text, pattern, DateForm.locale(locale)));
  }

  public ScriptDate(String text, String pattern, String locale, String zone) {
    this(DateParsing.instant(text, pattern, DateForm.locale(locale), ZoneId.of(zone)));
  }

  public ScriptDate(int year, int month, int day) {
    this(year, month, day, 0, 0, 0, 0, null);
  }

  public ScriptDate(int year, int month, int day, String zone) {
    this(year, month, day, 0, 0, 0, 0, zone);
  }

  public ScriptDate(int year, int month, int day, int hour, int minute) {
    this(year, month, day, hour, minute, 0, 0, null);
  }

  public ScriptDate(int year, int month, int day, int hour, int minute, String zone) {
    this(year, month, day, hour, minute, 0, 0, zone);
  }

  public ScriptDate(int year, int month, int day, int hour, int minute, int second) {
    this(year, month, day, hour, minute, second, 0, null);
  }

  public ScriptDate(int year, int month, int day, int hour, int minute, int second, String zone) {
    this(year, month, day, hour, minute, second, 0, zone);
  }

  public ScriptDate(int year, int month, int day, int hour, int minute, int second, int milli) {
    this(year, month, day, hour, minute, second, milli, null);
  }

  public ScriptDate(
      int year, int month, int day, int hour, int minute, int second, int milli, String zone) {
    this(
        LocalDateTime.of(DateFields.fullYear(year), month, day, hour, minute, second, nanos(milli))
            .atZone(zone == null ? ZoneId.systemDefault() : ZoneId.of(zone))
            .toInstant());
  }

  private ScriptDate(Instant instant) {
    this.instant = instant;
  }

  public static long now() {
    return System.currentTimeMillis();
  }

  public static long parse(String text) {
    return DateParsing.millis(text);
  }

  public static long parse(String text, String pattern) {
    return DateParsing.millis(text, pattern);
  }

  public static long UTC(int year) {
    return UTC(year, 0);
  }

  public static long UTC(int year, int month) {
    return UTC(year, month, 0);
  }

  public static long UTC(int year, int month, int day) {
    return UTC(year, month, day, 0);
  }

  public static long UTC(int year, int month, int day, int hour) {
    return UTC(year, month, day, hour, 0);
  }

  public static long UTC(int year, int month, int day, int hour, int minute) {
    return UTC(year, month, day, hour, minute, 0);
  }

  public static long UTC(int year, int month, int day, int hour, int minute, int second) {
    return UTC(year, month, day, hour, minute, second, 0);
  }

  /** Zero means the year 1899, the twelfth month or the 31st day. */
  public static long UTC(
      int year, int month, int day, int hour, int minute, int second, int milli) {
    return ZonedDateTime.of(
            year == 0 ? NOTHING.getYear() : DateFields.fullYear(year),
            month == 0 ? NOTHING.getMonthValue() : month,
            day == 0 ? NOTHING.getDayOfMonth() : day,
            hour,
            minute,
            second,
            nanos(milli),
            ZoneOffset.UTC)
        .toInstant()
        .toEpochMilli();
  }

  @Override
  public Instant getInstant() {
    return instant;
  }

  @Override
  public void moveTo(Instant moment) {
    instant = moment;
  }

  public void setTime(long millis) {
    instant = Instant.ofEpochMilli(millis);
  }

  /** As a script sees it: the full form in the language of the process. */
  @Override
  public String toString() {
    return toString(DateForm.language());
  }

  private static int nanos(int milli) {
    return Math.toIntExact(TimeUnit.MILLISECONDS.toNanos(milli));
  }
}
