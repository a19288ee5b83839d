package dev.netc.compiler.diagnostics;

import dev.netc.compiler.diagnostics.TextRenderer.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rows below a source line: underlines, and the texts that belong to them. The text of the last
 * underline stands behind it; those of the others hang below, the last one first.
 *
 * <pre>
 * ----  ^^^^ this is said of the last
 * |
 * this is said of the first
 * </pre>
 */
final class MarkedLine {
  private final List<Mark> marks;
  private final Colors colors;

  MarkedLine(List<Mark> marks, Colors colors) {
    this.marks =
        marks.stream()
            .sorted(Comparator.comparingInt(Mark::start).thenComparingInt(Mark::end))
            .toList();
    this.colors = colors;
  }

  /** The rows, from top to bottom. */
  List<String> rows() {
    int count = marks.size();
    Mark last = marks.get(count - 1);
    boolean behind = marks.subList(0, count - 1).stream().allMatch(m -> m.end() < last.end());
    List<String> rows = new ArrayList<>();
    if (behind && !last.text().isEmpty()) {
      rows.add(underlines() + paint(last, " " + first(last.text())));
      rest(last).forEach(line -> rows.add(indent(last.end() + 1, last, line)));
    } else {
      rows.add(underlines());
    }
    hang(
        marks.subList(0, behind ? count - 1 : count).stream()
            .filter(mark -> !mark.text().isEmpty())
            .toList(),
        rows);
    return rows;
  }

  private void hang(List<Mark> hanging, List<String> rows) {
    for (int i = hanging.size() - 1; i >= 0; i--) {
      rows.add(bars(hanging.subList(0, i + 1)));
      Mark mark = hanging.get(i);
      List<Mark> before =
          hanging.subList(0, i).stream().filter(m -> m.start() < mark.start()).toList();
      int width = before.stream().mapToInt(m -> m.start() + 1).max().orElse(0);
      String blank = " ".repeat(mark.start() - width);
      rows.add(bars(before) + blank + paint(mark, first(mark.text())));
      rest(mark).forEach(line -> rows.add(indent(mark.start(), mark, line)));
    }
  }

  private String indent(int column, Mark mark, String line) {
    return " ".repeat(column) + paint(mark, line);
  }

  private String paint(Mark mark, String text) {
    return mark.style().paint(text, colors);
  }

  private static String first(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static List<String> rest(Mark mark) {
    return mark.text().lines().skip(1).toList();
  }

  /** All underlines in one row; carets win over dashes where they overlap. */
  private String underlines() {
    int end = marks.stream().mapToInt(Mark::end).max().orElse(0);
    StringBuilder row = new StringBuilder();
    for (int column = 0; column < end; ) {
      Optional<Mark> mark = at(column);
      int next = column + 1;
      while (next < end && at(next).equals(mark)) {
        next++;
      }
      int length = next - column;
      row.append(
          mark.map(m -> paint(m, String.valueOf(m.stroke()).repeat(length)))
              .orElse(" ".repeat(length)));
      column = next;
    }
    return row.toString();
  }

  private Optional<Mark> at(int column) {
    Comparator<Mark> caretsFirst = Comparator.comparing(mark -> mark.stroke() != '^');
    return marks.stream()
        .filter(mark -> mark.start() <= column && column < mark.end())
        .min(caretsFirst);
  }

  private String bars(List<Mark> hanging) {
    StringBuilder row = new StringBuilder();
    int column = 0;
    for (Mark mark : hanging) {
      if (mark.start() >= column) {
        row.append(" ".repeat(mark.start() - column)).append(paint(mark, "|"));
        column = mark.start() + 1;
      }
    }
    return row.toString();
  }
}
