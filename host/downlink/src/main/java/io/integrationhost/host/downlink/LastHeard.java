package io.integrationhost.host.downlink;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * On which transport a device was heard last: a hint that saves asking them all. Of so many devices
 * that the hints would cost too much, all are forgotten and learned again. Safe for any thread.
 */
final class LastHeard {

  private static final int MOST = 100_000;

  private final Map<String, String> transports = new ConcurrentHashMap<>();

  void heard(String device, String transport) {
    if (transport.equals(transports.get(device))) {
      return;
    }
    if (transports.size() >= MOST) {
      transports.clear();
    }
    transports.put(device, transport);
  }

  void left(String device, String transport) {
    transports.remove(device, transport);
  }

  Optional<String> of(String device) {
    return Optional.ofNullable(transports.get(device));
  }
}
