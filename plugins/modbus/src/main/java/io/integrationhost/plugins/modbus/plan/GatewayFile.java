package io.integrationhost.plugins.modbus.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the older shapes of a gateway's file into the newer one, with {@code master.slaves}. */
final class GatewayFile {

  private static final String SLAVES = "master.slaves";
  private static final String SERVER = "server";
  private static final String RPC = "rpc";

  /** What a device takes from its server where it says nothing itself. */
  private static final List<String> OF_SERVER =
      List.of(
          "host",
          "port",
          "type",
          "method",
          "timeout",
          "byteOrder",
          "wordOrder",
          "retries",
          "baudrate",
          "tls");

  private GatewayFile() {}

  /** Whether a slice is a gateway's file. */
  static boolean isOne(Config config) {
    return isList(config, SLAVES) || isList(config, "server.devices");
  }

  private static boolean isList(Config config, String path) {
    return config.hasPath(path)
        && config.getValue(path).valueType() == ConfigValueType.LIST
        && !config.getList(path).isEmpty();
  }

  /** The same with {@code master.slaves}, whose {@code rpc} are lists. */
  static Config newer(Config config) {
    List<ConfigValue> slaves = new ArrayList<>();
    if (isList(config, SLAVES)) {
      config.getList(SLAVES).forEach(each -> slaves.add(withListOfRpc(each)));
    }
    if (isList(config, "server.devices")) {
      Config server = config.getConfig(SERVER);
      server.getList("devices").forEach(each -> slaves.add(withListOfRpc(ofServer(each, server))));
    }
    return config.withValue(SLAVES, ConfigValueFactory.fromIterable(slaves));
  }

  private static ConfigValue ofServer(ConfigValue device, Config server) {
    if (!(device instanceof ConfigObject object)) {
      return device;
    }
    ConfigObject slave = object;
    for (String key : OF_SERVER) {
      if (!slave.containsKey(key) && server.hasPath(key)) {
        slave = slave.withValue(key, server.getValue(key));
      }
    }
    ConfigValue period = slave.get("timeseriesPollPeriod");
    return period == null || slave.containsKey("pollPeriod")
        ? slave
        : slave.withValue("pollPeriod", period);
  }

  /** Methods may be an object of datapoints by method. */
  private static ConfigValue withListOfRpc(ConfigValue slave) {
    if (!(slave instanceof ConfigObject object) || !(object.get(RPC) instanceof ConfigObject rpc)) {
      return slave;
    }
    List<ConfigValue> methods = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> each : rpc.entrySet()) {
      if (each.getValue() instanceof ConfigObject point) {
        methods.add(point.withValue("tag", ConfigValueFactory.fromAnyRef(each.getKey())));
      }
    }
    return object.withValue(RPC, ConfigValueFactory.fromIterable(methods));
  }
}
