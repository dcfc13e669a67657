package io.integrationhost.plugins.tcp;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** What devices do wrong, counted and logged at a bearable rate. */
final class Reports {

  private final LimitedLog messages;
  private final LimitedLog frames;
  private final LimitedLog refusals;
  private final LimitedLog connections;
  private final LongAdder badFrames = new LongAdder();

  Reports(Logger log, String transport) {
    messages = new LimitedLog(log, transport);
    frames = new LimitedLog(log, transport);
    refusals = new LimitedLog(log, transport);
    connections = new LimitedLog(log, transport);
  }

  /** Greetings and messages that cannot be used. */
  LimitedLog messages() {
    return messages;
  }

  /** Frames that do not fit. */
  LimitedLog frames() {
    return frames;
  }

  /** Uplinks that the host refused. */
  LimitedLog refusals() {
    return refusals;
  }

  /** Connections over the limit and failures of connections. */
  LimitedLog connections() {
    return connections;
  }

  void countBadFrame() {
    badFrames.increment();
  }

  long badFrames() {
    return badFrames.sum();
  }
}
