package io.integrationhost.converter.tbel;

import io.integrationhost.converter.tbel.DateForm.Part;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * A date as text. A locale is a language tag, options are those of {@link DateOptions}; what a
 * localised text looks like depends on the Java release.
 */
public sealed interface DateText permits ScriptDate {
  Instant getInstant();

  /** In UTC; a fraction only when there is one. */
  default String toISOString() {
    return getInstant().toString();
  }

  default String toJSON() {
    return toISOString();
  }

  default String toLocaleString() {
    return shown(Part.BOTH, Locale.ROOT, DateOptions.NONE, FormatStyle.SHORT, FormatStyle.MEDIUM);
  }

  default String toLocaleString(String locale) {
    return toLocaleString(locale, null);
  }

  default String toLocaleString(String locale, String options) {
    return shown(Part.BOTH, locale, options, FormatStyle.SHORT, FormatStyle.MEDIUM);
  }

  default String toLocaleDateString() {
    return shown(Part.DATE, Locale.ROOT, DateOptions.NONE, FormatStyle.FULL, FormatStyle.FULL);
  }

  default String toLocaleDateString(String locale) {
    return shown(Part.DATE, locale, null, FormatStyle.FULL, FormatStyle.FULL);
  }

  default String toLocaleDateString(String locale, String options) {
    return shown(Part.DATE, locale, options, FormatStyle.SHORT, FormatStyle.MEDIUM);
  }

  default String toLocaleTimeString() {
    return toLocaleTimeString(DateForm.language());
  }

  default String toLocaleTimeString(String locale) {
    return toLocaleTimeString(locale, null);
  }

  default String toLocaleTimeString(String locale, String options) {
    return shown(Part.TIME, locale, options, FormatStyle.SHORT, FormatStyle.MEDIUM);
  }

  default String toString(String locale) {
    return toString(locale, null);
  }

  default String toString(String locale, String options) {
    return shown(Part.BOTH, locale, options, FormatStyle.FULL, FormatStyle.FULL);
  }

  default String toDateString() {
    return toLocaleDateString();
  }

  default String toDateString(String locale) {
    return toDateString(locale, null);
  }

  default String toDateString(String locale, String options) {
    return shown(Part.DATE, locale, options, FormatStyle.FULL, FormatStyle.FULL);
  }

  default String toTimeString() {
    return toTimeString(DateForm.language());
  }

  default String toTimeString(String locale) {
    return toTimeString(locale, null);
  }

  default String toTimeString(String locale, String options) {
    return shown(Part.TIME, locale, options, FormatStyle.FULL, FormatStyle.FULL);
  }

  default String toUTCString() {
    return utc(Locale.ROOT);
  }

  default String toUTCString(String locale) {
    return utc(DateForm.locale(locale));
  }

  private String utc(Locale locale) {
    DateForm form = new DateForm(Part.BOTH, locale, FormatStyle.FULL, FormatStyle.MEDIUM);
    return form.format(getInstant(), new DateOptions(ZoneOffset.UTC, null, null, null));
  }

  private String shown(
      Part part, String locale, String options, FormatStyle date, FormatStyle time) {
    return shown(part, DateForm.locale(locale), DateOptions.read(options), date, time);
  }

  private String shown(
      Part part, Locale locale, DateOptions options, FormatStyle date, FormatStyle time) {
    return new DateForm(part, locale, date, time).format(getInstant(), options);
  }
}
