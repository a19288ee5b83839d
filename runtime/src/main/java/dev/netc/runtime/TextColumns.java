package dev.netc.runtime;

import java.util.List;

/** Rows of cells as text in which the columns stand below each other. */
final class TextColumns {
  private TextColumns() {}

  /**
   * The lines of a table.
   *
   * @param rows as many cells each
   * @param left how many columns stand flush left; the others are numbers
   */
  static String aligned(List<String[]> rows, int left) {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String padding = " ".repeat(widths[column] - row[column].length());
        line.append(column == 0 ? "" : "  ")
            .append(column < left ? row[column] + padding : padding + row[column]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
