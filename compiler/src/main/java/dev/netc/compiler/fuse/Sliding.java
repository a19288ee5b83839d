package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Optional;

/**
 * An image under sliding windows: where each element of the windows lies in it.
 *
 * @param image the value that the windows slide over, without padding
 * @param spatial how many of its last axes are slid over
 * @param at the indices of the image, of which those of spatial axes count from the padding's start
 */
record Sliding(Value image, int spatial, List<Index> at, List<Long> before, List<Long> after) {

  /** The windows that a value is made of, by reshapes and transpositions. */
  static Optional<Sliding> of(Value value, List<Index> at) {
    Value windows = value;
    List<Index> place = at;
    while (!(windows.op() instanceof Move.Window)) {
      if (windows.op() instanceof Move.Reshape) {
        place = Index.linear(place, windows.shape()).delinear(windows.operand(0).shape());
      } else if (windows.op() instanceof Move.Transpose transpose) {
        Index[] to = new Index[place.size()];
        for (int axis = 0; axis < to.length; axis++) {
          to[transpose.permutation().get(axis)] = place.get(axis);
        }
        place = List.of(to);
      } else if (!(windows.op() instanceof Map map)
          || map.function() != Elementwise.STOP_GRADIENT) {
        return Optional.empty();
      }
      windows = windows.operand(0);
    }
    Move.Window window = (Move.Window) windows.op();
    return of(windows.operand(0), window, Placement.source(window, place));
  }

  private static Optional<Sliding> of(Value image, Move.Window window, List<Index> at) {
    int spatial = window.axes().size();
    if (!slidesLast(window, image.rank())) {
      return Optional.empty();
    }
    Border border = new Border(image.rank() - spatial, image.rank());
    Value inner = image;
    while (inner.op() instanceof Move.Pad pad) {
      if (!border.pads(pad, 0)) {
        return Optional.empty();
      }
      inner = inner.operand(0);
    }
    return Optional.of(new Sliding(inner, spatial, at, border.before(), border.after()));
  }

  /**
   * The image that windows are added up to, of which {@code slice} takes the part without the
   * padding.
   */
  static Optional<Sliding> adjoint(Value slice, Value overlap, List<Index> at) {
    Move.Window window = ((Move.OverlapAdd) overlap.op()).window();
    if (!slidesLast(window, overlap.rank())) {
      return Optional.empty();
    }
    Border border = new Border(overlap.rank() - window.axes().size(), overlap.rank());
    Value cut = slice;
    while (cut != overlap) {
      if (!(cut.op() instanceof Move.Slice op) || !border.cuts(op, cut.operand(0))) {
        return Optional.empty();
      }
      cut = cut.operand(0);
    }
    return Optional.of(
        new Sliding(
            slice,
            window.axes().size(),
            Placement.source(window, at),
            border.before(),
            border.after()));
  }

  private static boolean slidesLast(Move.Window window, int rank) {
    int spatial = window.axes().size();
    for (int i = 0; i < spatial; i++) {
      if (window.axes().get(i) != rank - spatial + i) {
        return false;
      }
    }
    return spatial <= 2 && rank > spatial;
  }
}
