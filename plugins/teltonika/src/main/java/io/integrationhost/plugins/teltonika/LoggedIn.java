package io.integrationhost.plugins.teltonika;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which session serves a device: the one that logged in last. Thread-safe. */
final class LoggedIn {

  private final ConcurrentHashMap<String, Session> byName = new ConcurrentHashMap<>();

  /** Puts a session in place; the one before, if it was another. */
  Optional<Session> enter(String deviceName, Session session) {
    return Optional.ofNullable(byName.put(deviceName, session)).filter(old -> old != session);
  }

  /** Does nothing when a newer session has taken the place. */
  void leave(String deviceName, Session session) {
    byName.remove(deviceName, session);
  }

  Optional<Session> find(String deviceName) {
    return Optional.ofNullable(byName.get(deviceName));
  }
}
