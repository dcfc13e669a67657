package io.integrationhost.converter.tbel;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;

/**
 * What a script may ask a date: months are 1 to 12, weekdays 1 (Monday) to 7; without {@code UTC}
 * in the zone of the process.
 */
public sealed interface DateReading permits ScriptDate {
  Instant getInstant();

  default int getFullYear() {
    return getLocal().getYear();
  }

  default int getMonth() {
    return getLocal().getMonthValue();
  }

  default int getDate() {
    return getLocal().getDayOfMonth();
  }

  default int getDay() {
    return getLocal().getDayOfWeek().getValue();
  }

  default int getHours() {
    return getLocal().getHour();
  }

  default int getMinutes() {
    return getLocal().getMinute();
  }

  default int getSeconds() {
    return getLocal().getSecond();
  }

  default int getMilliseconds() {
    return getLocal().get(ChronoField.MILLI_OF_SECOND);
  }

  default int getUTCFullYear() {
    return getZonedDateTime().getYear();
  }

  default int getUTCMonth() {
    return getZonedDateTime().getMonthValue();
  }

  default int getUTCDate() {
    return getZonedDateTime().getDayOfMonth();
  }

  default int getUTCDay() {
    return getZonedDateTime().getDayOfWeek().getValue();
  }

  default int getUTCHours() {
    return getZonedDateTime().getHour();
  }

  default int getUTCMinutes() {
    return getZonedDateTime().getMinute();
  }

  default int getUTCSeconds() {
    return getZonedDateTime().getSecond();
  }

  default int getUTCMilliseconds() {
    return getZonedDateTime().get(ChronoField.MILLI_OF_SECOND);
  }

  default long getTime() {
    return getInstant().toEpochMilli();
  }

  default long valueOf() {
    return getTime();
  }

  default long parseSecond() {
    return getInstant().getEpochSecond();
  }

  default long parseSecondMilli() {
    return getTime();
  }

  default ZonedDateTime getZonedDateTime() {
    return getZonedDateTime(ZoneOffset.UTC);
  }

  default ZonedDateTime getZonedDateTime(ZoneId zone) {
    return getInstant().atZone(zone);
  }

  default LocalDateTime getLocalDateTime() {
    return getLocal().toLocalDateTime();
  }

  default LocalDateTime getUTCDateTime() {
    return getZonedDateTime().toLocalDateTime();
  }

  default ZoneOffset getLocaleZoneOffset() {
    return getLocaleZoneOffset(getInstant());
  }

  default ZoneOffset getLocaleZoneOffset(Instant instant) {
    return ZoneId.systemDefault().getRules().getOffset(instant);
  }

  private ZonedDateTime getLocal() {
    return getZonedDateTime(ZoneId.systemDefault());
  }
}
