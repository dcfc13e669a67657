package io.integrationhost.plugins.modbus.poll;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugins.modbus.plan.DevicePlan;
import io.integrationhost.plugins.modbus.plan.GatewayPoints;
import io.integrationhost.plugins.modbus.plan.Point;
import io.integrationhost.plugins.modbus.plan.Report;
import io.integrationhost.plugins.modbus.value.JsonText;
import io.integrationhost.plugins.modbus.value.Scale;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads downlinks: lists of writes and reads, methods of ThingsBoard's gateway with its reserved
 * get and set, and attribute updates.
 */
public final class Commands {

  private static final int MOST_BYTES = 65_536;
  private static final int MOST_STEPS = 100;
  private static final String VALUE = "value";
  private static final String TYPES =
      "type=((?:16|32|64)(?:int|uint|float)|string|bytes|bits);functionCode=(\\d{1,3});"
          + "objectsCount=(\\d{1,4});address=(\\d{1,5});";
  private static final Pattern GET = Pattern.compile(TYPES);
  private static final Pattern SET = Pattern.compile(TYPES + "value=([^=]+);");

  private Commands() {}

  /**
   * Reads a downlink.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  public static Command read(DevicePlan device, Downlink downlink) {
    if (downlink.payload().length > MOST_BYTES) {
      throw new IllegalArgumentException("is longer than " + MOST_BYTES + " bytes");
    }
    String text = Bytes.utf8(downlink.payload()).strip();
    Command command;
    if (text.startsWith("{")) {
      command = object(device, text);
    } else {
      String[] words = text.split("\\s+", 2);
      if (words.length < 2 || !isReserved(words[0])) {
        throw new IllegalArgumentException(
            "is neither a JSON object nor 'get type=...;' or 'set type=...;'");
      }
      command =
          new Command(words[0], Optional.empty(), List.of(reserved(device, words[0], words[1])));
    }
    if (command.steps().isEmpty() || command.steps().size() > MOST_STEPS) {
      throw new IllegalArgumentException(
          "asks for " + command.steps().size() + " values, 1 to " + MOST_STEPS + " are possible");
    }
    return new Command(command.method(), downlink.rpcRequestId(), command.steps());
  }

  private static Command object(DevicePlan device, String text) {
    try {
      return object(device, JsonText.parse(text));
    } catch (ConfigException e) {
      throw new IllegalArgumentException("has a key of the wrong kind: " + e.getMessage(), e);
    }
  }

  private static Command object(DevicePlan device, ConfigObject object) {
    if (object.containsKey("write") || object.containsKey("read")) {
      List<Command.Step> steps = new ArrayList<>();
      entries(object, "write").forEach(each -> steps.addAll(write(device, each)));
      entries(object, "read").forEach(each -> steps.add(readOf(device, each)));
      String method = object.containsKey("write") ? "write" : "read";
      return new Command(method, Optional.empty(), steps);
    }
    if (isText(object.get("method"))) {
      String name = String.valueOf(object.get("method").unwrapped());
      return new Command(
          name, Optional.empty(), List.of(method(device, name, value(object.get("params")))));
    }
    List<Command.Step> steps = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> each : object.entrySet()) {
      Point point = named(device.writable(), each.getKey(), device);
      steps.add(step(each.getKey(), point, value(each.getValue())));
    }
    return new Command("attributes", Optional.empty(), steps);
  }

  private static boolean isText(ConfigValue value) {
    return value != null && value.unwrapped() instanceof String;
  }

  private static List<Config> entries(ConfigObject object, String key) {
    if (!object.containsKey(key)) {
      return List.of();
    }
    if (!(object.get(key) instanceof ConfigList list)) {
      throw new IllegalArgumentException("'" + key + "' is no list");
    }
    List<Config> entries = new ArrayList<>();
    for (ConfigValue each : list) {
      if (!(each instanceof ConfigObject entry)) {
        throw new IllegalArgumentException("'" + key + "' holds something other than objects");
      }
      entries.add(entry.toConfig());
    }
    return entries;
  }

  private static List<Command.Step> write(DevicePlan device, Config entry) {
    Point point = point(device, device.writable(), entry);
    String name = name(entry, point);
    Object value = entry.root().containsKey("value") ? value(entry.root().get("value")) : null;
    List<Command.Step> steps = new ArrayList<>();
    steps.add(step(name, point, value));
    if (entry.hasPath("readBack") && entry.getBoolean("readBack")) {
      steps.add(Command.Step.read(name, point));
    }
    return steps;
  }

  private static Command.Step readOf(DevicePlan device, Config entry) {
    Point point = point(device, device.readable(), entry);
    return Command.Step.read(name(entry, point), point);
  }

  private static Point point(DevicePlan device, Map<String, Point> known, Config entry) {
    if (entry.root().containsKey("address")) {
      return AdHoc.point(entry, device.order());
    }
    Object key = entry.hasPath("key") ? value(entry.root().get("key")) : "";
    return named(known, String.valueOf(key), device);
  }

  private static String name(Config entry, Point point) {
    return entry.hasPath("key") ? String.valueOf(value(entry.root().get("key"))) : point.key();
  }

  private static Point named(Map<String, Point> known, String name, DevicePlan device) {
    Point point = known.get(name);
    if (point == null) {
      throw new IllegalArgumentException(
          "names '"
              + name
              + "', but of device '"
              + device.name()
              + "' these are known: "
              + new TreeSet<>(known.keySet()));
    }
    return point;
  }

  private static Command.Step step(String name, Point point, Object value) {
    try {
      return Command.Step.write(name, point, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + name + "': " + e.getMessage(), e);
    }
  }

  private static boolean isReserved(String method) {
    return method.equalsIgnoreCase("get") || method.equalsIgnoreCase("set");
  }

  private static Command.Step method(DevicePlan device, String name, Object params) {
    Point writes = device.writable().get(name);
    if (writes != null) {
      return step(name, writes, params);
    }
    Point reads = device.readable().get(name);
    if (reads != null) {
      return Command.Step.read(name, reads);
    }
    if (isReserved(name) && params instanceof String text) {
      return reserved(device, name, text);
    }
    TreeSet<String> known = new TreeSet<>(device.writable().keySet());
    known.addAll(device.readable().keySet());
    throw new IllegalArgumentException(
        "calls method '"
            + name
            + "', but device '"
            + device.name()
            + "' has "
            + known
            + ", and get and set with the text of a datapoint");
  }

  /** The reserved methods, whose text has one order, no blanks and an end. */
  static Command.Step reserved(DevicePlan device, String method, String params) {
    boolean isSet = method.toLowerCase(Locale.ROOT).equals("set");
    Matcher matcher = (isSet ? SET : GET).matcher(params);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "method '"
              + method
              + "' needs type=<16int to 64float, string, bytes or bits>;functionCode="
              + "<code>;objectsCount=<count>;address=<address>;"
              + (isSet ? "value=<value>;" : "")
              + " in this order, without blanks");
    }
    int function = Integer.parseInt(matcher.group(2));
    var common =
        new GatewayPoints.Common(
            device.name(), device.order(), device.gatewayBits(), device.unit(), Report.ALWAYS);
    Point point =
        GatewayPoints.of(
                method,
                matcher.group(1),
                function,
                Math.max(1, Integer.parseInt(matcher.group(3))),
                Integer.parseInt(matcher.group(4)),
                Scale.NONE,
                common)
            .orElseThrow(
                () -> new IllegalArgumentException("'" + matcher.group(1) + "' is no type"));
    if (isSet != point.write().isAllowed()
        || point.end() > 65_536
        || point.span() > point.table().most()) {
      throw new IllegalArgumentException(
          "method '"
              + method
              + "' cannot use functionCode "
              + function
              + " with this count and address");
    }
    return isSet ? step(method, point, matcher.group(5)) : Command.Step.read(method, point);
  }

  /** Numbers with all their digits. */
  private static Object value(ConfigValue value) {
    if (value == null || value.unwrapped() == null) {
      return null;
    }
    if (value instanceof ConfigList list) {
      List<Object> values = new ArrayList<>();
      list.forEach(each -> values.add(value(each)));
      return values;
    }
    Object plain = value.unwrapped();
    return plain instanceof Number ? new BigDecimal(value.atKey(VALUE).getString(VALUE)) : plain;
  }
}
