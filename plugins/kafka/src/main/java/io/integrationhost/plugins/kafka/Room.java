package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.Grant;
import io.integrationhost.plugin.Memory;

/**
 * The bytes of messages that are kept, against a bound of the transport's and the memory that the
 * host grants. For the poll thread.
 */
final class Room {

  private final Grant grant;
  private final long most;
  private long bytes;
  private boolean isShort;
  private boolean wasFull;

  Room(Memory memory, long most) {
    this.grant = new Grant(memory, most);
    this.most = most;
  }

  /** What has come cannot be sent back: it counts although the host may not grant it. */
  void fill(long more) {
    bytes += more;
    isShort = !grant.covers(bytes);
  }

  void free(long less) {
    bytes -= less;
    isShort = isShort && !grant.covers(bytes);
    grant.shrink(bytes);
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
    bytes = 0;
    grant.shrink(0);
  }
}
