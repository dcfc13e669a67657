package io.integrationhost.converter.tbel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;

/**
 * How a script wants a date shown: the name of a zone, or JSON with {@code timeZone}, {@code
 * dateStyle}, {@code timeStyle} and {@code pattern}.
 *
 * @param zone null: that of the process
 * @param dateStyle null: not said
 * @param timeStyle null: not said
 * @param pattern null: not said; else it replaces the styles
 */
record DateOptions(ZoneId zone, FormatStyle dateStyle, FormatStyle timeStyle, String pattern) {
  static final DateOptions NONE = new DateOptions(null, null, null, null);

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> KEYS = Set.of("timeZone", "dateStyle", "timeStyle", "pattern");

  static DateOptions read(String text) {
    if (text == null || text.isBlank()) {
      return NONE;
    }
    Map<String, String> fields = fields(text);
    return fields == null
        ? new DateOptions(zone(text), null, null, null)
        : new DateOptions(
            zone(fields.get("timeZone")),
            style(fields.get("dateStyle")),
            style(fields.get("timeStyle")),
            fields.get("pattern"));
  }

  @Override
  public ZoneId zone() {
    return zone == null ? ZoneId.systemDefault() : zone;
  }

  /** Null when the text is no JSON, or JSON with other keys: then it names a zone. */
  private static Map<String, String> fields(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Map<String, String> fields = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        if (!KEYS.contains(key) || !parser.nextToken().isScalarValue()) {
          return null;
        }
        fields.put(key, parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText());
      }
      return fields;
    } catch (IOException notJson) {
      return null;
    }
  }

  /** An unknown name means GMT. */
  private static ZoneId zone(String name) {
    return name == null ? null : TimeZone.getTimeZone(name).toZoneId();
  }

  private static FormatStyle style(String name) {
    if (name == null) {
      return null;
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "full" -> FormatStyle.FULL;
      case "long" -> FormatStyle.LONG;
      case "medium" -> FormatStyle.MEDIUM;
      case "short" -> FormatStyle.SHORT;
      default -> null;
    };
  }
}
