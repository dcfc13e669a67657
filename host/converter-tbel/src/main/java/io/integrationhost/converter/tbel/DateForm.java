package io.integrationhost.converter.tbel;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * What is shown of a date, and how unless the script says so.
 *
 * @param date the style without options
 * @param time the style without options
 */
record DateForm(Part part, Locale locale, FormatStyle date, FormatStyle time) {

  enum Part {
    DATE,
    TIME,
    BOTH
  }

  /** Without a tag the locale of the process. */
  static Locale locale(String tag) {
    return tag == null || tag.isEmpty() ? Locale.getDefault() : Locale.forLanguageTag(tag);
  }

  /** The language of the process, without its country. */
  static String language() {
    return Locale.getDefault().getLanguage();
  }

  String format(Instant instant, DateOptions options) {
    return formatter(options).format(instant.atZone(options.zone()));
  }

  private DateTimeFormatter formatter(DateOptions options) {
    if (options.pattern() != null) {
      return DateTimeFormatter.ofPattern(options.pattern(), locale);
    }
    FormatStyle dateStyle = options.dateStyle() == null ? date : options.dateStyle();
    FormatStyle timeStyle = options.timeStyle() == null ? time : options.timeStyle();
    DateTimeFormatter formatter =
        switch (part) {
          case DATE -> DateTimeFormatter.ofLocalizedDate(dateStyle);
          case TIME -> DateTimeFormatter.ofLocalizedTime(timeStyle);
          case BOTH -> DateTimeFormatter.ofLocalizedDateTime(dateStyle, timeStyle);
        };
    return formatter.withLocale(locale);
  }
}
