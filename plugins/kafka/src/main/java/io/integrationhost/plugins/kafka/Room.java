package io.integrationhost.plugins.kafka;

import io.integrationhost.plugin.Memory;

/**
 * The bytes of messages that are kept, against a bound of the transport's and the memory that the
 * host grants in steps. For the poll thread.
 */
final class Room {

  private static final long STEP = 1 << 20;

  private final Memory memory;
  private final long most;
  private long bytes;
  private long granted;
  private boolean isShort;
  private boolean wasFull;

  Room(Memory memory, long most) {
    this.memory = memory;
    this.most = most;
  }

  /** What has come cannot be sent back: it counts although the host may not grant it. */
  void fill(long more) {
    bytes += more;
    if (bytes > granted) {
      long wanted = (bytes - granted + STEP - 1) / STEP * STEP;
      isShort = !memory.take(wanted);
      granted += isShort ? 0 : wanted;
    }
  }

  void free(long less) {
    bytes -= less;
    if (bytes <= granted) {
      isShort = false;
    }
    long spare = (granted - bytes) / STEP * STEP;
    // One step stays, else each message would ask the host.
    if (spare > STEP) {
      memory.give(spare - STEP);
      granted -= spare - STEP;
    }
  }

  /** Whether no more should come, until half of it is free. An empty room always takes some. */
  boolean isFull() {
    wasFull = bytes > 0 && (bytes >= most || isShort || (wasFull && bytes > most / 2));
    return wasFull;
  }

  long bytes() {
    return bytes;
  }

  void close() {
    memory.give(granted);
    granted = 0;
    bytes = 0;
  }
}
