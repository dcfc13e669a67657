package io.integrationhost.spool;

import io.integrationhost.spool.TrimCursor.End;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down how far a log is trimmed and how far it was written, on the janitor's thread. */
final class CursorUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(CursorUpkeep.class);

  /** What was delivered in this time before a kill is delivered again. */
  private static final Duration DELAY = Duration.ofMillis(20);

  private final LogParts parts;
  private final StoreLock lock;
  private final Janitor janitor;
  private final AtomicBoolean planned = new AtomicBoolean();
  private final LimitedLog failures = new LimitedLog(LOG);

  CursorUpkeep(LogParts parts, StoreLock lock, Janitor janitor) {
    this.parts = parts;
    this.lock = lock;
    this.janitor = janitor;
  }

  /** Writes the trim position in a moment, whatever it is then. From any thread. */
  void writeSoon() {
    if (planned.compareAndSet(false, true)) {
      try {
        janitor.after(DELAY, this::write);
      } catch (RuntimeException | Error e) {
        planned.set(false);
        throw e;
      }
    }
  }

  void write() {
    planned.set(false);
    parts.reader().trimmed();
    long trimmed = parts.state().trimmed();
    try {
      if (trimmed != parts.cursor().position() && !lock.isLost()) {
        parts.cursor().write(trimmed);
      }
    } catch (IOException e) {
      failures.warn(
          "Spool '{}': cannot note what was delivered ({}); it would be sent again after a restart",
          parts.name(),
          e.getMessage());
    }
  }

  /**
   * How far the log goes: by that it is known what is missing at the next start.
   *
   * @param restore makes a file anew that was removed
   */
  void noteEnd(boolean restore) {
    TrimCursor cursor = parts.cursor();
    End known = cursor.end();
    long next = parts.state().next();
    Segment newest = parts.state().newest();
    End end = new End(next, newest == null ? known.segment() : newest.sequence());
    try {
      if (lock.isLost()) {
        return;
      }
      if (restore && cursor.restore()) {
        failures.warn(
            "Spool '{}': the file {} in {} was removed or replaced, and is made anew",
            parts.name(),
            TrimCursor.FILE,
            parts.files().directory());
      }
      if (!end.equals(known)) {
        cursor.note(end);
      }
    } catch (IOException e) {
      failures.warn("Spool '{}': cannot note how far it goes: {}", parts.name(), e.getMessage());
    }
  }

  void close() {
    janitor.attempt(this::write);
    janitor.attempt(() -> noteEnd(parts.state().trimmed() < parts.state().next()));
    try (TrimCursor cursor = parts.cursor()) {
      cursor.force();
    } catch (IOException e) {
      LOG.warn("Spool '{}': its cursor was not closed cleanly: {}", parts.name(), e.getMessage());
    }
  }
}
