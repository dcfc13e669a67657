package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.Refusal;
import java.time.Duration;

/** How far a downlink has come. */
final class Sent {

  /** The host waits 10 s unless it is told otherwise. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  final boolean calls;
  private final long begun = System.nanoTime();
  volatile boolean isUnderWay;
  volatile boolean isWritten;

  Sent(boolean calls) {
    this.calls = calls;
  }

  /** The host has given up, or is about to: what is done now nobody expects. */
  void checkTime() {
    if (System.nanoTime() - begun > PATIENCE.toNanos()) {
      throw isWritten
          ? Refusal.rejected("the server took too long: it has written, and no method was called")
          : Refusal.unavailable("the server took too long to tell the types; nothing was sent");
    }
  }
}
