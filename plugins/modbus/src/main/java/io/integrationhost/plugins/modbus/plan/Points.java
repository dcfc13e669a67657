package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugins.modbus.value.Order;

/** Points outside of templates and devices. */
public final class Points {

  private Points() {}

  /**
   * Reads the keys of one point of the plugin's own form.
   *
   * @param keys of it, whose problems are to be looked at
   * @param order of bytes and registers unless it names one
   * @return legal, whatever the keys say
   */
  public static Point read(Keys keys, Order order) {
    return PointKeys.read(keys, order, Report.ALWAYS).point();
  }
}
