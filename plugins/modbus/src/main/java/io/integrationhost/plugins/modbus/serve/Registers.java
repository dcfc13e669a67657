package io.integrationhost.plugins.modbus.serve;

import io.integrationhost.plugins.modbus.frame.Request;
import io.integrationhost.plugins.modbus.frame.Table;
import io.integrationhost.plugins.modbus.plan.Point;
import io.integrationhost.plugins.modbus.plan.ServerPlan;
import io.integrationhost.plugins.modbus.poll.Measured;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a unit of ours holds: the registers and bits of its points. Thread-safe. */
public final class Registers {

  private static final int EXCEPTION = 0x80;
  private static final byte ON = (byte) 0xFF;

  /**
   * What becomes of a request.
   *
   * @param pdu the answer
   * @param written points that it has written to their ends
   * @param noNumbers how many more of them are NaN or infinite now
   */
  public record Result(byte[] pdu, List<Measured> written, int noNumbers) {

    private static Result of(byte[] pdu) {
      return new Result(pdu, List.of(), 0);
    }
  }

  /** A request that cannot be served. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int exception;

    private Refused(int exception) {
      super("exception " + exception, null, false, false);
      this.exception = exception;
    }
  }

  private final ServerPlan.Unit unit;
  private final Map<Table, Map<Integer, Integer>> tables = new EnumMap<>(Table.class);

  /**
   * The registers that lie between its points, too, as most devices have them; all of them zero.
   *
   * @param unit whose they are
   */
  public static Registers withoutGaps(ServerPlan.Unit unit) {
    var registers = new Registers(unit);
    for (Map<Integer, Integer> table : registers.tables.values()) {
      int end = table.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
      for (int at = 0; at < end; at++) {
        table.putIfAbsent(at, 0);
      }
    }
    return registers;
  }

  /** Those of its points, and no others; all of them zero. */
  public Registers(ServerPlan.Unit unit) {
    this.unit = unit;
    for (Point point : unit.points()) {
      Map<Integer, Integer> table = tables.computeIfAbsent(point.table(), none -> new TreeMap<>());
      for (int at = point.address(); at < point.end(); at++) {
        table.put(at, 0);
      }
    }
  }

  /** Whose they are. */
  public ServerPlan.Unit unit() {
    return unit;
  }

  /**
   * Serves a request.
   *
   * @param pdu as it came
   * @param now for what is written
   */
  public synchronized Result serve(byte[] pdu, long now) {
    try {
      return served(pdu, now);
    } catch (Refused e) {
      return refusal(pdu, e.exception);
    }
  }

  /** The answer of a device that cannot serve a request. */
  static Result refusal(byte[] pdu, int exception) {
    return Result.of(new byte[] {(byte) (pdu[0] | EXCEPTION), (byte) exception});
  }

  private Result served(byte[] pdu, long now) throws Refused {
    int function = pdu[0] & 0xFF;
    if (function == Request.MASK_REGISTER) {
      return masked(pdu, now);
    }
    Table table = Table.of(function).orElseThrow(() -> new Refused(Request.ILLEGAL_FUNCTION));
    if (pdu.length < 5) {
      throw new Refused(Request.ILLEGAL_VALUE);
    }
    ByteBuffer in = ByteBuffer.wrap(pdu, 1, pdu.length - 1);
    int address = in.getShort() & 0xFFFF;
    if (function == table.readFunction()) {
      return Result.of(read(table, address, in.getShort() & 0xFFFF, pdu[0]));
    }
    boolean isOne = function == Request.WRITE_COIL || function == Request.WRITE_REGISTER;
    int count = isOne ? 1 : in.getShort() & 0xFFFF;
    int length = table.isBits() ? (count + 7) / 8 : 2 * count;
    int most = table.isBits() ? Request.MOST_WRITTEN_COILS : Request.MOST_WRITTEN_REGISTERS;
    boolean fits =
        isOne
            ? table == Table.HOLDING || (pdu[4] == 0 && (pdu[3] == 0 || pdu[3] == ON))
            : count >= 1
                && count <= most
                && pdu.length == 6 + length
                && (in.get() & 0xFF) == length;
    if (!fits) {
      throw new Refused(Request.ILLEGAL_VALUE);
    }
    check(table, address, count);
    Map<Integer, Integer> values = tables.get(table);
    for (int i = 0; i < count; i++) {
      int value;
      if (isOne) {
        value = table.isBits() ? (in.getShort() != 0 ? 1 : 0) : in.getShort() & 0xFFFF;
      } else {
        value = table.isBits() ? pdu[6 + i / 8] >> i % 8 & 1 : in.getShort() & 0xFFFF;
      }
      values.put(address + i, value);
    }
    return written(Arrays.copyOf(pdu, 5), table, address, count, now);
  }

  private Result masked(byte[] pdu, long now) throws Refused {
    if (pdu.length != 7) {
      throw new Refused(Request.ILLEGAL_VALUE);
    }
    ByteBuffer in = ByteBuffer.wrap(pdu, 1, 6);
    int address = in.getShort() & 0xFFFF;
    int and = in.getShort() & 0xFFFF;
    int or = in.getShort() & 0xFFFF;
    check(Table.HOLDING, address, 1);
    Map<Integer, Integer> values = tables.get(Table.HOLDING);
    values.put(address, (values.get(address) & and) | (or & ~and & 0xFFFF));
    return written(pdu.clone(), Table.HOLDING, address, 1, now);
  }

  private void check(Table table, int address, int count) throws Refused {
    Map<Integer, Integer> values = tables.getOrDefault(table, Map.of());
    for (int at = address; at < address + count; at++) {
      if (!values.containsKey(at)) {
        throw new Refused(Request.ILLEGAL_ADDRESS);
      }
    }
  }

  private byte[] read(Table table, int address, int count, byte function) throws Refused {
    if (count < 1 || count > table.most()) {
      throw new Refused(Request.ILLEGAL_VALUE);
    }
    check(table, address, count);
    byte[] data = data(table, address, count);
    return ByteBuffer.allocate(2 + data.length)
        .put(function)
        .put((byte) data.length)
        .put(data)
        .array();
  }

  private byte[] data(Table table, int address, int count) {
    Map<Integer, Integer> values = tables.get(table);
    byte[] data = new byte[table.isBits() ? (count + 7) / 8 : 2 * count];
    for (int i = 0; i < count; i++) {
      int value = values.get(address + i);
      if (table.isBits()) {
        data[i / 8] |= (byte) (value << (i % 8));
      } else {
        data[2 * i] = (byte) (value >> 8);
        data[2 * i + 1] = (byte) value;
      }
    }
    return data;
  }

  /** A point is whole when its last register is written: devices write from the first on. */
  private Result written(byte[] answer, Table table, int address, int count, long now) {
    List<Measured> written = new ArrayList<>();
    int noNumbers = 0;
    for (Point point : unit.points()) {
      int last = point.end() - 1;
      if (point.table() == table && last >= address && last < address + count) {
        byte[] data = data(table, point.address(), point.span());
        Object value =
            table.isBits()
                ? point.conversion().ofCoils(data, 0)
                : point.conversion().ofRegisters(data, 0);
        if (value instanceof Double number && !Double.isFinite(number)) {
          noNumbers++;
        } else {
          written.add(new Measured(point.key(), point.isAttribute(), now, value));
        }
      }
    }
    return new Result(answer, written, noNumbers);
  }
}
