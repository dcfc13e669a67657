package io.integrationhost.plugins.modbus.poll;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.modbus.plan.Point;
import io.integrationhost.plugins.modbus.plan.Points;
import io.integrationhost.plugins.modbus.value.Order;
import java.util.Optional;

/** Points that a downlink describes itself. */
final class AdHoc {

  private AdHoc() {}

  /**
   * Reads the keys of a point of the plugin's own form; key, {@code write} and what only polls need
   * may be missing.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  static Point point(Config entry, Order order) {
    Config whole =
        entry
            .withoutPath("value")
            .withoutPath("readBack")
            .withFallback(
                ConfigFactory.empty()
                    .withValue(
                        "key",
                        ConfigValueFactory.fromAnyRef(
                            (entry.hasPath("register") ? entry.getAnyRef("register") : "register")
                                + " "
                                + entry.getAnyRef("address"))));
    Keys keys = Keys.of(whole, ConfigFactory.empty(), name -> Optional.empty());
    try {
      Point point = Points.read(keys, order);
      keys.check();
      return point;
    } catch (TransportException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
