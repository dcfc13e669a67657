package io.integrationhost.plugins.tcp;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which connection a device's name was last heard on. Thread-safe. */
final class Devices {

  /** Names come from devices, so their number must have an end. */
  static final int MOST = 200_000;

  private final ConcurrentHashMap<String, Connection> byName = new ConcurrentHashMap<>();
  private final LimitedLog log;

  Devices(LimitedLog log) {
    this.log = log;
  }

  /** Whether there was room for the name, which is more than all devices of a port should need. */
  boolean remember(String name, Connection connection) {
    if (byName.replace(name, connection) == null) {
      if (byName.size() >= MOST) {
        log.warn(
            () ->
                connection
                    + " is of one device too many: "
                    + MOST
                    + " are known already; downlinks for it wait. Is the converter naming a new"
                    + " device with every message?");
        return false;
      }
      byName.put(name, connection);
    }
    return true;
  }

  /** Does nothing when the device has been heard on another connection since. */
  void forget(String name, Connection connection) {
    byName.remove(name, connection);
  }

  Optional<Connection> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
