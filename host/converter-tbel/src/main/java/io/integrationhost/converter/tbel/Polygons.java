package io.integrationhost.converter.tbel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.util.GeometryFixer;

/** An area of polygons on a plane, with holes where one lies strictly inside of another. */
record Polygons(Geometry area) {
  private static final GeometryFactory GEOMETRY = new GeometryFactory();

  /**
   * From what a script passed.
   *
   * @param json lists of points, at any depth
   */
  static Polygons read(Object json) {
    List<Geometry> rings = new ArrayList<>();
    collect(json, rings);
    rings.sort(Comparator.comparingDouble(Geometry::getArea).reversed());
    Geometry area = GEOMETRY.createPolygon();
    for (Geometry ring : rings) {
      boolean hole = area.contains(ring) && !area.getBoundary().intersects(ring);
      area = hole ? area.difference(ring) : area.union(ring);
    }
    return new Polygons(area);
  }

  /** The border is outside. */
  boolean contain(double latitude, double longitude) {
    return area.contains(GEOMETRY.createPoint(new Coordinate(latitude, longitude)));
  }

  private static void collect(Object json, List<Geometry> rings) {
    if (!(json instanceof List<?> list)) {
      throw new IllegalArgumentException("The perimeter of a polygon must be a JSON array");
    }
    if (!list.isEmpty() && isPoint(list.get(0))) {
      rings.add(ring(list));
    } else {
      list.forEach(each -> collect(each, rings));
    }
  }

  private static boolean isPoint(Object json) {
    return json instanceof List<?> list && !list.isEmpty() && !(list.get(0) instanceof List);
  }

  private static Geometry ring(List<?> points) {
    if (points.size() < 2) {
      throw new IllegalArgumentException(
          "The perimeter of a polygon needs two points at least, but has " + points);
    }
    List<Coordinate> corners = new ArrayList<>(points.stream().map(Polygons::corner).toList());
    if (corners.size() == 2) {
      return GEOMETRY.toGeometry(
          new org.locationtech.jts.geom.Envelope(corners.get(0), corners.get(1)));
    }
    if (!corners.get(0).equals2D(corners.get(corners.size() - 1))) {
      corners.add(corners.get(0));
    }
    return GeometryFixer.fix(GEOMETRY.createPolygon(corners.toArray(Coordinate[]::new)));
  }

  private static Coordinate corner(Object json) {
    if (json instanceof List<?> pair && pair.size() >= 2) {
      return new Coordinate(
          Double.parseDouble(String.valueOf(pair.get(0))),
          Double.parseDouble(String.valueOf(pair.get(1))));
    }
    throw new IllegalArgumentException(
        "A point of a polygon must be [latitude, longitude], but is " + json);
  }
}
