package dev.netc.compiler.diagnostics;

import dev.netc.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A source line as a terminal shows it: tabs widened to the next multiple of {@value #TAB}, control
 * characters made visible, each offset with the column it lands in.
 */
final class DisplayLine {
  static final int TAB = 4;

  /** One character as it is shown, and the column it starts in. */
  private record Cell(int column, String shown) {}

  private final List<Cell> cells = new ArrayList<>();
  private final int start;
  private final int[] columns;
  private final String text;

  /**
   * Lays a line out.
   *
   * @param file the file
   * @param line the line, from 1
   */
  DisplayLine(SourceFile file, int line) {
    this.start = file.lineStart(line);
    String source = file.lineText(line);
    this.columns = new int[source.length() + 1];
    int column = 0;
    for (int i = 0; i < source.length(); ) {
      int point = source.codePointAt(i);
      int units = Character.charCount(point);
      String shown = shown(point, column);
      int width = width(point, shown);
      for (int unit = 0; unit < units; unit++) {
        columns[i + unit] = column;
      }
      cells.add(new Cell(column, shown));
      column += width;
      i += units;
    }
    columns[source.length()] = column;
    text = between(0, column).stripTrailing();
  }

  private static String shown(int point, int column) {
    if (point == '\t') {
      return " ".repeat(TAB - column % TAB);
    }
    boolean invisible =
        switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
    return invisible ? "\uFFFD" : Character.toString(point);
  }

  private static int width(int point, String shown) {
    if (point == '\t') {
      return shown.length();
    }
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  /** The East Asian wide and full-width blocks (Unicode TR 11), and emoji. */
  private static boolean isWide(int point) {
    return (point >= 0x1100 && point <= 0x115F)
        || (point >= 0x2E80 && point <= 0xA4CF)
        || (point >= 0xAC00 && point <= 0xD7A3)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0xFE30 && point <= 0xFE6F)
        || (point >= 0xFF00 && point <= 0xFF60)
        || (point >= 0xFFE0 && point <= 0xFFE6)
        || (point >= 0x1F300 && point <= 0x1F64F)
        || (point >= 0x1F680 && point <= 0x1F6FF)
        || (point >= 0x1F900 && point <= 0x1F9FF)
        || (point >= 0x20000 && point <= 0x3FFFD);
  }

  /** The line as it is shown, without blanks at its end. */
  String text() {
    return text;
  }

  /** What is shown from one column, inclusive, to another, exclusive. */
  String between(int from, int to) {
    StringBuilder shown = new StringBuilder();
    for (Cell cell : cells) {
      if (from <= cell.column() && cell.column() < to) {
        shown.append(cell.shown());
      }
    }
    return shown.toString();
  }

  /** The column, from 0, of an offset in the file; the end of the line for offsets behind it. */
  int column(int offset) {
    return columns[Math.max(0, Math.min(offset - start, columns.length - 1))];
  }

  /** The column behind the last character. */
  int end() {
    return columns[columns.length - 1];
  }
}
