package io.integrationhost.plugins.tcp;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The devices that the host's receipts named for one connection that did not greet: a gateway may
 * have several. Of more than the limit the one that was named first is forgotten. Thread-safe,
 * since receipts come on a thread of their own.
 */
final class HeardDevices {

  static final int MOST = 1_000;

  private final Devices devices;
  private final Connection connection;
  private final Set<String> names = new LinkedHashSet<>();
  private boolean closed;

  HeardDevices(Devices devices, Connection connection) {
    this.devices = devices;
    this.connection = connection;
  }

  synchronized void add(List<String> heard) {
    if (closed) {
      return;
    }
    for (String name : heard) {
      // Remembered again each time: another connection may have had the device meanwhile.
      if (devices.remember(name, connection) && names.add(name) && names.size() > MOST) {
        Iterator<String> oldest = names.iterator();
        devices.forget(oldest.next(), connection);
        oldest.remove();
      }
    }
  }

  /** The connection has a name of its own now. */
  synchronized void forgetAll() {
    names.forEach(name -> devices.forget(name, connection));
    names.clear();
  }

  /** Takes nothing more: the connection is gone, though receipts may still come. */
  synchronized void close() {
    closed = true;
    forgetAll();
  }
}
