package io.integrationhost.plugins.modbus.value;

import io.integrationhost.kit.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the registers or bits of one point become a reading.
 *
 * @param type what they mean
 * @param count of registers, or of bits where the type is one of bits
 * @param order of bytes and registers
 * @param bits of bits alone
 * @param scale what becomes of numbers
 */
public record Conversion(Type type, int count, Order order, Bits bits, Scale scale) {

  private static final int REGISTER = 16;

  /**
   * What matters to bits alone.
   *
   * @param index the one bit that is meant, counted from the lowest of the first register, or from
   *     the first coil
   * @param asNumbers whether they are 0 and 1, else false and true
   * @param asGateway whether they are listed as ThingsBoard's gateway does
   */
  public record Bits(OptionalInt index, boolean asNumbers, boolean asGateway) {

    /** In the order of their addresses, as false and true. */
    public static final Bits PLAIN = new Bits(OptionalInt.empty(), false, false);
  }

  /**
   * How much is read.
   *
   * @param ofBits whether from a table of bits, else of registers
   * @return bits or registers
   */
  public int span(boolean ofBits) {
    if (type.isNumber()) {
      return type.registers();
    }
    if (type.form() != Type.Form.BITS || bits.asGateway()) {
      return ofBits || type.form() != Type.Form.BITS ? count : 1;
    }
    int most = Math.max(count, bits.index().orElse(-1) + 1);
    return ofBits ? most : (most + REGISTER - 1) / REGISTER;
  }

  /**
   * A reading out of registers.
   *
   * @param data as on the wire
   * @param at where the point's begin
   * @return {@code Boolean}, {@code Long}, {@code BigInteger}, {@code Double} (not always finite),
   *     {@code String} or a {@code List}
   */
  public Object ofRegisters(byte[] data, int at) {
    Object value =
        switch (type.form()) {
          case STRING -> text(Arrays.copyOfRange(data, at, at + 2 * count));
          case BYTES -> Bytes.hex(Arrays.copyOfRange(data, at, at + 2 * count));
          case BITS -> bits(registerBits(data, at));
          case SIGNED, UNSIGNED, FLOAT -> number(data, at);
        };
    return scale.lookedUp(scale.scaled(scale.rounded(value)));
  }

  /**
   * A reading out of bits.
   *
   * @param data packed as on the wire
   * @param at which of them is the point's first
   * @return as of {@link #ofRegisters}
   */
  public Object ofCoils(byte[] data, int at) {
    List<Boolean> coils = new ArrayList<>();
    for (int i = at; i < at + span(true); i++) {
      coils.add((data[i / 8] & (1 << (i % 8))) != 0);
    }
    return scale.lookedUp(bits(bits.asGateway() ? GatewayBits.ofCoils(coils) : coils));
  }

  private List<Boolean> registerBits(byte[] data, int at) {
    if (bits.asGateway()) {
      return GatewayBits.ofRegisters(data, at, count);
    }
    List<Boolean> all = new ArrayList<>();
    for (int i = 0; i < Math.max(count, bits.index().orElse(-1) + 1); i++) {
      int register = at + i / REGISTER * 2;
      int low = i % REGISTER / 8 == 0 ^ order.bytesSwapped() ? 1 : 0;
      all.add((data[register + low] & (1 << (i % 8))) != 0);
    }
    return all;
  }

  private Object bits(List<Boolean> list) {
    if (bits.index().isPresent()) {
      return bit(list.get(Math.min(bits.index().getAsInt(), list.size() - 1)));
    }
    List<Object> values = list.stream().map(this::bit).toList();
    return count == 1 ? values.get(0) : values;
  }

  private Object bit(boolean bit) {
    return bits.asNumbers() ? (Object) (bit ? 1L : 0L) : (Object) bit;
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException isNone) {
      return Bytes.hex(bytes);
    }
  }

  private Object number(byte[] data, int at) {
    if (type.bits() == 8) {
      return type.form() == Type.Form.SIGNED
          ? (Object) (long) data[at]
          : (Object) (data[at] & 0xFFL);
    }
    byte[] bytes = order.apply(Arrays.copyOfRange(data, at, at + 2 * type.registers()));
    if (type.form() == Type.Form.FLOAT) {
      return Floats.read(bytes);
    }
    return Scale.whole(
        type.form() == Type.Form.SIGNED ? new BigInteger(bytes) : new BigInteger(1, bytes));
  }
}
