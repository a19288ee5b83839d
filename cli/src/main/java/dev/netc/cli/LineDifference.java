package dev.netc.cli;

import java.util.ArrayList;
import java.util.List;

/** What changes from one text to another, line by line, as {@code diff -u} shows it. */
final class LineDifference {
  private static final int CONTEXT = 3;

  private enum Kind {
    SAME(' '),
    REMOVED('-'),
    ADDED('+');

    private final char sign;

    Kind(char sign) {
      this.sign = sign;
    }
  }

  private record Line(Kind kind, String text) {}

  private final List<Line> lines;

  /** Compares two texts: the longest common subsequence of their lines stays. */
  LineDifference(String before, String after) {
    lines = compare(before.lines().toList(), after.lines().toList());
  }

  private static List<Line> compare(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Line> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        lines.add(new Line(Kind.SAME, before.get(i++)));
        j++;
      } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line(Kind.REMOVED, before.get(i++)));
      } else {
        lines.add(new Line(Kind.ADDED, after.get(j++)));
      }
    }
    return lines;
  }

  /**
   * The changed lines with three lines around them, in the unified format that patch tools read.
   *
   * @param name of the file
   */
  String text(String name) {
    StringBuilder text = new StringBuilder();
    text.append("--- ").append(name).append("\n+++ ").append(name).append('\n');
    int start = nextChange(0);
    while (start < lines.size()) {
      int end = start + 1;
      int next = nextChange(end);
      while (next < lines.size() && next - end <= 2 * CONTEXT) {
        end = next + 1;
        next = nextChange(end);
      }
      appendHunk(text, Math.max(0, start - CONTEXT), Math.min(lines.size(), end + CONTEXT));
      start = next;
    }
    return text.toString();
  }

  private int nextChange(int from) {
    int next = from;
    while (next < lines.size() && lines.get(next).kind() == Kind.SAME) {
      next++;
    }
    return next;
  }

  private void appendHunk(StringBuilder text, int from, int to) {
    String before = range(Kind.ADDED, from, to);
    String after = range(Kind.REMOVED, from, to);
    text.append("@@ -").append(before).append(" +").append(after).append(" @@\n");
    for (Line line : lines.subList(from, to)) {
      text.append(line.kind().sign).append(line.text()).append('\n');
    }
  }

  /** Where a hunk lies in the text that lacks the lines of one kind: first line and length. */
  private String range(Kind lacking, int from, int to) {
    long start = lines.subList(0, from).stream().filter(line -> line.kind() != lacking).count();
    long length = lines.subList(from, to).stream().filter(line -> line.kind() != lacking).count();
    return (length == 0 ? start : start + 1) + "," + length;
  }
}
