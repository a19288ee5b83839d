package dev.netc.frontend;

import java.util.ArrayList;
import java.util.List;

/** Shows how a text changes, in the form that {@code patch} and {@code git apply} read. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final String NO_END = "\\ No newline at end of file\n";

  private final List<String> before;
  private final List<String> after;
  private final List<Line> lines = new ArrayList<>();

  /** What becomes of a line. */
  private enum Fate {
    KEPT(' '),
    REMOVED('-'),
    ADDED('+');

    private final char sign;

    Fate(char sign) {
      this.sign = sign;
    }
  }

  /** A line with its end, and where it stands in each text, from 0. */
  private record Line(Fate fate, String text, int before, int after) {}

  private UnifiedDiff(String before, String after) {
    this.before = split(before);
    this.after = split(after);
  }

  /** The difference of two texts of a file; empty if there is none. */
  public static String of(String name, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    UnifiedDiff diff = new UnifiedDiff(before, after);
    diff.compare();
    return "--- a/" + name + "\n+++ b/" + name + "\n" + diff.hunks();
  }

  /** Lines with their ends. */
  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /** By the longest common subsequence of what differs between equal beginnings and ends. */
  private void compare() {
    int shorter = Math.min(before.size(), after.size());
    int head = 0;
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    int[][] common = common(head, before.size() - tail, after.size() - tail);
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      boolean inHead = i < head;
      boolean inTail = i >= before.size() - tail && j >= after.size() - tail;
      if (inHead || inTail || isCommon(i, j, head, common)) {
        lines.add(new Line(Fate.KEPT, before.get(i), i++, j++));
      } else if (j >= after.size() - tail
          || (i < before.size() - tail
              && common[i - head + 1][j - head] >= common[i - head][j - head + 1])) {
        lines.add(new Line(Fate.REMOVED, before.get(i), i++, j));
      } else {
        lines.add(new Line(Fate.ADDED, after.get(j), i, j++));
      }
    }
  }

  private boolean isCommon(int i, int j, int head, int[][] common) {
    return i - head < common.length - 1
        && j - head < common[0].length - 1
        && before.get(i).equals(after.get(j));
  }

  /** How many lines both texts have in common from each pair of lines on. */
  private int[][] common(int head, int endBefore, int endAfter) {
    int[][] common = new int[endBefore - head + 1][endAfter - head + 1];
    for (int i = endBefore - 1; i >= head; i--) {
      for (int j = endAfter - 1; j >= head; j--) {
        common[i - head][j - head] =
            before.get(i).equals(after.get(j))
                ? common[i - head + 1][j - head + 1] + 1
                : Math.max(common[i - head + 1][j - head], common[i - head][j - head + 1]);
      }
    }
    return common;
  }

  private String hunks() {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < lines.size()) {
      if (lines.get(at).fate() == Fate.KEPT) {
        at++;
        continue;
      }
      int start = Math.max(0, at - CONTEXT);
      int end = at + 1;
      for (int i = at; i < lines.size() && i < end + 2 * CONTEXT; i++) {
        if (lines.get(i).fate() != Fate.KEPT) {
          end = i + 1;
        }
      }
      int stop = Math.min(lines.size(), end + CONTEXT);
      hunk(lines.subList(start, stop), text);
      at = stop;
    }
    return text.toString();
  }

  private static void hunk(List<Line> hunk, StringBuilder text) {
    long removed = hunk.stream().filter(line -> line.fate() != Fate.ADDED).count();
    long added = hunk.stream().filter(line -> line.fate() != Fate.REMOVED).count();
    text.append("@@ -").append(range(hunk.get(0).before(), removed));
    text.append(" +").append(range(hunk.get(0).after(), added)).append(" @@\n");
    for (Line line : hunk) {
      text.append(line.fate().sign).append(line.text());
      if (!line.text().endsWith("\n")) {
        text.append('\n').append(NO_END);
      }
    }
  }

  /** An empty range is named by the line before it. */
  private static String range(int start, long count) {
    return (count == 0 ? start : start + 1) + "," + count;
  }
}
