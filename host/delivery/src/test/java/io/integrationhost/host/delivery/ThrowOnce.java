package io.integrationhost.host.delivery;

import java.util.concurrent.atomic.AtomicBoolean;

/** Throws an Error once, wherever a test puts it: what comes next has to go through. */
final class ThrowOnce implements Runnable {

  private final AtomicBoolean armed = new AtomicBoolean();

  void arm() {
    armed.set(true);
  }

  boolean hasThrown() {
    return !armed.get();
  }

  @Override
  public void run() {
    if (armed.getAndSet(false)) {
      throw new OutOfMemoryError("thrown once by a test");
    }
  }
}
