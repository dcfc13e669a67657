package io.integrationhost.plugins.tcp;

import java.util.function.Consumer;

/**
 * Bounds the memory of all messages that have not ended, of all transports of the plugin together.
 * One transport gets at most half of what the others leave, so that none takes everything.
 * Thread-safe.
 */
final class HeldBytes {

  private static final String NO_ROOM =
      "messages that have not ended hold all the memory that they may, so connections with others are"
          + " closed; find the devices whose messages do not end, or give the host more heap (-Xmx)";

  private final long most;
  private long used;

  HeldBytes(long most) {
    this.most = most;
  }

  /** An eighth of the heap: beside it there must be room for the host. */
  static HeldBytes ofHeap() {
    return new HeldBytes(Runtime.getRuntime().maxMemory() / 8);
  }

  /**
   * The share of one transport.
   *
   * @param lacks told each time when there is no room what that means, for people
   */
  Share share(Consumer<String> lacks) {
    return new Share(lacks);
  }

  /** What one transport holds. Thread-safe. */
  final class Share {
    private final Consumer<String> lacks;
    private long own;

    private Share(Consumer<String> lacks) {
      this.lacks = lacks;
    }

    /** Takes bytes if there is room for them. */
    boolean take(long bytes) {
      boolean taken = takeIfFree(bytes);
      if (!taken) {
        lacks.accept(NO_ROOM);
      }
      return taken;
    }

    private boolean takeIfFree(long bytes) {
      synchronized (HeldBytes.this) {
        boolean free = own + bytes <= most();
        if (free) {
          own += bytes;
          used += bytes;
        }
        return free;
      }
    }

    void give(long bytes) {
      synchronized (HeldBytes.this) {
        own -= bytes;
        used -= bytes;
      }
    }

    private long most() {
      synchronized (HeldBytes.this) {
        return (most - (used - own)) / 2;
      }
    }
  }
}
