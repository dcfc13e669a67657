package io.integrationhost.plugins.teltonika;

import io.integrationhost.kit.Fault;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Wire;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What devices do wrong, counted and logged at a bearable rate. Thread-safe. */
final class Reports {

  private static final Logger log = LoggerFactory.getLogger(Reports.class);

  private final String label;
  private final LimitedLog limited;
  private final Wire wire;
  private final LongAdder refusedLogins = new LongAdder();
  private final LongAdder miscountedRecords = new LongAdder();

  Reports(TransportContext context) {
    label = "integration '" + context.integration() + "', transport '" + context.transport() + "'";
    limited = new LimitedLog(log, label);
    wire = context.wire();
  }

  /** A device that is not let in, or something that is no device. */
  void refusedLogin(Session<?> session, String why) {
    refusedLogins.increment();
    wire.refused(Wire.Refusal.LOGIN);
    limited.warn("logins", () -> session.label() + " is refused: " + why);
  }

  /** Bytes that cannot be used. */
  static void badFrame(Session<?> session, Fault.Kind kind, String what) {
    session.report(new Fault(kind, "sent a frame that cannot be used: " + what, "", true));
  }

  /** Bytes of a device that cannot be used. */
  static void badFrame(Tracker tracker, String what) {
    badFrame(tracker.session(), Fault.Kind.MALFORMED, "device " + tracker.imei() + ", " + what);
  }

  /** Records whose total of elements is wrong; taken all the same. */
  void miscountedRecords(int count) {
    miscountedRecords.add(count);
  }

  /** What a device is told; for those who look for an answer that does not arrive. */
  void answered(Session<?> session, int count) {
    log.debug("{}: {} is answered {}", label, session.label(), count);
  }

  /** Something that a person must look at; not limited, so it must be rare. */
  void alarm(String message) {
    log.error("{}: {}", label, message);
  }

  /** Counts for people. */
  String summary() {
    return refusedLogins.sum()
        + " refused logins, "
        + miscountedRecords.sum()
        + " records with a wrong element count";
  }
}
