package io.integrationhost.plugins.coap;

import io.integrationhost.plugin.Uplinks;
import java.util.HashMap;
import java.util.Map;

/**
 * In how many ways each device is reached: sessions in which receipts named it, and its look at its
 * resource. The host is told when the last one is gone. Thread-safe.
 */
final class Reach {

  /** Names come from devices, so their number must have an end. */
  private static final int MOST = 200_000;

  private final Uplinks uplinks;
  private final Map<String, Integer> ways = new HashMap<>();

  Reach(Uplinks uplinks) {
    this.uplinks = uplinks;
  }

  /** One more way; false when there are too many devices: it is not to be taken away. */
  synchronized boolean add(String device) {
    if (ways.size() >= MOST && !ways.containsKey(device)) {
      return false;
    }
    ways.merge(device, 1, Integer::sum);
    return true;
  }

  /** A look has begun: downlinks that wait may come. */
  synchronized boolean addLook(String device) {
    boolean isAdded = add(device);
    uplinks.connected(device);
    return isAdded;
  }

  synchronized void remove(String device) {
    if (ways.merge(device, -1, Integer::sum) <= 0) {
      ways.remove(device);
      uplinks.disconnected(device);
    }
  }
}
