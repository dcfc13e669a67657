package io.integrationhost.plugins.modbus.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a device is asked.
 *
 * @param function the function code
 * @param address zero-based, as on the wire
 * @param count of registers or bits
 * @param data what is written, as on the wire; not copied
 */
public record Request(int function, int address, int count, byte[] data) {

  /** Function codes. */
  public static final int WRITE_COIL = 5;

  /** Writes one register. */
  public static final int WRITE_REGISTER = 6;

  /** Writes any number of coils. */
  public static final int WRITE_COILS = 15;

  /** Writes any number of registers. */
  public static final int WRITE_REGISTERS = 16;

  /** Sets and clears bits of one register. */
  public static final int MASK_REGISTER = 22;

  /** Reads who the device is. */
  public static final int IDENTIFY = 43;

  /** The exception of a device that does not know the function. */
  public static final int ILLEGAL_FUNCTION = 1;

  /** The exception of a device that lacks an address. */
  public static final int ILLEGAL_ADDRESS = 2;

  /** The exception of a device that cannot take a value, or reads less at once. */
  public static final int ILLEGAL_VALUE = 3;

  /** The exception of a device that has no time now. */
  public static final int BUSY = 6;

  /** In place of a function code: an exception. */
  static final int EXCEPTION = 0x80;

  /** No request may write more registers. */
  public static final int MOST_WRITTEN_REGISTERS = 123;

  /** No request may write more coils. */
  public static final int MOST_WRITTEN_COILS = 1968;

  private static final int MEI = 14;
  private static final byte[] NOTHING = {};

  /** Reads from a table. */
  public static Request read(Table table, int address, int count) {
    return new Request(table.readFunction(), address, count, NOTHING);
  }

  /** Writes one coil. */
  public static Request writeCoil(int address, boolean on) {
    return new Request(WRITE_COIL, address, 1, new byte[] {(byte) (on ? 0xFF : 0), 0});
  }

  /** Writes coils in the order of their addresses. */
  public static Request writeCoils(int address, boolean[] bits) {
    byte[] packed = new byte[(bits.length + 7) / 8];
    for (int i = 0; i < bits.length; i++) {
      packed[i / 8] |= (byte) (bits[i] ? 1 << (i % 8) : 0);
    }
    return new Request(WRITE_COILS, address, bits.length, packed);
  }

  /** Writes one register of two bytes. */
  public static Request writeRegister(int address, byte[] register) {
    return new Request(WRITE_REGISTER, address, 1, register);
  }

  /** Writes registers of two bytes each. */
  public static Request writeRegisters(int address, byte[] registers) {
    return new Request(WRITE_REGISTERS, address, registers.length / 2, registers);
  }

  /** Sets one bit of a register, 0 being the lowest, and leaves the others. */
  public static Request mask(int address, int bit, boolean on) {
    int and = ~(1 << bit) & 0xFFFF;
    return new Request(
        MASK_REGISTER,
        address,
        1,
        ByteBuffer.allocate(4).putShort((short) and).putShort((short) (on ? 1 << bit : 0)).array());
  }

  /** Reads vendor, product and revision. */
  public static Request identify() {
    return new Request(IDENTIFY, 0, 1, NOTHING);
  }

  /** Whether it changes something. */
  public boolean isWrite() {
    return function > Table.INPUT.readFunction() && function != IDENTIFY;
  }

  /** Its function code and what follows. */
  public byte[] pdu() {
    ByteBuffer out = ByteBuffer.allocate(6 + data.length).put((byte) function);
    switch (function) {
      case WRITE_COIL, WRITE_REGISTER, MASK_REGISTER -> out.putShort((short) address).put(data);
      case WRITE_COILS, WRITE_REGISTERS ->
          out.putShort((short) address).putShort((short) count).put((byte) data.length).put(data);
      case IDENTIFY -> out.put((byte) MEI).put((byte) 1).put((byte) 0);
      default -> out.putShort((short) address).putShort((short) count);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * Reads an answer.
   *
   * @param pdu what came from the unit
   * @return empty when it is no answer to this request: another function, a length that does not
   *     fit, or a write that is not repeated as it was sent
   */
  public Optional<Reply> reply(byte[] pdu) {
    int answered = pdu[0] & 0xFF;
    if (answered == (function | EXCEPTION)) {
      boolean fits = pdu.length == 2 && pdu[1] != 0;
      return fits ? Optional.of(new Reply(pdu[1] & 0xFF, NOTHING)) : Optional.empty();
    }
    if (answered != function) {
      return Optional.empty();
    }
    return switch (function) {
      case WRITE_COIL, WRITE_REGISTER, MASK_REGISTER ->
          Arrays.equals(pdu, pdu()) ? Optional.of(new Reply(0, NOTHING)) : Optional.empty();
      case WRITE_COILS, WRITE_REGISTERS ->
          Arrays.equals(pdu, Arrays.copyOf(pdu(), 5))
              ? Optional.of(new Reply(0, NOTHING))
              : Optional.empty();
      case IDENTIFY ->
          pdu.length > 6 && pdu[1] == MEI
              ? Optional.of(new Reply(0, Arrays.copyOfRange(pdu, 6, pdu.length)))
              : Optional.empty();
      default -> readData(pdu);
    };
  }

  private Optional<Reply> readData(byte[] pdu) {
    boolean isBits = Table.of(function).map(Table::isBits).orElse(false);
    int length = isBits ? (count + 7) / 8 : 2 * count;
    boolean fits = pdu.length == 2 + length && (pdu[1] & 0xFF) == length;
    return fits
        ? Optional.of(new Reply(0, Arrays.copyOfRange(pdu, 2, pdu.length)))
        : Optional.empty();
  }

  /** Names function, address and count, never what is written. */
  @Override
  public String toString() {
    return "function " + function + ", address " + address + ", count " + count;
  }
}
