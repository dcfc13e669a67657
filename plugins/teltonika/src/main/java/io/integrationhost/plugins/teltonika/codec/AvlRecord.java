package io.integrationhost.plugins.teltonika.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One record of a device.
 *
 * @param timestamp milliseconds since 1970-01-01 UTC by the device's clock, which may be unset
 * @param priority 0 low, 1 high, 2 panic
 * @param longitude degrees x 10^7, east positive
 * @param latitude degrees x 10^7, north positive
 * @param altitude metres above the sea
 * @param angle degrees from north, clockwise
 * @param speed km/h
 * @param event the IO element that caused the record; 0: none
 * @param io values by element, in the order of the frame
 */
public record AvlRecord(
    long timestamp,
    int priority,
    int longitude,
    int latitude,
    int altitude,
    int angle,
    int satellites,
    int speed,
    int event,
    Map<Integer, IoValue> io) {

  private static final int DEGREE = 10_000_000;

  public AvlRecord {
    io = Collections.unmodifiableMap(new LinkedHashMap<>(io));
  }

  /**
   * Whether the position is one of this moment: without satellites a device repeats the last one it
   * knew, and some send all ones or other numbers that are no coordinates.
   */
  public boolean isPositioned() {
    boolean onEarth =
        Math.abs((long) latitude) <= 90L * DEGREE && Math.abs((long) longitude) <= 180L * DEGREE;
    boolean lost = latitude == -1 && longitude == -1;
    return satellites > 0 && onEarth && !lost;
  }

  public double latitudeDegrees() {
    return latitude / (double) DEGREE;
  }

  public double longitudeDegrees() {
    return longitude / (double) DEGREE;
  }
}
