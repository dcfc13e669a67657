package io.integrationhost.plugin;

import java.util.Objects;

/** A value of telemetry or of an attribute, in the five types that ThingsBoard keeps. */
public sealed interface Value {

  /**
   * A value that is true or false.
   *
   * @param value the value
   * @return the same as a value of ThingsBoard
   */
  static Value of(boolean value) {
    return new BooleanValue(value);
  }

  /**
   * A value that is a whole number.
   *
   * @param value the value
   * @return the same as a value of ThingsBoard
   */
  static Value of(long value) {
    return new LongValue(value);
  }

  /**
   * A value that is a number with a fraction.
   *
   * @param value the value
   * @return the same as a value of ThingsBoard
   */
  static Value of(double value) {
    return new DoubleValue(value);
  }

  /**
   * A value that is a text.
   *
   * @param value the value
   * @return the same as a value of ThingsBoard
   */
  static Value of(String value) {
    return new StringValue(value);
  }

  /**
   * A JSON value.
   *
   * @param text a JSON object or array; not checked here
   * @return the JSON as a value
   */
  static Value json(String text) {
    return new JsonValue(text);
  }

  /**
   * True or false.
   *
   * @param value the value
   */
  record BooleanValue(boolean value) implements Value {}

  /**
   * A whole number of 64 bits, signed; what does not fit can travel as a text.
   *
   * @param value the value
   */
  record LongValue(long value) implements Value {}

  /**
   * A number with a fraction. ThingsBoard refuses NaN and the infinities: JSON cannot hold them.
   *
   * @param value the value
   */
  record DoubleValue(double value) implements Value {}

  /**
   * A text.
   *
   * @param value the text
   */
  record StringValue(String value) implements Value {
    /**
     * Refuses null.
     *
     * @param value as of the record
     */
    public StringValue {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * A JSON object or array as text.
   *
   * @param text not checked here
   */
  record JsonValue(String text) implements Value {
    /**
     * Refuses null.
     *
     * @param text as of the record
     */
    public JsonValue {
      Objects.requireNonNull(text, "text");
    }
  }
}
