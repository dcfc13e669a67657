package io.integrationhost.plugins.teltonika;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** What devices do wrong, counted and logged at a bearable rate. Thread-safe. */
final class Reports {

  private final Logger log;
  private final String label;
  private final LimitedLog logins;
  private final LimitedLog frames;
  private final LimitedLog refusals;
  private final LimitedLog connections;
  private final LimitedLog shortages;
  private final Shortage shortage;
  private final LongAdder badFrames = new LongAdder();
  private final LongAdder refusedLogins = new LongAdder();
  private final LongAdder miscountedRecords = new LongAdder();
  private final LongAdder droppedDatagrams = new LongAdder();

  Reports(Logger log, String label, Clock clock) {
    this.log = log;
    this.label = label;
    logins = new LimitedLog(log, label);
    frames = new LimitedLog(log, label);
    refusals = new LimitedLog(log, label);
    connections = new LimitedLog(log, label);
    shortages = new LimitedLog(log, label);
    shortage = new Shortage(clock);
  }

  /** A device that is not let in, or something that is no device. */
  void refusedLogin(String who, String why) {
    refusedLogins.increment();
    logins.warn(() -> who + " is refused: " + why);
  }

  /** Bytes that cannot be used. */
  void badFrame(String who, String what) {
    badFrames.increment();
    frames.warn(() -> who + " sent a frame that cannot be used: " + what);
  }

  /** Records whose total of elements is wrong; taken all the same. */
  void miscountedRecords(int count) {
    miscountedRecords.add(count);
  }

  /** Records that the host did not take. */
  void refusedUplink(String who, String why) {
    refusals.warn(() -> who + ": the host did not take what the device sent: " + why);
  }

  /** A datagram for which there was no room; its device sends it again. */
  void droppedDatagram(String who, int limit) {
    droppedDatagrams.increment();
    connections.warn(
        () -> who + ": a datagram is left unanswered: maxUnansweredDatagrams is " + limit);
  }

  /** A connection that is not taken or that failed. */
  void connection(String who, String what) {
    connections.warn(() -> who + " " + what);
  }

  /** A connection or port that failed. */
  void failed(String who, String what, Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      lacks(
          "memory ran out and what needed it failed; give the host more (-Xmx,"
              + " -XX:MaxDirectMemorySize)",
          "; " + who + " " + what + ": " + cause.getMessage());
    } else {
      connection(who, what + " after a failure: " + cause);
    }
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

  /** What a device is told; for those who look for an answer that does not arrive. */
  void answered(String who, int count) {
    log.debug("{}: {} is answered {}", label, who, count);
  }

  /** Something that a person must look at; not limited, so it must be rare. */
  void alarm(String message) {
    log.error("{}: {}", label, message);
  }

  /** Counts for people. */
  String summary() {
    return badFrames.sum()
        + " bad frames, "
        + refusedLogins.sum()
        + " refused logins, "
        + miscountedRecords.sum()
        + " records with a wrong element count, "
        + droppedDatagrams.sum()
        + " dropped datagrams";
  }
}
