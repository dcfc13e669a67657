package io.integrationhost.kit.transport;

import io.integrationhost.kit.Fault;
import io.integrationhost.kit.LimitedLog;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What peers do wrong and what is lacking, counted and logged at a bearable rate. Thread-safe. */
final class Reports {

  private static final Logger log = LoggerFactory.getLogger(Reports.class);

  private final LimitedLog limited;
  private final LongAdder badFrames = new LongAdder();
  private final Shortage shortage;

  Reports(String transport, Clock clock) {
    limited = new LimitedLog(log, transport);
    shortage = new Shortage(clock);
  }

  /** One line of a kind in a while. */
  void warn(String kind, Supplier<String> message) {
    limited.warn(kind, message);
  }

  /** Bytes that make no frame. */
  void fault(String label, Fault fault) {
    badFrames.increment();
    limited.warn("fault " + fault.kind(), () -> label + " " + fault.what() + bytes(fault.bytes()));
  }

  /** Bytes that may still become a frame. */
  void waiting(String label, String what, String bytes) {
    limited.warn("waiting", () -> label + " " + what + bytes(bytes));
  }

  private static String bytes(String excerpt) {
    return excerpt.isEmpty() ? "" : "; bytes: " + excerpt;
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
    limited.warn("lacks", () -> what + detail);
  }

  /** What is lacking now. */
  Optional<String> shortage() {
    return shortage.now();
  }

  long badFrames() {
    return badFrames.sum();
  }
}
