package io.integrationhost.testkit;

import io.integrationhost.plugin.Memory;

/**
 * The host's memory for one transport: keeps account, and grants all that a test leaves. Unlike a
 * host it grants the last byte. Thread-safe.
 */
public final class FakeMemory implements Memory {

  private long bound = Long.MAX_VALUE;
  private long taken;

  FakeMemory() {}

  /** From now on no more than this is granted in all; what is taken already stays so. */
  public synchronized void bound(long bytes) {
    bound = notNegative(bytes);
  }

  /** How much is taken and not given back. */
  public synchronized long taken() {
    return taken;
  }

  @Override
  public synchronized boolean take(long bytes) {
    if (notNegative(bytes) > bound - taken) {
      return false;
    }
    taken += bytes;
    return true;
  }

  @Override
  public synchronized void give(long bytes) {
    taken -= Math.min(taken, notNegative(bytes));
  }

  private static long notNegative(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes are " + bytes + " (expected: 0 or more)");
    }
    return bytes;
  }
}
