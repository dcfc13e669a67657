package io.integrationhost.runtime;

import io.integrationhost.plugin.Memory;

/**
 * What all transports together may keep because of their devices. A transport gets at most half of
 * what is free when it asks, so that none takes it all. Safe for any thread.
 */
final class MemoryPool {

  private final long limit;
  private long free;

  MemoryPool(long bytes) {
    this.limit = bytes;
    this.free = bytes;
  }

  long limit() {
    return limit;
  }

  long held() {
    return limit - free();
  }

  synchronized long free() {
    return free;
  }

  /** The part of one transport. */
  final class Share implements Memory {
    private long taken;
    private boolean closed;

    @Override
    public boolean take(long bytes) {
      notNegative(bytes);
      synchronized (MemoryPool.this) {
        if (closed || bytes > free / 2) {
          return bytes == 0;
        }
        free -= bytes;
        taken += bytes;
        return true;
      }
    }

    @Override
    public void give(long bytes) {
      notNegative(bytes);
      synchronized (MemoryPool.this) {
        long back = Math.min(bytes, taken);
        taken -= back;
        free += back;
      }
    }

    /** What it keeps now. */
    long taken() {
      synchronized (MemoryPool.this) {
        return taken;
      }
    }

    /** The transport has stopped. */
    void close() {
      synchronized (MemoryPool.this) {
        closed = true;
        free += taken;
        taken = 0;
      }
    }

    private void notNegative(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("bytes is " + bytes + " (expected: 0 or more)");
      }
    }
  }
}
