package io.integrationhost.plugins.teltonika.telemetry;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The IO elements whose meaning is the same in the FMB family and its successors (the maker's page
 * "Data Sending Parameters ID" of a model decides). Factors are applied where the maker gives one
 * for all of them; otherwise numbers stay as they were sent.
 */
final class KnownElements {

  /**
   * What the maker says of Dallas sensors, which measure -55 to 115 degrees: 85 is what one shows
   * before its first measurement; the others are above what it can measure.
   */
  private static final Set<Long> DALLAS_ERRORS = Set.of(850L, 2000L, 3000L, 4000L, 5000L);

  static final Map<Integer, Element> BY_ID = table();

  private KnownElements() {}

  private static Map<Integer, Element> table() {
    Map<Integer, Element> table = new HashMap<>();
    row(table, 1, 4, "digitalInput", Kind.BOOLEAN, "1");
    row(table, 9, 2, "analogInput", Kind.UNSIGNED, "1");
    table.put(15, Element.of("ecoScore", Kind.UNSIGNED));
    table.put(16, Element.of("totalOdometer", Kind.UNSIGNED));
    table.put(17, Element.of("axisX", Kind.SIGNED));
    table.put(18, Element.of("axisY", Kind.SIGNED));
    table.put(19, Element.of("axisZ", Kind.SIGNED));
    table.put(21, Element.of("gsmSignal", Kind.UNSIGNED));
    table.put(24, Element.of("ioSpeed", Kind.UNSIGNED));
    row(table, 25, 4, "bleTemperature", Kind.SIGNED, "1");
    table.put(66, scaled("externalVoltage", Kind.UNSIGNED, "0.001"));
    table.put(67, scaled("batteryVoltage", Kind.UNSIGNED, "0.001"));
    table.put(68, Element.of("batteryCurrent", Kind.UNSIGNED));
    table.put(69, Element.of("gnssStatus", Kind.UNSIGNED));
    row(table, 72, 3, "dallasTemperature", Kind.SIGNED, "0.1");
    table.put(78, Element.of("driverId", Kind.HEX));
    table.put(80, Element.of("dataMode", Kind.UNSIGNED));
    table.put(113, Element.of("batteryLevel", Kind.UNSIGNED));
    row(table, 179, 2, "digitalOutput", Kind.BOOLEAN, "1");
    table.put(181, scaled("pdop", Kind.UNSIGNED, "0.1"));
    table.put(182, scaled("hdop", Kind.UNSIGNED, "0.1"));
    table.put(199, Element.of("tripOdometer", Kind.UNSIGNED));
    table.put(200, Element.of("sleepMode", Kind.UNSIGNED));
    table.put(205, Element.of("gsmCellId", Kind.UNSIGNED));
    table.put(206, Element.of("gsmAreaCode", Kind.UNSIGNED));
    table.put(236, Element.of("alarm", Kind.BOOLEAN));
    table.put(239, Element.of("ignition", Kind.BOOLEAN));
    table.put(240, Element.of("movement", Kind.BOOLEAN));
    table.put(241, Element.of("gsmOperator", Kind.UNSIGNED));
    table.put(247, Element.of("crashDetection", Kind.UNSIGNED));
    table.put(252, Element.of("unplug", Kind.BOOLEAN));
    table.put(253, Element.of("greenDrivingType", Kind.UNSIGNED));
    table.put(256, new Element("vin", Kind.TEXT, BigDecimal.ONE, true, Set.of()));
    table.put(257, Element.of("crashTrace", Kind.HEX));
    table.put(281, Element.of("faultCodes", Kind.TEXT));
    table.put(385, Element.of("beacons", Kind.HEX));
    row(table, 10800, 4, "eyeTemperature", Kind.SIGNED, "0.01");
    row(table, 10804, 4, "eyeHumidity", Kind.UNSIGNED, "1");
    return Map.copyOf(table);
  }

  /** Elements that follow each other and are numbered from one. */
  private static void row(
      Map<Integer, Element> table, int first, int count, String name, Kind kind, String factor) {
    Set<Long> errors = name.startsWith("dallas") ? DALLAS_ERRORS : Set.of();
    for (int i = 0; i < count; i++) {
      table.put(
          first + i, new Element(name + (i + 1), kind, new BigDecimal(factor), false, errors));
    }
  }

  private static Element scaled(String name, Kind kind, String factor) {
    return new Element(name, kind, new BigDecimal(factor), false, Set.of());
  }
}
