package io.integrationhost.converter.tbel;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.UnaryOperator;

/** How a script changes a date, in the zone of the process. What is out of range fails. */
public sealed interface DateChanging permits ScriptDate {
  Instant getInstant();

  void moveTo(Instant instant);

  default void setFullYear(int year) {
    change(moment -> DateFields.rolled(moment, year, moment.getMonthValue()));
  }

  default void setFullYear(int year, int month) {
    change(moment -> DateFields.rolled(moment, year, month));
  }

  default void setFullYear(int year, int month, int day) {
    change(moment -> DateFields.dated(moment, year, month, day));
  }

  default void setMonth(int month) {
    change(moment -> DateFields.rolled(moment, moment.getYear(), month));
  }

  default void setMonth(int month, int day) {
    change(moment -> DateFields.dated(moment, moment.getYear(), month, day));
  }

  default void setDate(int day) {
    change(moment -> moment.withDayOfMonth(day));
  }

  default void setHours(int hours) {
    change(moment -> moment.withHour(hours));
  }

  default void setHours(int hours, int minutes) {
    change(moment -> moment.withHour(hours).withMinute(minutes));
  }

  default void setHours(int hours, int minutes, int seconds) {
    change(moment -> moment.withHour(hours).withMinute(minutes).withSecond(seconds));
  }

  default void setHours(int hours, int minutes, int seconds, int milliseconds) {
    change(
        moment ->
            DateFields.milli(
                moment.withHour(hours).withMinute(minutes).withSecond(seconds), milliseconds));
  }

  default void setMinutes(int minutes) {
    change(moment -> moment.withMinute(minutes));
  }

  default void setMinutes(int minutes, int seconds) {
    change(moment -> moment.withMinute(minutes).withSecond(seconds));
  }

  default void setMinutes(int minutes, int seconds, int milliseconds) {
    change(
        moment -> DateFields.milli(moment.withMinute(minutes).withSecond(seconds), milliseconds));
  }

  default void setSeconds(int seconds) {
    change(moment -> moment.withSecond(seconds));
  }

  default void setSeconds(int seconds, int milliseconds) {
    change(moment -> DateFields.milli(moment.withSecond(seconds), milliseconds));
  }

  default void setMilliseconds(int milliseconds) {
    change(moment -> DateFields.milli(moment, milliseconds));
  }

  private void change(UnaryOperator<ZonedDateTime> change) {
    moveTo(change.apply(getInstant().atZone(ZoneId.systemDefault())).toInstant());
  }
}
