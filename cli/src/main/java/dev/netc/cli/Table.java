package dev.netc.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns: the first is flush left, as names are, and so is the second. */
final class Table {
  private static final String GAP = "  ";
  private static final int TEXT_COLUMNS = 2;

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    this.head = List.of(head);
  }

  /** Adds a row with a text for each column. */
  void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** The lines of the table, between rules. */
  List<String> lines() {
    int[] widths = new int[head.size()];
    measure(head, widths);
    rows.forEach(row -> measure(row, widths));
    List<String> lines = new ArrayList<>();
    String headLine = line(head, widths);
    int width = GAP.length() * (widths.length - 1);
    for (int w : widths) {
      width += w;
    }
    lines.add(headLine);
    lines.add("-".repeat(width));
    rows.forEach(row -> lines.add(line(row, widths)));
    lines.add("-".repeat(width));
    return lines;
  }

  private static void measure(List<String> cells, int[] widths) {
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      widths[column] = Math.max(widths[column], cell.codePointCount(0, cell.length()));
    }
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - cell.codePointCount(0, cell.length()));
      line.append(column == 0 ? "" : GAP)
          .append(column < TEXT_COLUMNS ? cell + padding : padding + cell);
    }
    return line.toString().stripTrailing();
  }
}
