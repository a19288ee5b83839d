package dev.netc.compiler.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lines as they are written, and at their ends comments, which are put below one another when all
 * is written.
 */
final class Lines {
  /** Code that is wider does not push the comments of its neighbours to the right. */
  private static final int WIDEST_BEFORE_COLUMN = 60;

  private static final int GAP = 2;

  private record Line(String code, Optional<Layout.Remark> remark) {}

  private final List<Line> done = new ArrayList<>();
  private StringBuilder code = new StringBuilder();
  private Optional<Layout.Remark> remark = Optional.empty();
  private int indent;
  private boolean holdsOnlyComment;

  /** Goes on with the line, or with the next one behind a comment. */
  void write(String text, int nextIndent) {
    if (isOver() && !text.isBlank()) {
      end(nextIndent);
    }
    boolean starts = code.isEmpty();
    if (!starts) {
      code.append(text);
    } else if (!text.isBlank()) {
      code.append(" ".repeat(indent)).append(text.stripLeading());
    }
  }

  /** A comment on a line of its own. */
  void comment(String text, int nextIndent) {
    if (!isAtStart()) {
      end(nextIndent);
    }
    write(text, nextIndent);
    holdsOnlyComment = true;
  }

  /** A comment for the end of the line. */
  void remark(Layout.Remark comment) {
    remark = Optional.of(comment);
  }

  /** Ends the line; the next one is indented. */
  void end(int nextIndent) {
    done.add(new Line(code.toString().stripTrailing(), remark));
    code = new StringBuilder();
    remark = Optional.empty();
    indent = nextIndent;
    holdsOnlyComment = false;
  }

  /** Whether nothing but white space is on the line. */
  boolean isAtStart() {
    return code.isEmpty() && remark.isEmpty();
  }

  /** Whether a comment reaches to the end of the line, so that code goes on the next. */
  private boolean isOver() {
    return holdsOnlyComment || remark.isPresent();
  }

  /** Where the next character goes, from 0. */
  int column(int nextIndent) {
    if (code.isEmpty() || isOver()) {
      return isOver() ? nextIndent : indent;
    }
    return code.length() - (code.lastIndexOf("\n") + 1);
  }

  /** All lines. */
  String text() {
    if (!isAtStart()) {
      end(0);
    }
    Map<Integer, Integer> columns = new HashMap<>();
    for (Line line : done) {
      int width = line.code().length();
      line.remark()
          .filter(comment -> width <= WIDEST_BEFORE_COLUMN)
          .ifPresent(comment -> columns.merge(comment.column(), width, Math::max));
    }
    StringBuilder text = new StringBuilder();
    for (Line line : done) {
      text.append(line.code());
      line.remark()
          .ifPresent(comment -> text.append(gap(line, comment, columns)).append(comment.text()));
      text.append('\n');
    }
    return text.toString();
  }

  private static String gap(Line line, Layout.Remark remark, Map<Integer, Integer> columns) {
    int column = columns.getOrDefault(remark.column(), 0);
    return " ".repeat(Math.max(0, column - line.code().length()) + GAP);
  }
}
