package io.integrationhost.plugins.mqtt.sparkplug;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** The datatypes by their numbers. */
enum Datatype {
  UNKNOWN(0),
  INT_8(1),
  INT_16(2),
  INT_32(3),
  INT_64(4),
  U_INT_8(5),
  U_INT_16(6),
  U_INT_32(7),
  U_INT_64(8),
  FLOAT(9),
  DOUBLE(10),
  BOOLEAN(11),
  STRING(12),
  DATE_TIME(13),
  TEXT(14),
  UUID(15),
  DATA_SET(16),
  BYTES(17),
  FILE(18),
  TEMPLATE(19),
  PROPERTY_SET(20),
  PROPERTY_SET_LIST(21),
  INT_8_ARRAY(22),
  INT_16_ARRAY(23),
  INT_32_ARRAY(24),
  INT_64_ARRAY(25),
  U_INT_8_ARRAY(26),
  U_INT_16_ARRAY(27),
  U_INT_32_ARRAY(28),
  U_INT_64_ARRAY(29),
  FLOAT_ARRAY(30),
  DOUBLE_ARRAY(31),
  BOOLEAN_ARRAY(32),
  STRING_ARRAY(33),
  DATE_TIME_ARRAY(34);

  private static final Datatype[] ALL = values();

  /** What stands in payloads. */
  private final int number;

  Datatype(int number) {
    this.number = number;
  }

  /** The datatype of a number; unknown for one that no specification names. In their order here. */
  static Datatype of(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : UNKNOWN;
  }

  int number() {
    return number;
  }

  /** As the specification writes it, such as {@code UInt32}. */
  @Override
  public String toString() {
    if (this == UUID) {
      return name();
    }
    var word = new StringBuilder();
    for (String part : name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString().replace("Uint", "UInt");
  }

  boolean isArray() {
    return number >= INT_8_ARRAY.number;
  }

  /** The type of what an array holds. */
  Datatype element() {
    return switch (this) {
      case BOOLEAN_ARRAY -> BOOLEAN;
      case STRING_ARRAY -> STRING;
      case DATE_TIME_ARRAY -> DATE_TIME;
      default -> of(number - INT_8_ARRAY.number + INT_8.number);
    };
  }

  /** How many bits a whole number has; 0 for what is none. */
  int bits() {
    return switch (this) {
      case INT_8, U_INT_8 -> 8;
      case INT_16, U_INT_16 -> 16;
      case INT_32, U_INT_32 -> 32;
      case INT_64, U_INT_64, DATE_TIME -> 64;
      default -> 0;
    };
  }

  boolean isSigned() {
    return number <= INT_64.number || this == DATE_TIME;
  }

  /**
   * What the raw value means: {@code Long}, {@code BigInteger} for the unsigned that do not fit,
   * {@code Float}, {@code Double}, {@code Boolean}, {@code String}, {@code byte[]}, {@code List} of
   * such for arrays, {@link DataSet}, {@link Template}. Where datatype and field do not agree the
   * field counts: a text in a number stays a text.
   *
   * @return empty for an array whose bytes are none
   */
  Optional<Object> read(Raw raw) {
    if (isArray() && raw.form() == Raw.Form.BYTES) {
      return ArrayBytes.read(element(), (byte[]) raw.content()).map(Object.class::cast);
    }
    if (!raw.form().isWhole()) {
      return Optional.of(raw.content());
    }
    long bits = (Long) raw.content();
    if (this == BOOLEAN) {
      return Optional.of(bits != 0);
    }
    return Optional.of(bits() == 0 ? (Object) bits : whole(bits));
  }

  /** A whole number out of its lowest bits: writers differ in what they put above them. */
  Number whole(long travelled) {
    int spare = Long.SIZE - bits();
    if (isSigned()) {
      return travelled << spare >> spare;
    }
    long value = travelled << spare >>> spare;
    return value >= 0 ? (Number) value : new BigInteger(Long.toUnsignedString(value));
  }
}
