package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugins.modbus.frame.Table;
import io.integrationhost.plugins.modbus.value.Conversion;
import io.integrationhost.plugins.modbus.value.Order;
import io.integrationhost.plugins.modbus.value.Scale;
import io.integrationhost.plugins.modbus.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * Reads datapoints of a gateway's file, with the gateway's meanings. What makes the gateway lose a
 * point, or the whole poll of its device, loses the point here, and is noted.
 */
public final class GatewayPoints {

  /** What holds for all datapoints of a device. */
  public record Common(String device, Order order, boolean gatewayBits, int unit, Report report) {}

  private final Common common;
  private final List<String> notes;

  /**
   * A reader of the datapoints of one device.
   *
   * @param notes gets a sentence for each point that is left out
   */
  public GatewayPoints(Common common, List<String> notes) {
    this.common = common;
    this.notes = notes;
  }

  /**
   * Points that are polled.
   *
   * @param keys of one datapoint
   * @return several for a range of addresses; none for one that cannot be read
   */
  public List<Point> polled(Keys keys, boolean isAttribute) {
    String tag = keys.text("tag", "");
    int function = keys.whole("functionCode", 0, 255, 0);
    Optional<Table> table = Table.of(function).filter(each -> each.readFunction() == function);
    Optional<SortedSet<Integer>> range =
        Optional.of(keys.text("address", ""))
            .filter(text -> !text.contains(","))
            .flatMap(text -> Units.parse(text, PointKeys.MOST_ADDRESS));
    OptionalInt count = count(keys);
    Optional<Type> type = Type.of(keys.text("type", tag), count.orElse(1));
    Report report = Report.read(keys, "reportStrategy", common.report());
    ignore(keys);
    if (table.isEmpty()) {
      return leftOut(tag, "functionCode " + function + " reads nothing, 1 to 4 do");
    }
    if (range.isEmpty()) {
      return leftOut(tag, "address is none, such as 10 or \"0-10\"");
    }
    if (type.isEmpty() || (table.get().isBits() && type.get().form() != Type.Form.BITS)) {
      return leftOut(tag, "type is none for function code " + function);
    }
    if (count.isEmpty() && !type.get().isNumber()) {
      return leftOut(tag, "objectsCount is missing");
    }
    if (count.isPresent() && count.getAsInt() < type.get().registers()) {
      return leftOut(
          tag,
          "objectsCount is " + count.getAsInt() + ", its type fills " + type.get().registers());
    }
    int registers = count.orElse(type.get().registers());
    Conversion conversion =
        conversion(keys, table.get(), type.get(), registers, scale(keys, table.get()));
    int most = keys.whole("maxRegistersPerRequest", 1, Table.MOST_BITS, 0);
    List<Point> points = new ArrayList<>();
    int first = range.get().first();
    boolean isRange = keys.text("address", "").contains("-");
    for (int at = first; at <= range.get().last(); at += registers) {
      String key = isRange ? ranged(tag, at, function, keys.text("type", tag), registers) : tag;
      var point =
          new Point(key, table.get(), at, conversion, isAttribute, report, most, Point.Write.NONE);
      if (key.isEmpty() || point.span() > table.get().most() || point.end() > 65_536) {
        return leftOut(tag, "it has no tag, or is more than one request can read");
      }
      points.add(point);
    }
    return points;
  }

  /**
   * A point that a downlink writes or reads.
   *
   * @param keys of a datapoint of {@code attributeUpdates} or {@code rpc}
   * @return empty for one that can neither be written nor read
   */
  public Optional<Point> commanded(Keys keys) {
    String tag = keys.text("tag", "");
    int function = keys.whole("functionCode", 0, 255, 0);
    keys.given("value");
    Report.read(keys, "reportStrategy", common.report());
    ignore(keys);
    int address = keys.whole("address", 0, PointKeys.MOST_ADDRESS, 0);
    try {
      return Optional.of(
          commanded(tag, keys.text("type", tag), function, count(keys).orElse(1), address, keys));
    } catch (IllegalArgumentException e) {
      leftOut(tag, e.getMessage());
      return Optional.empty();
    }
  }

