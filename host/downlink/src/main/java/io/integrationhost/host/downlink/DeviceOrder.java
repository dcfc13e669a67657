package io.integrationhost.host.downlink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings results that come in any order back into the order in which they were asked for, per
 * device. Confined to the control thread.
 */
final class DeviceOrder {

  private static final Logger log = LoggerFactory.getLogger(DeviceOrder.class);

  private final Map<String, Deque<Slot>> lines = new HashMap<>();

  /** The place of one result. */
  final class Slot {
    private final String device;
    private Optional<Runnable> result = Optional.empty();

    private Slot(String device) {
      this.device = device;
    }

    /** Runs this after all earlier ones of the device, and what has waited for it. */
    void settle(Runnable use) {
      result = Optional.of(use);
      drain(device);
    }
  }

  Slot add(String device) {
    Slot slot = new Slot(device);
    lines.computeIfAbsent(device, name -> new ArrayDeque<>()).add(slot);
    return slot;
  }

  private void drain(String device) {
    Deque<Slot> line = lines.get(device);
    while (!line.isEmpty() && line.peek().result.isPresent()) {
      try {
        line.remove().result.get().run();
      } catch (RuntimeException | Error e) {
        // Of this downlink; those behind it have done nothing.
        log.error("a converted downlink for device '{}' was lost", device, e);
      }
    }
    if (line.isEmpty()) {
      lines.remove(device);
    }
  }
}
