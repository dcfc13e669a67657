package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugins.modbus.frame.Request;
import io.integrationhost.plugins.modbus.frame.Table;
import io.integrationhost.plugins.modbus.plan.ConnectionPlan;
import io.integrationhost.plugins.modbus.plan.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Neighbouring points that one request reads.
 *
 * @param points in the order of their addresses; at least one
 */
record Block(Table table, int address, int count, List<Point> points) {

  private static final int REGISTER = 16;

  /** Copies the list. */
  Block {
    points = List.copyOf(points);
  }

  private static Block of(Table table, List<Point> points) {
    int first = points.get(0).address();
    int end = points.stream().mapToInt(Point::end).max().orElseThrow();
    return new Block(table, first, end - first, points);
  }

  /**
   * The fewest requests that read points of one device.
   *
   * @param limits of gap and size; those of bits are 16 times as large
   */
  static List<Block> of(List<Point> points, ConnectionPlan.Limits limits) {
    Map<Table, List<Point>> tables = new EnumMap<>(Table.class);
    points.forEach(
        each -> tables.computeIfAbsent(each.table(), none -> new ArrayList<>()).add(each));
    List<Block> blocks = new ArrayList<>();
    for (Map.Entry<Table, List<Point>> each : tables.entrySet()) {
      blocks.addAll(of(each.getKey(), each.getValue(), limits));
    }
    return blocks;
  }

  private static List<Block> of(Table table, List<Point> points, ConnectionPlan.Limits limits) {
    int factor = table.isBits() ? REGISTER : 1;
    int most = Math.min(table.most(), factor * limits.registers());
    int gap = factor * limits.gap();
    List<Point> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingInt(Point::address).thenComparingInt(Point::end));
    List<Block> blocks = new ArrayList<>();
    List<Point> open = new ArrayList<>();
    int end = 0;
    int room = most;
    for (Point point : sorted) {
      int wanted = point.most() > 0 ? Math.min(point.most(), most) : most;
      boolean joins =
          !open.isEmpty()
              && point.address() - end <= gap
              && Math.max(end, point.end()) - open.get(0).address() <= Math.min(room, wanted);
      if (!joins && !open.isEmpty()) {
        blocks.add(of(table, open));
        open = new ArrayList<>();
      }
      end = joins ? Math.max(end, point.end()) : point.end();
      room = joins ? Math.min(room, wanted) : wanted;
      open.add(point);
    }
    blocks.add(of(table, open));
    return blocks;
  }

  /** Two blocks for the halves of the points; of two or more. */
  List<Block> halves() {
    int half = points.size() / 2;
    return List.of(
        of(table, points.subList(0, half)), of(table, points.subList(half, points.size())));
  }

  Request request() {
    return Request.read(table, address, count);
  }

  /** The reading of one of its points out of an answer. */
  Object read(Point point, byte[] data) {
    int at = point.address() - address;
    return table.isBits()
        ? point.conversion().ofCoils(data, at)
        : point.conversion().ofRegisters(data, 2 * at);
  }
}
