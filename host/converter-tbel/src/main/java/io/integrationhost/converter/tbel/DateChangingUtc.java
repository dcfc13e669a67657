package io.integrationhost.converter.tbel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.UnaryOperator;

/** How a script changes a date in UTC. What is out of range fails. */
public sealed interface DateChangingUtc permits ScriptDate {
  Instant getInstant();

  void moveTo(Instant instant);

  default void setUTCFullYear(int year) {
    change(moment -> DateFields.rolled(moment, year, moment.getMonthValue()));
  }

  default void setUTCFullYear(int year, int month) {
    change(moment -> DateFields.rolled(moment, year, month));
  }

  default void setUTCFullYear(int year, int month, int day) {
    change(moment -> DateFields.dated(moment, year, month, day));
  }

  default void setUTCMonth(int month) {
    change(moment -> DateFields.rolled(moment, moment.getYear(), month));
  }

  default void setUTCMonth(int month, int day) {
    change(moment -> DateFields.dated(moment, moment.getYear(), month, day));
  }

  default void setUTCDate(int day) {
    change(moment -> moment.withDayOfMonth(day));
  }

  default void setUTCHours(int hours) {
    change(moment -> moment.withHour(hours));
  }

  default void setUTCHours(int hours, int minutes) {
    change(moment -> moment.withHour(hours).withMinute(minutes));
  }

  default void setUTCHours(int hours, int minutes, int seconds) {
    change(moment -> moment.withHour(hours).withMinute(minutes).withSecond(seconds));
  }

  default void setUTCHours(int hours, int minutes, int seconds, int milliseconds) {
    change(
        moment ->
            DateFields.milli(
                moment.withHour(hours).withMinute(minutes).withSecond(seconds), milliseconds));
  }

  default void setUTCMinutes(int minutes) {
    change(moment -> moment.withMinute(minutes));
  }

  default void setUTCMinutes(int minutes, int seconds) {
    change(moment -> moment.withMinute(minutes).withSecond(seconds));
  }

  default void setUTCMinutes(int minutes, int seconds, int milliseconds) {
    change(
        moment -> DateFields.milli(moment.withMinute(minutes).withSecond(seconds), milliseconds));
  }

  default void setUTCSeconds(int seconds) {
    change(moment -> moment.withSecond(seconds));
  }

  default void setUTCSeconds(int seconds, int milliseconds) {
    change(moment -> DateFields.milli(moment.withSecond(seconds), milliseconds));
  }

  default void setUTCMilliseconds(int milliseconds) {
    change(moment -> DateFields.milli(moment, milliseconds));
  }

  default void addYears(int years) {
    change(moment -> moment.plusYears(years));
  }

  default void addMonths(int months) {
    change(moment -> moment.plusMonths(months));
  }

  default void addWeeks(int weeks) {
    change(moment -> moment.plusWeeks(weeks));
  }

  default void addDays(int days) {
    change(moment -> moment.plusDays(days));
  }

  default void addHours(int hours) {
    change(moment -> moment.plusHours(hours));
  }

  default void addMinutes(int minutes) {
    change(moment -> moment.plusMinutes(minutes));
  }

  default void addSeconds(int seconds) {
    change(moment -> moment.plusSeconds(seconds));
  }

  default void addNanos(long nanos) {
    change(moment -> moment.plusNanos(nanos));
  }

  private void change(UnaryOperator<ZonedDateTime> change) {
    moveTo(change.apply(getInstant().atZone(ZoneOffset.UTC)).toInstant());
  }
}
