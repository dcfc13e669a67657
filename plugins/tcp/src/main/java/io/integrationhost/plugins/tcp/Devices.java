package io.integrationhost.plugins.tcp;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which connection a device's name was last heard on: one name per connection. Thread-safe. */
final class Devices {

  private final ConcurrentHashMap<String, Connection> byName = new ConcurrentHashMap<>();

  void remember(String name, Connection connection) {
    byName.put(name, connection);
  }

  /** Does nothing when the device has been heard on another connection since. */
  void forget(String name, Connection connection) {
    byName.remove(name, connection);
  }

  Optional<Connection> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
