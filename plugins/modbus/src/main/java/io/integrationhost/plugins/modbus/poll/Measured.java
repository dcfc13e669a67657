package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.kit.Values;
import io.integrationhost.plugin.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * A reading on its way to the host.
 *
 * @param key in telemetry or attributes
 * @param ts when the answer came, in milliseconds since 1970
 * @param value {@code Boolean}, {@code Long}, {@code BigInteger}, {@code Double}, {@code String} or
 *     a {@code List}
 */
public record Measured(String key, boolean isAttribute, long ts, Object value) {

  /** As ThingsBoard keeps it: whole numbers beyond 64 bits signed as text. */
  Value asValue() {
    if (value instanceof Boolean flag) {
      return Value.of(flag);
    } else if (value instanceof Long number) {
      return Value.of(number);
    } else if (value instanceof Double number) {
      return Value.of(number);
    } else if (value instanceof List<?> || value instanceof Map<?, ?>) {
      return Value.json(Values.json(value));
    }
    return Value.of(value instanceof BigInteger big ? big.toString() : String.valueOf(value));
  }
}
