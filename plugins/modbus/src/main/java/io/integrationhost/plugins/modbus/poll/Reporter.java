package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugins.modbus.plan.Point;
import io.integrationhost.plugins.modbus.plan.Report;
import java.util.HashMap;
import java.util.Map;

/** Decides which readings of one device are told. Belongs to its line. */
final class Reporter {

  private record Told(Object value, long ts) {}

  private final Map<Point, Told> last = new HashMap<>();

  /** Whether a reading is to be told, which counts as told then. */
  boolean tells(Point point, Object value, long now) {
    Told told = last.get(point);
    if (told == null || isDue(point.report(), told, value, now)) {
      last.put(point, new Told(value, now));
      return true;
    }
    return false;
  }

  private static boolean isDue(Report report, Told told, Object value, long now) {
    // A clock that was set back has not stood still.
    long passed = now < told.ts() ? Long.MAX_VALUE : now - told.ts();
    if (report.most().toMillis() > 0 && passed >= report.most().toMillis()) {
      return true;
    }
    if (passed < report.least().toMillis()) {
      return false;
    }
    boolean isPeriodOver = passed >= report.period().toMillis();
    return switch (report.type()) {
      case ON_RECEIVED, DISABLED -> true;
      case ON_CHANGE -> hasChanged(report, told.value(), value);
      case ON_REPORT_PERIOD -> isPeriodOver;
      case ON_CHANGE_OR_REPORT_PERIOD -> isPeriodOver || hasChanged(report, told.value(), value);
    };
  }

  private static boolean hasChanged(Report report, Object old, Object value) {
    if (report.deadband() > 0 && old instanceof Number before && value instanceof Number now) {
      return Math.abs(now.doubleValue() - before.doubleValue()) > report.deadband();
    }
    return !old.equals(value);
  }
}
