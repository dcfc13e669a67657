package io.integrationhost.host.downlink;

import java.util.concurrent.atomic.AtomicInteger;

/** A seam that lets some pass and throws an error at the next one, once. */
final class ErrorOnce {

  private static final int NEVER = Integer.MAX_VALUE;

  private final AtomicInteger left = new AtomicInteger(NEVER);

  void throwAfter(int passes) {
    left.set(passes);
  }

  void pass() {
    int now = left.getAndUpdate(count -> count == NEVER || count == 0 ? NEVER : count - 1);
    if (now == 0) {
      throw new OutOfMemoryError("once, for a test");
    }
  }

  boolean hasThrown() {
    return left.get() == NEVER;
  }
}
