package io.integrationhost.plugins.mqtt.sparkplug;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a downlink wants written: <code>{"metric": value, ...}</code> or <code>
 * {"metrics": [{"name": "metric", "value": value}, ...]}</code>.
 */
final class Orders {

  private static final String FORM =
      "{\"metric\": value, ...} or {\"metrics\": [{\"name\": \"metric\", \"value\": value}, ...]}";
  private static final int DEEPEST = 50;

  private Orders() {}

  /**
   * Values by the names of metrics, in order: {@code Boolean}, {@code String}, {@code BigDecimal}.
   *
   * @throws io.integrationhost.plugin.TransportException when the payload says nothing of the kind
   */
  static Map<String, Object> of(byte[] payload) {
    Map<String, Object> orders = new LinkedHashMap<>();
    try {
      ConfigObject root = parse(Bytes.utf8(payload)).root();
      if (root.get("metrics") instanceof ConfigList list) {
        for (ConfigValue each : list) {
          Config metric = ((ConfigObject) each).toConfig();
          orders.put(metric.getString("name"), value(metric.getValue("value")));
        }
      } else {
        root.forEach((name, each) -> orders.put(name, value(each)));
      }
    } catch (ConfigException | ClassCastException | IllegalArgumentException e) {
      throw Refusal.rejected("the downlink converter's output is not " + FORM);
    }
    if (orders.isEmpty()) {
      throw Refusal.rejected("the downlink converter's output names no metric: it must be " + FORM);
    }
    return orders;
  }

  /** Depth costs stack, and is never meant. */
  private static Config parse(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      depth += each == '{' || each == '[' ? 1 : each == '}' || each == ']' ? -1 : 0;
      if (depth > DEEPEST) {
        throw new IllegalArgumentException("too deep");
      }
    }
    return ConfigFactory.parseString(
        text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
  }

  private static Object value(ConfigValue value) {
    if (value.valueType() == ConfigValueType.NUMBER) {
      // As it was written: a double would lose digits of large whole numbers.
      return new BigDecimal(value.render(ConfigRenderOptions.concise()));
    }
    if (value.valueType() != ConfigValueType.BOOLEAN
        && value.valueType() != ConfigValueType.STRING) {
      throw new IllegalArgumentException("no plain value");
    }
    return value.unwrapped();
  }
}
