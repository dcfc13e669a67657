package io.integrationhost.host.downlink;

import io.integrationhost.remote.DownlinkMessage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is being converted, so that it stays within limits. Safe for any thread. */
final class Converting {

  private static final int MOST = 1_000;
  private static final long MOST_CHARACTERS = 8L << 20;

  static final String TOO_MANY =
      MOST
          + " downlinks, or "
          + MOST_CHARACTERS
          + " characters of them, are being converted already; send fewer, or see why the converter"
          + " is slow";

  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicLong characters = new AtomicLong();

  /** Counts one more unless that is too many. */
  boolean enter(DownlinkMessage message) {
    int count = messages.incrementAndGet();
    long size = characters.addAndGet(message.message().data().length());
    if (count > MOST || size > MOST_CHARACTERS) {
      leave(message);
      return false;
    }
    return true;
  }

  boolean isNone() {
    return messages.get() == 0;
  }

  void leave(DownlinkMessage message) {
    messages.decrementAndGet();
    characters.addAndGet(-message.message().data().length());
  }
}
