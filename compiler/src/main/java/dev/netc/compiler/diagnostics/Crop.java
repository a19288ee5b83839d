package dev.netc.compiler.diagnostics;

import dev.netc.compiler.diagnostics.TextRenderer.Mark;
import java.util.Comparator;
import java.util.List;

/**
 * The part of a line that is shown: all of it, or what is around its primary mark if it is very
 * long, with an ellipsis for what is left out.
 *
 * @param from the first column
 * @param to the column behind the last
 */
record Crop(int from, int to, int end) {
  private static final int WIDEST = 140;
  private static final int BEFORE = 40;
  private static final String ELLIPSIS = "…";

  /** Chooses the part of a line with some marks. */
  static Crop of(DisplayLine line, List<Mark> marks) {
    int end = line.text().isEmpty() ? 0 : line.end();
    if (end <= WIDEST) {
      return new Crop(0, end, end);
    }
    Comparator<Mark> caretsFirst = Comparator.comparing(mark -> mark.stroke() != '^');
    int start =
        marks.stream().min(caretsFirst.thenComparingInt(Mark::start)).map(Mark::start).orElse(0);
    int from = Math.max(0, Math.min(start - BEFORE, end - WIDEST));
    return new Crop(from, Math.min(end, from + WIDEST), end);
  }

  String text(DisplayLine line) {
    if (from == 0 && to == end) {
      return line.text();
    }
    return (from > 0 ? ELLIPSIS : "")
        + line.between(from, to).stripTrailing()
        + (to < end ? ELLIPSIS : "");
  }

  /** A mark where it stands in what is shown; at the edge, if it stands in what is left out. */
  Mark mark(Mark mark) {
    int shift = from > 0 ? from - 1 : 0;
    int last = to < end ? to + 1 : Math.max(to, mark.end());
    int start = Math.max(shift, Math.min(mark.start(), last - 1));
    int stop = Math.max(start + 1, Math.min(mark.end(), last));
    return new Mark(
        mark.line(), start - shift, stop - shift, mark.stroke(), mark.text(), mark.style());
  }
}
