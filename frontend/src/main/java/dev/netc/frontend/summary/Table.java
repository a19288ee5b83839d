package dev.netc.frontend.summary;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns: texts flush left, and numbers behind them flush right. */
final class Table {
  private static final String GAP = "  ";

  private final int textColumns;
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param textColumns how many of the columns hold texts
   * @param head what stands over each column
   */
  Table(int textColumns, String... head) {
    this.textColumns = textColumns;
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

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - cell.codePointCount(0, cell.length()));
      line.append(column == 0 ? "" : GAP)
          .append(column < textColumns ? cell + padding : padding + cell);
    }
    return line.toString().stripTrailing();
  }
}
