package io.integrationhost.plugins.opcua;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/** VariableValues of JSON as values of the standard's types. Nothing is cut to fit. */
final class TypedValue {

  private static final int LONGEST_NUMBER = 60;
  private static final int BITS = 64;
  private static final Instant FIRST = Instant.parse("1601-01-01T00:00:00Z");

  private TypedValue() {}

  /** The type that a name in a downlink means; empty for one that is none. */
  static Optional<OpcUaDataType> type(String name) {
    return switch (name) {
      case "Int8" -> Optional.of(OpcUaDataType.SByte);
      case "UInt8" -> Optional.of(OpcUaDataType.Byte);
      default -> {
        for (OpcUaDataType each : OpcUaDataType.values()) {
          if (each.name().equals(name)) {
            yield Optional.of(each);
          }
        }
        yield Optional.empty();
      }
    };
  }

  /** The type of a value that nobody has said the type of. */
  static OpcUaDataType guess(ConfigValue value) {
    if (value instanceof ConfigList list && !list.isEmpty()) {
      return guess(list.get(0));
    }
    Object plain = value.unwrapped();
    if (plain instanceof Boolean) {
      return OpcUaDataType.Boolean;
    }
    if (plain instanceof Integer) {
      return OpcUaDataType.Int32;
    }
    if (plain instanceof Long) {
      return OpcUaDataType.Int64;
    }
    return plain instanceof Number ? OpcUaDataType.Double : OpcUaDataType.String;
  }

  /**
   * A value, or a list of them as an array.
   *
   * @throws IllegalArgumentException says why it is none of the type
   */
  static Variant of(ConfigValue value, OpcUaDataType type) {
    if (value instanceof ConfigList list) {
      Object array = Array.newInstance(type.getBackingClass(), list.size());
      for (int i = 0; i < list.size(); i++) {
        Array.set(array, i, single(list.get(i), type));
      }
      return new Variant(array);
    }
    return value.valueType() == ConfigValueType.NULL
        ? Variant.NULL_VALUE
        : new Variant(single(value, type));
  }

  private static Object single(ConfigValue value, OpcUaDataType type) {
    boolean isScalar =
        value.valueType() == ConfigValueType.NUMBER
            || value.valueType() == ConfigValueType.BOOLEAN
            || value.valueType() == ConfigValueType.STRING;
    if (!isScalar) {
      throw new IllegalArgumentException("is neither a number, a text nor true or false");
    }
    // As it was written: a number keeps all its digits.
    String text = value.atKey("v").getString("v");
    try {
      return single(text, type);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is no " + type, e);
    } catch (ArithmeticException | DateTimeException e) {
      throw new IllegalArgumentException("is no " + type + ": " + e.getMessage(), e);
    }
  }

  private static Object single(String text, OpcUaDataType type) {
    return switch (type) {
      case Boolean -> flag(text);
      case SByte -> whole(text, 8, true).byteValueExact();
      case Byte -> UByte.valueOf(whole(text, 8, false).longValueExact());
      case Int16 -> whole(text, 16, true).shortValueExact();
      case UInt16 -> UShort.valueOf(whole(text, 16, false).intValueExact());
      case Int32 -> whole(text, 32, true).intValueExact();
      case UInt32 -> UInteger.valueOf(whole(text, 32, false).longValueExact());
      case Int64 -> whole(text, BITS, true).longValueExact();
      case UInt64 -> ULong.valueOf(whole(text, BITS, false));
      case Float -> finite(number(text).floatValue());
      case Double -> finite(number(text).doubleValue());
      case String -> text;
      case DateTime -> time(Instant.parse(text));
      case Guid -> UUID.fromString(text);
      case ByteString -> ByteString.of(Base64.getDecoder().decode(text));
      case LocalizedText -> LocalizedText.english(text);
      case QualifiedName -> QualifiedName.parse(text);
      case NodeId -> NodeId.parseSafe(text).orElseThrow(NumberFormatException::new);
      default -> throw new IllegalArgumentException("cannot be written as " + type);
    };
  }

  private static Boolean flag(String text) {
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("is neither true nor false");
    };
  }

  private static DateTime time(Instant time) {
    if (time.isBefore(FIRST) || time.isAfter(DateTime.MAX_ISO_8601_INSTANT)) {
      throw new DateTimeException("it is before 1601 or after 9999");
    }
    return new DateTime(time);
  }

  private static BigDecimal number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      throw new NumberFormatException();
    }
    return new BigDecimal(text.strip());
  }

  private static BigInteger whole(String text, int bits, boolean isSigned) {
    BigDecimal number = number(text);
    // An exponent such as 1e999999999 would otherwise be written out.
    if (number.precision() - (long) number.scale() > BITS) {
      throw new NumberFormatException();
    }
    BigInteger whole = number.toBigIntegerExact();
    boolean fits =
        isSigned ? whole.bitLength() < bits : whole.signum() >= 0 && whole.bitLength() <= bits;
    if (!fits) {
      throw new NumberFormatException();
    }
    return whole;
  }

  private static Float finite(float number) {
    if (!Float.isFinite(number)) {
      throw new NumberFormatException();
    }
    return number;
  }

  private static Double finite(double number) {
    if (!Double.isFinite(number)) {
      throw new NumberFormatException();
    }
    return number;
  }
}
