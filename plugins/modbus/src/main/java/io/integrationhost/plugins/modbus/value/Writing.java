package io.integrationhost.plugins.modbus.value;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugins.modbus.frame.Request;
import io.integrationhost.plugins.modbus.frame.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Values as requests that write them.
 *
 * @param table coils or holding registers
 * @param address the first
 * @param conversion what they mean
 * @param function the function code to use where it can write the value; empty: by its size
 * @param many whether one coil or register is written by the function for many
 */
public record Writing(
    Table table, int address, Conversion conversion, OptionalInt function, boolean many) {

  /** No number that fits has more. */
  private static final int MOST_DIGITS = 400;

  /**
   * The request that writes a value.
   *
   * @param value {@code Boolean}, {@code BigDecimal}, {@code String} or a {@code List} of them
   * @return writes all coils or registers that the value fills
   * @throws IllegalArgumentException says why the point cannot have the value
   */
  public Request of(Object value) {
    if (!table.isWritable()) {
      throw new IllegalArgumentException("register " + table + " can only be read");
    }
    Request request = table == Table.COIL ? coils(value) : registers(value);
    int most = table == Table.COIL ? Request.MOST_WRITTEN_COILS : Request.MOST_WRITTEN_REGISTERS;
    if (request.count() > most || address + request.count() > 65_536) {
      throw new IllegalArgumentException(
          "writes "
              + request.count()
              + " from address "
              + address
              + ", more than fits one request");
    }
    return request;
  }

  private boolean isForMany(int request) {
    return many || function.orElse(0) == request;
  }

  private Request coils(Object value) {
    Type type = conversion.type();
    if (type.form() == Type.Form.STRING || type.form() == Type.Form.BYTES) {
      throw new IllegalArgumentException("a coil takes bits or a number, no text");
    }
    boolean isOne = conversion.count() == 1 && type.form() == Type.Form.BITS;
    boolean[] bits;
    if (value instanceof List<?> list && !isOne) {
      bits = list(list);
    } else if (isOne || function.orElse(0) == Request.WRITE_COIL) {
      byte[] checked = type.isNumber() ? whole(value) : ofBits(value, Byte.SIZE);
      bits = new boolean[] {new BigInteger(1, checked).signum() != 0};
    } else {
      int width = type.isNumber() ? type.bits() : conversion.count();
      BigInteger number = new BigInteger(1, type.isNumber() ? whole(value) : ofBits(value, width));
      bits = new boolean[width];
      for (int i = 0; i < width; i++) {
        bits[i] = number.testBit(i);
      }
    }
    return bits.length == 1 && !isForMany(Request.WRITE_COILS)
        ? Request.writeCoil(address, bits[0])
        : Request.writeCoils(address, bits);
  }

  private boolean[] list(List<?> list) {
    if (list.isEmpty() || list.size() > conversion.count()) {
      throw new IllegalArgumentException(
          "has " + list.size() + " values, the point " + conversion.count());
    }
    boolean[] bits = new boolean[list.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = ofBits(list.get(i), 1)[0] != 0;
    }
    return bits;
  }

  /** A number of bits as bytes, the highest first. */
  private static byte[] ofBits(Object value, int width) {
    BigInteger number = integer(value);
    if (number.signum() < 0 || number.bitLength() > width) {
      throw new IllegalArgumentException("'" + number + "' does not fit " + width + " bits");
    }
    return bytes(number, (width + 7) / 8);
  }

  private Request registers(Object value) {
    Type type = conversion.type();
    int index = conversion.bits().index().orElse(-1);
    if (type.form() == Type.Form.BITS && index >= 0) {
      boolean on = ofBits(value, 1)[0] != 0;
      int bit = conversion.order().bytesSwapped() ? index % 16 ^ 8 : index % 16;
      return Request.mask(address + index / 16, bit, on);
    }
    byte[] bytes =
        switch (type.form()) {
          case STRING -> text(value);
          case BYTES -> padded(Bytes.hex(String.valueOf(value)));
          case BITS -> registerBits(value);
          case FLOAT -> floating(value);
          case SIGNED, UNSIGNED -> whole(value);
        };
    if (type.bits() == Byte.SIZE) {
      bytes = new byte[] {bytes[0], 0};
    } else if (type.isNumber() || type.form() == Type.Form.BITS) {
      bytes = ordered(bytes);
    }
    return bytes.length == 2 && !isForMany(Request.WRITE_REGISTERS)
        ? Request.writeRegister(address, bytes)
        : Request.writeRegisters(address, bytes);
  }

  /** Bits have no order of registers: each stands in its own. */
  private byte[] ordered(byte[] bytes) {
    Order order = conversion.order();
    return conversion.type().isNumber()
        ? order.apply(bytes)
        : new Order(order.bytesSwapped(), false).apply(bytes);
  }

  private byte[] registerBits(Object value) {
    int registers = (conversion.count() + 15) / 16;
    byte[] bytes = new byte[2 * registers];
    boolean[] bits;
    if (value instanceof List<?> list) {
      bits = list(list);
    } else {
      BigInteger number = new BigInteger(1, ofBits(value, conversion.count()));
      bits = new boolean[conversion.count()];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = number.testBit(i);
      }
    }
    for (int i = 0; i < bits.length; i++) {
      bytes[i / 16 * 2 + 1 - i % 16 / 8] |= (byte) (bits[i] ? 1 << (i % 8) : 0);
    }
    return bytes;
  }

  private byte[] text(Object value) {
    if (value == null || value instanceof List || value instanceof Map) {
      throw new IllegalArgumentException("null, a list or an object is no text");
    }
    byte[] text = Bytes.utf8(String.valueOf(value));
    if (text.length == 0) {
      throw new IllegalArgumentException("an empty text writes nothing");
    }
    return padded(text);
  }

  /** With zeros to the point's end, so that nothing stays of a longer text. */
  private byte[] padded(byte[] bytes) {
    int room = 2 * conversion.count();
    if (bytes.length > room) {
      throw new IllegalArgumentException(
          "has " + bytes.length + " bytes, the point's registers " + room);
    }
    return Arrays.copyOf(bytes, room);
  }

  private byte[] floating(Object value) {
    double number = conversion.scale().unscaled(decimal(value)).doubleValue();
    if (Double.isInfinite(number)) {
      throw new IllegalArgumentException("'" + value + "' is too large");
    }
    return Floats.write(number, conversion.type().bits() / 8);
  }

  private byte[] whole(Object value) {
    Type type = conversion.type();
    boolean isScaled =
        conversion.scale().divider().isPresent() || conversion.scale().multiplier().isPresent();
    BigInteger number =
        isScaled
            ? conversion
                .scale()
                .unscaled(decimal(value))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigInteger()
            : integer(value);
    boolean signed = type.form() == Type.Form.SIGNED;
    int width = type.form() == Type.Form.FLOAT ? Long.SIZE : type.bits();
    boolean fits =
        signed ? number.bitLength() < width : number.signum() >= 0 && number.bitLength() <= width;
    if (!fits) {
      throw new IllegalArgumentException(
          "'" + number + "' does not fit " + width + " bits " + (signed ? "signed" : "unsigned"));
    }
    return bytes(number, Math.max(1, width / 8));
  }

  /** A fraction is cut off from a number, but makes a text none. */
  private static BigInteger integer(Object value) {
    if (value instanceof String text) {
      try {
        return new BigInteger(text.length() > MOST_DIGITS ? "" : text.strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + shown(text) + "' is no whole number", e);
      }
    }
    return decimal(value).toBigInteger();
  }

  private static BigDecimal decimal(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (value instanceof BigDecimal number) {
      return bounded(number);
    }
    if (value instanceof String text) {
      try {
        return bounded(new BigDecimal(text.length() > MOST_DIGITS ? "" : text.strip()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + shown(text) + "' is no number", e);
      }
    }
    throw new IllegalArgumentException(
        value == null ? "null is no value" : "a list or an object is no number");
  }

  /** A number of a few characters can have a million digits. */
  private static BigDecimal bounded(BigDecimal number) {
    if (Math.abs((long) number.precision() - number.scale()) > 400 || number.scale() > 1100) {
      throw new IllegalArgumentException("a number is too large or too small");
    }
    return number;
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  private static byte[] bytes(BigInteger number, int length) {
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[length - 1 - i] = number.shiftRight(8 * i).byteValue();
    }
    return out;
  }
}
