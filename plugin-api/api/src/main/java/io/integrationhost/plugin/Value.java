package io.integrationhost.plugin;

import java.util.Objects;

/** A value of telemetry or of an attribute, in the five types that ThingsBoard keeps. */
public sealed interface Value {

  static Value of(boolean value) {
    return new BooleanValue(value);
  }

  static Value of(long value) {
    return new LongValue(value);
  }

  static Value of(double value) {
    return new DoubleValue(value);
  }

  static Value of(String value) {
    return new StringValue(value);
  }

  /**
   * A JSON value.
   *
   * @param text a JSON object or array; not checked here
   */
  static Value json(String text) {
    return new JsonValue(text);
  }

  /** True or false. */
  record BooleanValue(boolean value) implements Value {}

  /** A whole number of 64 bits, signed; what does not fit can travel as a text. */
  record LongValue(long value) implements Value {}

  /** A number with a fraction. ThingsBoard refuses NaN and the infinities (facts 2.5). */
  record DoubleValue(double value) implements Value {}

  /** A text. */
  record StringValue(String value) implements Value {
    public StringValue {
      Objects.requireNonNull(value, "value");
    }
  }

  /** A JSON object or array as text. */
  record JsonValue(String text) implements Value {
    public JsonValue {
      Objects.requireNonNull(text, "text");
    }
  }
}