  private Point commanded(
      String tag, String typeName, int function, int count, int address, Keys keys) {
    return of(tag, typeName, function, count, address, Scale.NONE, common)
        .map(
            point ->
                new Point(
                    point.key(),
                    point.table(),
                    point.address(),
                    conversion(
                        keys,
                        point.table(),
                        point.conversion().type(),
                        count,
                        readScale(keys, point)),
                    false,
                    point.report(),
                    0,
                    point.write()))
        .orElseThrow(
            () -> new IllegalArgumentException("'" + typeName + "' is no type, or no tag stands"));
  }

  /** Values that are written are not scaled: the gateway does not. */
  private static Scale readScale(Keys keys, Point point) {
    Scale scale = scale(keys, point.table());
    return point.write().isAllowed() ? Scale.NONE : scale;
  }

  /**
   * A point out of what the reserved methods get and set say.
   *
   * @return empty for a type that is none
   * @throws IllegalArgumentException for a function code that neither reads nor writes
   */
  public static Optional<Point> of(
      String tag,
      String typeName,
      int function,
      int count,
      int address,
      Scale scale,
      Common common) {
    Table table =
        Table.of(function)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "functionCode " + function + " is none of 1 to 6, 15, 16"));
    boolean isWrite = function != table.readFunction();
    return Type.of(typeName, count)
        .filter(type -> !tag.isEmpty())
        .map(
            type ->
                new Point(
                    tag,
                    table,
                    address,
                    new Conversion(
                        type,
                        Math.max(count, type.registers()),
                        common.order(),
                        new Conversion.Bits(OptionalInt.empty(), false, common.gatewayBits()),
                        scale),
                    false,
                    Report.ALWAYS,
                    0,
                    new Point.Write(
                        isWrite, isWrite ? OptionalInt.of(function) : OptionalInt.empty(), false)));
  }

  private List<Point> leftOut(String tag, String why) {
    notes.add("device '" + common.device() + "': '" + tag + "' is left out: " + why);
    return List.of();
  }

  /** The number of registers or bits, by the word that polling wants or by the older ones. */
  private static OptionalInt count(Keys keys) {
    OptionalInt count = OptionalInt.empty();
    for (String key : List.of("registerCount", "registersCount", "objectsCount")) {
      Optional<Integer> said = keys.wholeIfGiven(key, 1, Table.MOST_BITS);
      count = said.isPresent() ? OptionalInt.of(said.get()) : count;
    }
    return count;
  }

  /** Of coils an index behind the last one means the last one. */
  private Conversion conversion(Keys keys, Table table, Type type, int count, Scale scale) {
    Optional<Integer> bit =
        keys.wholeIfGiven("bit", 0, Table.MOST_BITS - 1)
            .map(each -> table.isBits() ? Math.min(each, count - 1) : each);
    boolean asNumbers = PointKeys.isInt(keys) || bit.isPresent();
    return new Conversion(
        type,
        Math.max(count, type.registers()),
        common.order(),
        new Conversion.Bits(
            bit.isPresent() ? OptionalInt.of(bit.get()) : OptionalInt.empty(),
            asNumbers,
            common.gatewayBits()),
        scale);
  }

  private static Scale scale(Keys keys, Table table) {
    Scale scale = PointKeys.scale(keys);
    return table.isBits()
        ? new Scale(scale.round(), Optional.empty(), Optional.empty(), scale.variants())
        : scale;
  }

  private String ranged(String tag, int address, int function, String type, int count) {
    String named = tag.contains("${address}") ? tag : tag + "_${address}";
    return named
        .replace("${address}", Integer.toString(address))
        .replace("${unitId}", Integer.toString(common.unit()))
        .replace("${functionCode}", Integer.toString(function))
        .replace("${type}", type)
        .replace("${objectsCount}", Integer.toString(count));
  }

  /** Keys of a datapoint that the gateway does not look at either. */
  private static void ignore(Keys keys) {
    List.of("byteOrder", "wordOrder", "uplinkConverter", "downlinkConverter", "value")
        .forEach(keys::given);
  }
}
