package io.integrationhost.host.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Debug events that wait, the newest of them: bounded in number and bytes. Not thread-safe. */
final class DebugQueue {

  private final int maxEvents;
  private final int maxBytes;
  private final Deque<byte[]> events = new ArrayDeque<>();
  private int bytes;

  DebugQueue(int maxEvents, int maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Adds the newest; the result is how many old ones had to go. */
  int add(byte[] event) {
    int dropped = 0;
    while (!events.isEmpty() && (events.size() == maxEvents || bytes + event.length > maxBytes)) {
      bytes -= events.remove().length;
      dropped++;
    }
    events.add(event);
    bytes += event.length;
    return dropped;
  }

  /** Puts back what was not sent, as far as there is room; the result is what had no room. */
  int putBack(List<byte[]> oldest) {
    int dropped = 0;
    for (int i = oldest.size() - 1; i >= 0; i--) {
      byte[] event = oldest.get(i);
      if (dropped > 0 || events.size() == maxEvents || bytes + event.length > maxBytes) {
        dropped++;
      } else {
        events.addFirst(event);
        bytes += event.length;
      }
    }
    return dropped;
  }

  /** Moves as much as a parcel takes. */
  void moveTo(EventParcel parcel) {
    while (!events.isEmpty() && parcel.takes(events.peek().length)) {
      byte[] event = events.remove();
      bytes -= event.length;
      parcel.addDebug(event);
    }
  }
}
