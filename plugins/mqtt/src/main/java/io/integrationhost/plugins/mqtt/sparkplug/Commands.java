package io.integrationhost.plugins.mqtt.sparkplug;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands for nodes and devices: metrics that they are to write. */
final class Commands {

  private static final String REBIRTH = "Node Control/Rebirth";

  private Commands() {}

  /** Asks a node to send its births again. */
  static byte[] rebirth(long now) {
    Metric metric = Metric.of(REBIRTH, now, Datatype.BOOLEAN, new Raw(Raw.Form.BOOLEAN, true));
    return Payload.of(now, List.of(metric)).write();
  }

  /**
   * A metric to be written.
   *
   * @param known what the birth said of it; where it said no datatype the value decides
   * @param value {@code Boolean}, {@code Number} or {@code String}
   * @param now when it is sent
   * @throws IllegalArgumentException says why the value is none of the metric
   */
  static Metric write(Birth.Known known, Object value, long now) {
    Datatype datatype = known.datatype() == Datatype.UNKNOWN ? guess(value) : known.datatype();
    try {
      return Metric.of(known.name(), now, datatype, raw(datatype, value, known.form()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "metric '" + known.name() + "' cannot be " + shown(value) + ": it is of type " + datatype,
          e);
    }
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    return value instanceof Map || value instanceof List
        ? "an object or a list"
        : "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
  }

  private static Datatype guess(Object value) {
    if (value instanceof Boolean) {
      return Datatype.BOOLEAN;
    }
    if (value instanceof Number number) {
      boolean isWhole = new BigDecimal(number.toString()).stripTrailingZeros().scale() <= 0;
      return isWhole ? Datatype.INT_64 : Datatype.DOUBLE;
    }
    return Datatype.STRING;
  }

  private static Raw raw(Datatype datatype, Object value, Optional<Raw.Form> used) {
    return switch (datatype) {
      case BOOLEAN -> new Raw(Raw.Form.BOOLEAN, flag(value));
      case FLOAT -> new Raw(Raw.Form.FLOAT, number(value).floatValue());
      case DOUBLE -> new Raw(Raw.Form.DOUBLE, number(value).doubleValue());
      case STRING, TEXT, UUID -> {
        if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
          throw new IllegalArgumentException("no text");
        }
        yield new Raw(Raw.Form.STRING, value.toString());
      }
      default -> whole(datatype, value, used);
    };
  }

  private static Raw whole(Datatype datatype, Object value, Optional<Raw.Form> used) {
    int bits = datatype.bits();
    if (bits == 0) {
      throw new IllegalArgumentException("it can only be read");
    }
    BigInteger number = number(value).toBigIntegerExact(bits);
    boolean isSigned = datatype.isSigned();
    if ((!isSigned && number.signum() < 0) || number.bitLength() > bits - (isSigned ? 1 : 0)) {
      throw new IllegalArgumentException("it does not fit");
    }
    // UInt32 is where writers disagree: the node's own way is the one that it reads.
    Raw.Form form = bits == 64 ? Raw.Form.LONG : Raw.Form.INT;
    if (datatype == Datatype.U_INT_32 && used.filter(Raw.Form::isWhole).isPresent()) {
      form = used.get();
    }
    long content = number.longValue();
    return new Raw(form, form == Raw.Form.INT ? content & 0xFFFF_FFFFL : content);
  }

  private static boolean flag(Object value) {
    return switch (String.valueOf(value)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static Decimal number(Object value) {
    if (value instanceof Boolean || !(value instanceof Number || value instanceof String)) {
      throw new IllegalArgumentException("no number");
    }
    String text = value.toString().strip();
    if (text.length() > 60) {
      throw new IllegalArgumentException("no number");
    }
    return new Decimal(new BigDecimal(text));
  }

  /** A number of a bounded size. */
  private record Decimal(BigDecimal value) {
    float floatValue() {
      return finite(value.floatValue());
    }

    double doubleValue() {
      double number = value.doubleValue();
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("it does not fit");
      }
      return number;
    }

    private static float finite(float number) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException("it does not fit");
      }
      return number;
    }

    /** An exponent such as 1e999999999 would otherwise be written out. */
    BigInteger toBigIntegerExact(int bits) {
      if (value.precision() - (long) value.scale() > bits) {
        throw new IllegalArgumentException("it does not fit");
      }
      try {
        return value.toBigIntegerExact();
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException("it has a fraction", e);
      }
    }
  }
}
