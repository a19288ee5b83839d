package dev.netc.frontend.drawing;

import dev.netc.compiler.elaborate.Flow;
import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * What is in a picture.
 *
 * @param title what it is a picture of
 * @param boxes those that are within no other
 * @param lines between boxes that have nothing within, each with what passes there
 */
record Scene(String title, List<Box> boxes, List<Line> lines) {

  /** Keeps its own copies of the lists. */
  Scene {
    boxes = List.copyOf(boxes);
    lines = List.copyOf(lines);
  }

  /**
   * A step of a network, or several.
   *
   * @param id a number of its own
   * @param title the first line, in bold
   * @param subtitle the second line, or empty
   * @param details further lines
   * @param count how many copies it stands for
   * @param children what is within; empty if it is drawn closed
   */
  record Box(
      int id,
      Flow.Kind kind,
      String title,
      String subtitle,
      List<String> details,
      int count,
      Span span,
      List<Box> children) {
    Box {
      details = List.copyOf(details);
      children = List.copyOf(children);
    }

    boolean isGroup() {
      return !children.isEmpty();
    }

    /** The title, with the number of copies. */
    String heading() {
      return count > 1 ? title + "  × " + count : title;
    }
  }

  /** What passes from one box to another, by their ids. */
  record Line(int from, int to, Flow.Tensor tensor) {}
}
