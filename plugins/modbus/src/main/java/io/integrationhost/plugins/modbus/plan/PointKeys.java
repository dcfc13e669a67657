package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugins.modbus.frame.Table;
import io.integrationhost.plugins.modbus.value.Conversion;
import io.integrationhost.plugins.modbus.value.Order;
import io.integrationhost.plugins.modbus.value.Scale;
import io.integrationhost.plugins.modbus.value.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads points of the plugin's own form. */
final class PointKeys {

  static final int MOST_ADDRESS = 65_535;

  /** A point and the name of its poll. */
  record Polled(Point point, Optional<String> poll) {}

  private PointKeys() {}

  /** One point; its keys hold for one template or device whose order of bytes is known. */
  static Polled read(Keys keys, Order common, Report report) {
    Table table = table(keys);
    Conversion conversion = conversion(keys, table, order(keys, common));
    int address = keys.whole("address", 0, MOST_ADDRESS);
    boolean canWrite = keys.flag("write", false);
    if (canWrite && !table.isWritable()) {
      keys.say("write", "is true, but only registers 'holding' and 'coil' can be written");
    }
    boolean isAttribute =
        keys.parsed(
                "as",
                "attribute or telemetry",
                text ->
                    Optional.of(text.equalsIgnoreCase("attribute"))
                        .filter(is -> is || text.equalsIgnoreCase("telemetry")))
            .orElse(false);
    OptionalInt function = OptionalInt.empty();
    var point =
        new Point(
            keys.text("key"),
            table,
            address,
            conversion,
            isAttribute,
            Report.read(keys, "report", report),
            0,
            new Point.Write(canWrite, function, keys.flag("forceMultiple", false)));
    if (point.end() > MOST_ADDRESS + 1) {
      keys.say("address", "is " + address + ": the point ends behind address " + MOST_ADDRESS);
    } else if (point.span() > table.most()) {
      keys.say("count", "is more than one request can read, which is " + table.most());
    }
    return new Polled(point, keys.textIfGiven("poll"));
  }

  /** The table that {@code register} names. */
  static Table table(Keys keys) {
    String expected = "coil, discrete, holding or input";
    Optional<Table> table =
        keys.parsed(
            "register",
            expected,
            text ->
                Arrays.stream(Table.values())
                    .filter(each -> each.toString().equalsIgnoreCase(text))
                    .findFirst());
    if (!keys.given("register")) {
      keys.problem("register", expected);
    }
    return table.orElse(Table.HOLDING);
  }

  /** Orders of bytes and registers, each BIG or LITTLE. */
  static Order order(Keys keys, Order absent) {
    return new Order(
        swapped(keys, "byteOrder", absent.bytesSwapped()),
        swapped(keys, "wordOrder", absent.wordsSwapped()));
  }

  private static boolean swapped(Keys keys, String key, boolean absent) {
    return keys.parsed(
            key,
            "BIG or LITTLE",
            text ->
                switch (text.toUpperCase(Locale.ROOT)) {
                  case "BIG" -> Optional.of(false);
                  case "LITTLE" -> Optional.of(true);
                  default -> Optional.empty();
                })
        .orElse(absent);
  }

  /** What the registers or bits of a point mean. */
  static Conversion conversion(Keys keys, Table table, Order order) {
    Optional<Integer> said = keys.wholeIfGiven("count", 1, Table.MOST_BITS);
    String name = keys.text("type", table.isBits() ? "bit" : "");
    Optional<Type> type = Type.of(name, said.orElse(1));
    if (type.isEmpty()) {
      keys.problem(
          "type", "bit, bits, 8int to 64int, 8uint to 64uint, 16float to 64float, string or bytes");
    }
    Type known = type.orElse(new Type(Type.Form.UNSIGNED, 16));
    if (table.isBits() && known.form() != Type.Form.BITS) {
      keys.say("type", "is " + name + ", but register " + table + " holds bits");
    }
    int count = said.orElse(known.isNumber() ? known.registers() : 1);
    if (count < known.registers()) {
      keys.say("count", "is " + count + ", but " + name + " fills " + known.registers());
    }
    Optional<Integer> bit = keys.wholeIfGiven("bit", 0, Table.MOST_BITS - 1);
    return new Conversion(
        known,
        count,
        order,
        new Conversion.Bits(
            bit.isPresent() ? OptionalInt.of(bit.get()) : OptionalInt.empty(), isInt(keys), false),
        scale(keys));
  }

  static boolean isInt(Keys keys) {
    return keys.parsed(
            "bitTargetType",
            "bool or int",
            text ->
                Optional.of(text.equalsIgnoreCase("int"))
                    .filter(is -> is || text.equalsIgnoreCase("bool")))
        .orElse(false);
  }

  static Scale scale(Keys keys) {
    return new Scale(
        keys.wholeIfGiven("round", 0, 15).orElse(Scale.DECIMALS),
        factor(keys, "divider"),
        factor(keys, "multiplier"),
        variants(keys));
  }

  private static Optional<BigDecimal> factor(Keys keys, String key) {
    return keys.parsed(
        key,
        "a number",
        text ->
            Optional.of(new BigDecimal(text.strip()))
                .filter(number -> Double.isFinite(number.doubleValue())));
  }

  private static Map<String, Object> variants(Keys keys) {
    Map<String, Object> variants = new LinkedHashMap<>();
    keys.map("variants").forEach((value, text) -> variants.put(value, reading(text)));
    return variants;
  }

  /** Numbers and flags come as text here, whatever they were. */
  private static Object reading(String text) {
    if (text.matches("-?\\d{1,18}")) {
      return Long.valueOf(text);
    } else if (text.matches("-?\\d{1,18}\\.\\d{1,18}")) {
      return Double.valueOf(text);
    }
    return text.matches("true|false") ? (Object) Boolean.valueOf(text) : text;
  }
}
