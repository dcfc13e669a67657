package io.integrationhost.converter.tbel;

import java.io.IOException;
import org.mvel2.ExecutionContext;

/** Whether a place is inside of an area. */
public final class Geofences {
  private Geofences() {}

  /**
   * On a plane; the border is outside.
   *
   * @param perimeter JSON: points as {@code [latitude, longitude]}, or arrays of them at any depth
   */
  public static boolean isInsidePolygon(
      ExecutionContext context, double latitude, double longitude, String perimeter)
      throws IOException {
    if (perimeter == null || perimeter.isEmpty()) {
      throw new IllegalArgumentException("Polygon string can't be empty or null!");
    }
    return Polygons.read(Json.parse(context, perimeter)).contain(latitude, longitude);
  }

  /**
   * On the globe; the border is outside.
   *
   * @param perimeter JSON: an object with latitude, longitude, radius and, unless it is the metre,
   *     radiusUnit
   */
  public static boolean isInsideCircle(
      ExecutionContext context, double latitude, double longitude, String perimeter)
      throws IOException {
    return Circle.read(Json.parse(context, perimeter)).contains(latitude, longitude);
  }
}
