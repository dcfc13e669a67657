package io.integrationhost.plugins.modbus.plan;

import java.time.Duration;
import java.util.List;

/**
 * Points of one device that are read together.
 *
 * @param name for metadata and messages
 * @param period from one reading to the next
 * @param points at least one
 */
public record Poll(String name, Duration period, List<Point> points) {

  /** Copies the list. */
  public Poll {
    points = List.copyOf(points);
  }
}
