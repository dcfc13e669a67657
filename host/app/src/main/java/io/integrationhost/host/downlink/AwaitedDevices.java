package io.integrationhost.host.downlink;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The devices that have downlinks waiting, for threads that tell of devices they heard: asked with
 * every uplink, so it must cost next to nothing. Safe for any thread.
 */
final class AwaitedDevices {

  private final Set<String> awaited = ConcurrentHashMap.newKeySet();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  void add(String device) {
    awaited.add(device);
  }

  void remove(String device) {
    awaited.remove(device);
    told.remove(device);
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
