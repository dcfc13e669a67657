package io.integrationhost.host.downlink;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The devices that have downlinks waiting, for threads that tell of devices they heard: asked with
 * every uplink, so it must cost next to nothing. Safe for any thread.
 */
final class AwaitedDevices {

  private final Set<String> awaited = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  void add(String device) {
    awaited.add(device);
  }

  void remove(String device) {
    awaited.remove(device);
    told.remove(device);
    waiting.remove(device);
  }

  /** So many wait for the device now, one that is tried again among them. */
  void waiting(String device, int now) {
    if (now == 0) {
      waiting.remove(device);
    } else {
      waiting.put(device, now);
    }
  }

  int waiting(String device) {
    return waiting.getOrDefault(device, 0);
  }

  boolean isAwaited(String device) {
    return awaited.contains(device);
  }

  /** Whether this is news that somebody waits for; true once until it is taken. */
  boolean tell(String device) {
    return awaited.contains(device) && told.add(device);
  }

  /** The news is being acted on; another may follow. */
  void taken(String device) {
    told.remove(device);
  }
}
