package io.integrationhost.converter.tbel;

import java.util.Map;

/** A place on the globe and a distance around it. */
record Circle(double latitude, double longitude, double radius, Unit unit) {
  private static final double EARTH_RADIUS_KM = 6371.0087714;

  private enum Unit {
    METER(1000),
    KILOMETER(1),
    FOOT(3280.84),
    MILE(0.62137),
    NAUTICAL_MILE(0.539957);

    private final double perKilometre;

    Unit(double perKilometre) {
      this.perKilometre = perKilometre;
    }
  }

  static Circle read(Object json) {
    if (!(json instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("The perimeter of a circle must be a JSON object");
    }
    Object unit = map.get("radiusUnit");
    return new Circle(
        number(map, "latitude"),
        number(map, "longitude"),
        number(map, "radius"),
        unit == null ? Unit.METER : Unit.valueOf(unit.toString()));
  }

  /** By the great circle; the border is outside. */
  boolean contains(double otherLatitude, double otherLongitude) {
    double north = Math.sin(Math.toRadians(otherLatitude - latitude) / 2);
    double east = Math.sin(Math.toRadians(otherLongitude - longitude) / 2);
    double square =
        north * north
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(otherLatitude))
                * east
                * east;
    double kilometres = 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(square)));
    return kilometres * unit.perKilometre < radius;
  }

  private static double number(Map<?, ?> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("The perimeter of the circle has no '" + key + "'");
    }
    return Double.parseDouble(value.toString());
  }
}
