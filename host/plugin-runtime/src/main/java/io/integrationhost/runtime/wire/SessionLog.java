package io.integrationhost.runtime.wire;

import io.integrationhost.ground.CleanText;
import io.integrationhost.plugin.Wire;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line at DEBUG for each session of a transport that begins or ends, so many in a second at most:
 * thousands of devices may come back at once. Safe for any thread.
 */
final class SessionLog {

  static final int MOST_A_SECOND = 50;

  private static final Logger log = LoggerFactory.getLogger(SessionLog.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final String owner;
  private final LongSupplier nanoTime;
  private long begin;
  private int written = MOST_A_SECOND;
  private long heldBack;

  /**
   * A log.
   *
   * @param owner as messages name the transport
   * @param nanoTime as {@link System#nanoTime}
   */
  SessionLog(String owner, LongSupplier nanoTime) {
    this.owner = owner;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong() - PERIOD.toNanos();
  }

  void opened(SessionLine line) {
    if (log.isDebugEnabled() && mayWrite()) {
      SessionView session = line.view();
      log.debug("{}, session '{}': opened from {}", owner, name(session), address(session));
    }
  }

  void closed(SessionLine line, Wire.End why) {
    if (log.isDebugEnabled() && mayWrite()) {
      SessionView session = line.view();
      log.debug(
          "{}, session '{}': closed ({}), of device '{}' at {}; since {}, {} bytes received, {} sent",
          owner,
          name(session),
          why == null ? Wire.End.OTHER : why,
          session.device().map(CleanText::name).orElse("unknown"),
          address(session),
          session.since(),
          session.received(),
          session.sent());
    }
  }

  private static String name(SessionView session) {
    return CleanText.name(session.source());
  }

  private static String address(SessionView session) {
    return CleanText.name(session.remote());
  }

  private boolean mayWrite() {
    long before;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      if (now - begin >= PERIOD.toNanos()) {
        begin = now;
        written = 0;
      }
      if (written >= MOST_A_SECOND) {
        heldBack++;
        return false;
      }
      written++;
      before = heldBack;
      heldBack = 0;
    }
    if (before > 0) {
      log.debug("{}: {} more sessions were opened or closed before the next line", owner, before);
    }
    return true;
  }
}
