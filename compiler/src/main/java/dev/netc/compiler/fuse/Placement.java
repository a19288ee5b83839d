package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Move;
import java.util.ArrayList;
import java.util.List;

/** Where an element of a window was taken from. */
final class Placement {
  private Placement() {}

  /**
   * The indices of the operand for those of the result: {@code o * stride + k * dilation} on each
   * windowed axis.
   */
  static List<Index> source(Move.Window window, List<Index> at) {
    int rank = at.size() - window.axes().size();
    List<Index> to = new ArrayList<>(at.subList(0, rank));
    for (int i = 0; i < window.axes().size(); i++) {
      int axis = window.axes().get(i);
      Index placement = at.get(axis).times(window.strides().get(i));
      to.set(axis, placement.plus(at.get(rank + i).times(window.dilations().get(i))));
    }
    return to;
  }
}
