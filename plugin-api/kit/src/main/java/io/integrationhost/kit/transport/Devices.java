package io.integrationhost.kit.transport;

import io.integrationhost.plugin.Uplinks;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which connection of a transport a device's name was last heard on. Thread-safe. */
final class Devices {

  /** Names come from devices, so their number must have an end. */
  static final int MOST = 200_000;

  private final ConcurrentHashMap<String, Party<?>> byName = new ConcurrentHashMap<>();
  private final Uplinks uplinks;
  private final boolean oneSession;
  private final Reports reports;

  Devices(Uplinks uplinks, boolean oneSession, Reports reports) {
    this.uplinks = uplinks;
    this.oneSession = oneSession;
    this.reports = reports;
  }

  /** Whether there was room for the name, which is more than all devices of a port should need. */
  boolean remember(String name, Party<?> party) {
    Party<?> before = byName.replace(name, party);
    if (before == null) {
      if (byName.size() >= MOST) {
        reports.warn(
            "names",
            () ->
                party.label()
                    + " is of one device too many: "
                    + MOST
                    + " are known already; downlinks for it wait. Is the converter naming a new"
                    + " device with every message?");
        return false;
      }
      byName.put(name, party);
    } else if (oneSession && before != party) {
      before.replaced();
    }
    return true;
  }

  /** Does nothing when the device has been heard on another connection since. */
  void forget(String name, Party<?> party) {
    if (byName.remove(name, party)) {
      uplinks.disconnected(name);
    }
  }

  Optional<Party<?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  int size() {
    return byName.size();
  }
}
