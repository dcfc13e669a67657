package io.integrationhost.plugins.teltonika.telemetry;

import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.teltonika.codec.DeviceMessage;
import io.integrationhost.plugins.teltonika.codec.IoValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * What an IO element means.
 *
 * @param name the key in ThingsBoard
 * @param factor what a number is multiplied by; one leaves whole numbers whole
 * @param isAttribute whether it is kept as an attribute of the device and not as telemetry
 * @param errors numbers, as sent, by which the device tells that it has no value; they are kept
 *     under a name of their own
 */
record Element(String name, Kind kind, BigDecimal factor, boolean isAttribute, Set<Long> errors) {

  private static final String ERROR = "Error";

  Element {
    errors = Set.copyOf(errors);
  }

  static Element of(String name, Kind kind) {
    return new Element(name, kind, BigDecimal.ONE, false, Set.of());
  }

  /** Puts the value, or the error that stands for it, under its name. */
  void put(IoValue value, Map<String, Value> target) {
    if (value instanceof IoValue.Whole whole && errors.contains(number(whole))) {
      target.put(name + ERROR, Value.of(number(whole)));
    } else {
      target.put(name, value(value));
    }
  }

  private long number(IoValue.Whole whole) {
    return kind == Kind.SIGNED ? whole.signed() : whole.bits();
  }

  /** The value to keep; bytes that are no text become hex whatever the kind says. */
  private Value value(IoValue value) {
    if (value instanceof IoValue.Raw raw) {
      return Value.of(kind == Kind.TEXT ? text(raw.bytes()) : hex(raw.bytes()));
    }
    var whole = (IoValue.Whole) value;
    return switch (kind) {
      case UNSIGNED, TEXT -> number(unsigned(whole.bits()));
      case SIGNED -> number(BigInteger.valueOf(whole.signed()));
      case BOOLEAN ->
          whole.bits() == 0 || whole.bits() == 1
              ? Value.of(whole.bits() == 1)
              : number(unsigned(whole.bits()));
      case HEX -> Value.of(HexFormat.of().toHexDigits(whole.bits(), 2 * whole.bytes()));
    };
  }

  private Value number(BigInteger raw) {
    if (factor.compareTo(BigDecimal.ONE) != 0) {
      return Value.of(new BigDecimal(raw).multiply(factor).doubleValue());
    }
    // ThingsBoard's whole numbers are signed: what does not fit stays exact as a text.
    return raw.bitLength() < Long.SIZE ? Value.of(raw.longValue()) : Value.of(raw.toString());
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  private static String text(byte[] bytes) {
    return DeviceMessage.printable(bytes).orElseGet(() -> hex(bytes));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
