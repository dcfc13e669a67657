package io.integrationhost.host.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Debug events that wait, the newest of them: bounded in number and bytes. Not thread-safe. */
final class DebugQueue {

  private final int maxEvents;
  private final int maxBytes;
  private final Consumer<EventKind> dropped;
  private final Deque<DebugEvent> events = new ArrayDeque<>();
  private int bytes;

  /**
   * An empty queue.
   *
   * @param dropped told of each event that finds no room
   */
  DebugQueue(int maxEvents, int maxBytes, Consumer<EventKind> dropped) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
    this.dropped = dropped;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Adds the newest; the result is how many old ones had to go. */
  int add(DebugEvent event) {
    int gone = 0;
    int length = event.bytes().length;
    while (!events.isEmpty() && (events.size() == maxEvents || bytes + length > maxBytes)) {
      DebugEvent oldest = events.remove();
      bytes -= oldest.bytes().length;
      dropped.accept(oldest.kind());
      gone++;
    }
    events.add(event);
    bytes += length;
    return gone;
  }

  /** Puts back what was not sent, as far as there is room; the result is what had no room. */
  int putBack(List<DebugEvent> oldest) {
    int gone = 0;
    for (int i = oldest.size() - 1; i >= 0; i--) {
      DebugEvent event = oldest.get(i);
      int length = event.bytes().length;
      if (gone > 0 || events.size() == maxEvents || bytes + length > maxBytes) {
        dropped.accept(event.kind());
        gone++;
      } else {
        events.addFirst(event);
        bytes += length;
      }
    }
    return gone;
  }

  /** Moves as much as a parcel takes. */
  void moveTo(EventParcel parcel) {
    while (!events.isEmpty() && parcel.takes(events.peek().bytes().length)) {
      DebugEvent event = events.remove();
      bytes -= event.bytes().length;
      parcel.addDebug(event);
    }
  }
}
