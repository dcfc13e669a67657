package io.integrationhost.plugins.modbus.frame;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The four kinds of data that a device has, each with addresses of its own. */
public enum Table {
  /** Bits that can be written. */
  COIL(1, true, true),
  /** Bits that can only be read. */
  DISCRETE(2, true, false),
  /** Registers that can be written. */
  HOLDING(3, false, true),
  /** Registers that can only be read. */
  INPUT(4, false, false);

  /** No request may read more registers. */
  public static final int MOST_REGISTERS = 125;

  /** No request may read more bits. */
  public static final int MOST_BITS = 2000;

  private final int readFunction;
  private final boolean isBits;
  private final boolean isWritable;

  Table(int readFunction, boolean isBits, boolean isWritable) {
    this.readFunction = readFunction;
    this.isBits = isBits;
    this.isWritable = isWritable;
  }

  /**
   * The table that a function code reads or writes.
   *
   * @param function 1 to 6, 15 or 16
   * @return empty for another one
   */
  public static Optional<Table> of(int function) {
    return switch (function) {
      case Request.WRITE_COIL, Request.WRITE_COILS -> Optional.of(COIL);
      case Request.WRITE_REGISTER, Request.WRITE_REGISTERS -> Optional.of(HOLDING);
      default -> Arrays.stream(values()).filter(each -> each.readFunction == function).findFirst();
    };
  }

  /** The function code that reads it. */
  public int readFunction() {
    return readFunction;
  }

  /** Whether it holds bits, else registers. */
  public boolean isBits() {
    return isBits;
  }

  /** Whether it can be written. */
  public boolean isWritable() {
    return isWritable;
  }

  /** How many one request may read. */
  public int most() {
    return isBits ? MOST_BITS : MOST_REGISTERS;
  }

  /** As a configuration has it, such as {@code holding}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
