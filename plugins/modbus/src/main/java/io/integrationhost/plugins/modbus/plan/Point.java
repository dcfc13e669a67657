package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.plugins.modbus.frame.Table;
import io.integrationhost.plugins.modbus.value.Conversion;
import io.integrationhost.plugins.modbus.value.Writing;
import java.util.OptionalInt;

/**
 * One value of a device.
 *
 * @param key in telemetry or attributes
 * @param table where it stands
 * @param address of its first register or bit
 * @param conversion what they mean
 * @param isAttribute whether it is one, else telemetry
 * @param report when it is told
 * @param most registers or bits in a request that reads it; 0: as the connection says
 * @param write how it is written
 */
public record Point(
    String key,
    Table table,
    int address,
    Conversion conversion,
    boolean isAttribute,
    Report report,
    int most,
    Write write) {

  /**
   * How a point is written.
   *
   * @param isAllowed whether it is, by its key
   * @param function the function code to use; empty: by the size
   * @param many whether one coil or register is written by the function for many
   */
  public record Write(boolean isAllowed, OptionalInt function, boolean many) {

    /** Not at all. */
    public static final Write NONE = new Write(false, OptionalInt.empty(), false);
  }

  /** How many registers or bits it fills. */
  public int span() {
    return conversion.span(table.isBits());
  }

  /** Behind its last register or bit. */
  public int end() {
    return address + span();
  }

  /** How a value of it is written. */
  public Writing writing() {
    return new Writing(table, address, conversion, write.function(), write.many());
  }
}
