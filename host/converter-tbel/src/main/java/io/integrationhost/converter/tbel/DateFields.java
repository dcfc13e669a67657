package io.integrationhost.converter.tbel;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;

/** Sets fields of a date as scripts expect it. */
final class DateFields {
  /** Every month has these. */
  private static final int SURE_DAYS = 28;

  private static final int CENTURY_TURNS = 70;

  private DateFields() {}

  /** Keeps the day; one that the month does not have runs over into the next month. */
  static ZonedDateTime rolled(ZonedDateTime moment, int year, int month) {
    int day = moment.getDayOfMonth();
    if (day <= SURE_DAYS) {
      return dated(moment, year, month, day);
    }
    return moment.with(LocalDate.of(year, month, 1).plusDays(day - 1L));
  }

  static ZonedDateTime dated(ZonedDateTime moment, int year, int month, int day) {
    return moment.with(LocalDate.of(year, month, day));
  }

  static ZonedDateTime milli(ZonedDateTime moment, int milliseconds) {
    return moment.with(ChronoField.MILLI_OF_SECOND, milliseconds);
  }

  /** Two digits mean 1970 to 2069. */
  static int fullYear(int year) {
    if (year < 0 || year > 99) {
      return year;
    }
    return year < CENTURY_TURNS ? 2000 + year : 1900 + year;
  }
}
