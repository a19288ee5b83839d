package dev.netc.frontend.drawing;

import dev.netc.frontend.drawing.Scene.Box;
import java.util.List;

/**
 * A box with its place in what it is within, in pixels; y goes down.
 *
 * @param wires parts of lines that lie right within it, before its children's
 * @param notes what passes along the lines, where they begin
 */
record Placed(
    Box box,
    double x,
    double y,
    double width,
    double height,
    List<Placed> children,
    List<Wire> wires,
    List<Note> notes) {

  /** Keeps its own copies of the lists. */
  Placed {
    children = List.copyOf(children);
    wires = List.copyOf(wires);
    notes = List.copyOf(notes);
  }

  /** Whether a part of a line ends at a box, or goes on. */
  enum End {
    ARROW,
    OPEN
  }

  record Point(double x, double y) {}

  /** A part of a line. */
  record Wire(int from, int to, List<Point> points, End end) {
    Wire {
      points = List.copyOf(points);
    }
  }

  /** A text to the right of the beginning of a line. */
  record Note(double x, double y, String text) {}

  /** The same at another place. */
  Placed at(double left, double top) {
    return new Placed(box, left, top, width, height, children, wires, notes);
  }
}
