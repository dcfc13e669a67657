package io.integrationhost.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under each other, two blanks between columns; numbers are to the right.
 *
 * @param head names of the columns; one that begins with a blank is of numbers
 */
public record TextTable(List<String> head, List<List<String>> rows) {

  public TextTable {
    head = List.copyOf(head);
    rows = List.copyOf(rows);
  }

  /** The head, then a line for each row; the last column is as long as it is. */
  public List<String> lines() {
    int[] widths = new int[head.size()];
    List<List<String>> all = new ArrayList<>();
    all.add(head.stream().map(String::strip).toList());
    all.addAll(rows);
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : "  ");
      if (head.get(i).startsWith(" ")) {
        line.append(blanks).append(row.get(i));
      } else {
        line.append(row.get(i)).append(i == widths.length - 1 ? "" : blanks);
      }
    }
    return line.toString().stripTrailing();
  }
}
