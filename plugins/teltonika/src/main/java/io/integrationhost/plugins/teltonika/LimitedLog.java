package io.integrationhost.plugins.teltonika;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Logs one warning in ten seconds and the number of those it held back. Thread-safe. */
final class LimitedLog {

  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

  private final Logger log;
  private final String transport;
  private boolean used;
  private long last;
  private long heldBack;

  LimitedLog(Logger log, String transport) {
    this.log = log;
    this.transport = transport;
  }

  void warn(Supplier<String> message) {
    long before;
    synchronized (this) {
      long now = System.nanoTime();
      if (used && now - last < INTERVAL) {
        heldBack++;
        return;
      }
      used = true;
      last = now;
      before = heldBack;
      heldBack = 0;
    }
    String more = before == 0 ? "" : " (and " + before + " more of this kind since the last one)";
    log.warn("{}: {}{}", transport, message.get(), more);
  }
}
