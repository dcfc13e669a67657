package io.integrationhost.plugins.opcua;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * What a downlink converter wants done, as ThingsBoard's own integration reads it: {@code
 * {"writeValues": [{"nodeId", "value", "dataType"}], "callMethods": [{"objectId", "methodId",
 * "args"}]}}.
 */
record Command(List<Write> writes, List<Call> calls) {

  private static final int MOST = 1_000;

  /**
   * A value with its type, if it is said.
   *
   * @param type empty: what the server says it is
   */
  record Typed(ConfigValue value, Optional<OpcUaDataType> type) {}

  /** A value for a variable. */
  record Write(NodeId node, Typed value) {}

  /** A method of an object, with its arguments. */
  record Call(NodeId object, NodeId method, List<Typed> args) {}

  boolean isEmpty() {
    return writes.isEmpty() && calls.isEmpty();
  }

  /** Throws a refusal that names what is wrong: nothing is passed over. */
  static Command read(Downlink downlink) {
    try {
      Config config =
          ConfigFactory.parseString(
              new String(downlink.payload(), StandardCharsets.UTF_8),
              ConfigParseOptions.defaults()
                  .setSyntax(ConfigSyntax.JSON)
                  .setOriginDescription("the downlink"));
      List<Write> writes = new ArrayList<>();
      for (ConfigObject each : objects(config, "writeValues")) {
        writes.add(write(each.toConfig(), "writeValues[" + writes.size() + "]"));
      }
      List<Call> calls = new ArrayList<>();
      for (ConfigObject each : objects(config, "callMethods")) {
        calls.add(call(each.toConfig(), "callMethods[" + calls.size() + "]"));
      }
      return new Command(writes, calls);
    } catch (ConfigException e) {
      throw Refusal.rejected(
          "the downlink is no JSON object as OPC-UA needs it: " + Words.cut(e.getMessage()));
    }
  }

  private static List<ConfigObject> objects(Config config, String key) {
    if (!config.hasPath(key)) {
      return List.of();
    }
    List<ConfigObject> objects = new ArrayList<>(config.getObjectList(key));
    if (objects.size() > MOST) {
      throw Refusal.rejected(
          key + " has " + objects.size() + " entries, " + MOST + " are possible");
    }
    return objects;
  }

  private static Write write(Config entry, String where) {
    return new Write(
        node(entry, where, "nodeId"), new Typed(value(entry, where), type(entry, where)));
  }

  private static Call call(Config entry, String where) {
    List<Typed> args = new ArrayList<>();
    boolean isList = entry.hasPath("args") && entry.getValue("args") instanceof ConfigList;
    for (ConfigValue each : isList ? entry.getList("args") : List.<ConfigValue>of()) {
      if (each instanceof ConfigObject object) {
        String which = where + ".args[" + args.size() + "]";
        args.add(new Typed(value(object.toConfig(), which), type(object.toConfig(), which)));
      } else {
        args.add(new Typed(each, Optional.empty()));
      }
    }
    return new Call(node(entry, where, "objectId"), node(entry, where, "methodId"), args);
  }

  private static ConfigValue value(Config entry, String where) {
    ConfigValue value = entry.root().get("value");
    if (value == null || value.valueType() == ConfigValueType.OBJECT) {
      throw Refusal.rejected(
          where + ".value is missing or an object (expected: a value or a list)");
    }
    return value;
  }

  private static NodeId node(Config entry, String where, String key) {
    String text = entry.hasPath(key) ? entry.getString(key) : "";
    return NodeId.parseSafe(text)
        .orElseThrow(
            () ->
                Refusal.rejected(
                    where + "." + key + " is '" + Words.cut(text) + "' (expected: ns=2;s=Name)"));
  }

  private static Optional<OpcUaDataType> type(Config entry, String where) {
    if (!entry.hasPath("dataType")) {
      return Optional.empty();
    }
    String name = entry.getString("dataType");
    Optional<OpcUaDataType> type = TypedValue.type(name);
    if (type.isEmpty()) {
      throw Refusal.rejected(
          where + ".dataType is '" + Words.cut(name) + "' (expected: Float, Int32, Boolean, ...)");
    }
    return type;
  }
}
