package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.Device;
import io.integrationhost.plugins.teltonika.codec.Imei;
import java.util.Set;

/**
 * Which devices are let in and what they are called.
 *
 * @param allowed empty: all
 * @param pattern of names; holds {@link #PLACEHOLDER}
 * @param type the device profile
 */
record Naming(Set<Imei> allowed, String pattern, String type) {

  static final String PLACEHOLDER = "{imei}";

  Naming {
    allowed = Set.copyOf(allowed);
  }

  boolean isAllowed(Imei imei) {
    return allowed.isEmpty() || allowed.contains(imei);
  }

  Device device(Imei imei) {
    return new Device(pattern.replace(PLACEHOLDER, imei.digits()), type);
  }
}
