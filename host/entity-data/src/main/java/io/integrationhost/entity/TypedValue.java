package io.integrationhost.entity;

import io.integrationhost.plugin.Value;

/**
 * A value as it travels.
 *
 * @param type LONG, DOUBLE, STRING, BOOLEAN or JSON
 * @param text the value
 */
public record TypedValue(String type, String text) {

  /** The value with the name of its type. */
  public static TypedValue of(Value value) {
    if (value instanceof Value.LongValue number) {
      return new TypedValue("LONG", Long.toString(number.value()));
    } else if (value instanceof Value.DoubleValue number) {
      return new TypedValue("DOUBLE", Double.toString(number.value()));
    } else if (value instanceof Value.BooleanValue flag) {
      return new TypedValue("BOOLEAN", Boolean.toString(flag.value()));
    } else if (value instanceof Value.StringValue text) {
      return new TypedValue("STRING", text.value());
    }
    return new TypedValue("JSON", ((Value.JsonValue) value).text());
  }
}
