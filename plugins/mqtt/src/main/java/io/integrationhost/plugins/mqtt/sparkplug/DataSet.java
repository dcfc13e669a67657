package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table.
 *
 * @param columns their names
 * @param types their datatypes
 * @param rows each with a cell for each column; a cell without a value is null
 */
record DataSet(List<String> columns, List<Integer> types, List<List<Object>> rows) {

  static DataSet read(WireReader in) {
    List<String> columns = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<List<Optional<Raw>>> rows = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 2 -> {
          in.part();
          columns.add(in.text());
        }
        case 3 -> in.numbers(type -> types.add((int) type));
        case 4 -> rows.add(row(in.message()));
        default -> in.skip();
      }
    }
    return new DataSet(columns, types, rows.stream().map(row -> cells(row, types)).toList());
  }

  private static List<Optional<Raw>> row(WireReader in) {
    List<Optional<Raw>> row = new ArrayList<>();
    while (in.next()) {
      if (in.field() == 1) {
        row.add(cell(in.message()));
      } else {
        in.skip();
      }
    }
    return row;
  }

  private static Optional<Raw> cell(WireReader in) {
    Optional<Raw> cell = Optional.empty();
    while (in.next()) {
      if (in.field() >= 1 && in.field() <= 6) {
        cell = Optional.of(Raw.plain(in.field() - 1, in));
      } else {
        in.skip();
      }
    }
    return cell;
  }

  /** The types may come behind the rows. */
  private static List<Object> cells(List<Optional<Raw>> row, List<Integer> types) {
    List<Object> cells = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      Datatype type = i < types.size() ? Datatype.of(types.get(i)) : Datatype.UNKNOWN;
      cells.add(row.get(i).flatMap(type::read).orElse(null));
    }
    return cells;
  }
}
