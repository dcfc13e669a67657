package io.integrationhost.kit;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Logs one warning of a kind in ten seconds and the number of those it held back; each is one line,
 * whatever texts of devices are in it. Thread-safe.
 */
public final class LimitedLog {

  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

  /** Kinds are words of a program. When they are not, they share one. */
  private static final int MOST_KINDS = 100;

  /** Who sends them would write lines of the log, or move the cursor of its reader. */
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

  private static final class Kind {
    private long last;
    private long heldBack;
  }

  private final Logger log;
  private final String transport;
  private final LongSupplier nanos;
  private final Map<String, Kind> kinds = new HashMap<>();

  /**
   * A log of one transport.
   *
   * @param log where to
   * @param transport begins each line
   */
  public LimitedLog(Logger log, String transport) {
    this(log, transport, System::nanoTime);
  }

  /** With a clock of one's own. */
  LimitedLog(Logger log, String transport, LongSupplier nanos) {
    this.log = log;
    this.transport = transport;
    this.nanos = nanos;
  }

  /**
   * Logs a warning, or counts it.
   *
   * @param kind what is limited together; one of few words, not said in the line
   * @param message made only when it is logged; control characters in it become blanks
   */
  public void warn(String kind, Supplier<String> message) {
    long before;
    synchronized (kinds) {
      long now = nanos.getAsLong();
      Kind known = kinds.get(kind);
      if (known == null) {
        String word = kinds.size() < MOST_KINDS ? kind : "";
        known = kinds.get(word);
        if (known == null) {
          known = new Kind();
          known.last = now - INTERVAL;
          kinds.put(word, known);
        }
      }
      if (now - known.last < INTERVAL) {
        known.heldBack++;
        return;
      }
      known.last = now;
      before = known.heldBack;
      known.heldBack = 0;
    }
    String more = before == 0 ? "" : " (and " + before + " more of this kind since the last one)";
    String line = CONTROLS.matcher(String.valueOf(message.get())).replaceAll(" ");
    log.warn("{}: {}{}", transport, line, more);
  }
}
