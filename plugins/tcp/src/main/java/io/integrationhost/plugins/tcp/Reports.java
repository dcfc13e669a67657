package io.integrationhost.plugins.tcp;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/**
 * What devices do wrong and what is lacking, counted and logged at a bearable rate. Thread-safe.
 */
final class Reports {

  private final LimitedLog greetings;
  private final LimitedLog frames;
  private final LimitedLog waiting;
  private final LimitedLog refusals;
  private final LimitedLog connections;
  private final LimitedLog shortages;
  private final LongAdder badFrames = new LongAdder();
  private final Shortage shortage;

  Reports(Logger log, String transport, Clock clock) {
    greetings = new LimitedLog(log, transport);
    frames = new LimitedLog(log, transport);
    waiting = new LimitedLog(log, transport);
    refusals = new LimitedLog(log, transport);
    connections = new LimitedLog(log, transport);
    shortages = new LimitedLog(log, transport);
    shortage = new Shortage(clock);
  }

  /** Greetings that cannot be used. */
  LimitedLog greetings() {
    return greetings;
  }

  /** Uplinks that the host refused. */
  LimitedLog refusals() {
    return refusals;
  }

  /** Connections over the limit and failures of connections. */
  LimitedLog connections() {
    return connections;
  }

  /** Bytes that make no message. */
  void lost(Connection connection, Inbound.Lost lost) {
    badFrames.increment();
    frames.warn(() -> connection + " " + lost.what() + "; bytes: " + lost.excerpt());
  }

  /** Bytes that may still become a message. */
  void waiting(Connection connection, Inbound.Waiting bytes) {
    waiting.warn(() -> connection + " " + bytes.what() + "; bytes: " + bytes.excerpt());
  }

  /**
   * Something that the machine or the process has not enough of.
   *
   * @param what and what to do; the same words each time, since the state of the integration shows
   *     them
   * @param detail for the log
   */
  void lacks(String what, String detail) {
    shortage.note(what);
    shortages.warn(() -> what + detail);
  }

  /** What is lacking now. */
  Optional<String> shortage() {
    return shortage.now();
  }

  long badFrames() {
    return badFrames.sum();
  }
}
