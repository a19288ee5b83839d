package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.Arrays;
import java.util.List;

/**
 * The padding around an image on its spatial axes, gathered over several pads, or over slices that
 * take it off again.
 */
final class Border {
  private final int firstSpatial;
  private final long[] before;
  private final long[] after;

  Border(int firstSpatial, int rank) {
    this.firstSpatial = firstSpatial;
    this.before = new long[rank];
    this.after = new long[rank];
  }

  List<Long> before() {
    return Arrays.stream(before).boxed().toList();
  }

  List<Long> after() {
    return Arrays.stream(after).boxed().toList();
  }

  /** Takes a pad in; false if it is more than {@code padding} around the spatial axes. */
  boolean pads(Move.Pad pad, double padding) {
    if (pad.value() != padding || pad.interior().stream().anyMatch(gap -> gap != 0)) {
      return false;
    }
    for (int axis = 0; axis < before.length; axis++) {
      before[axis] += pad.low().get(axis);
      after[axis] += pad.high().get(axis);
    }
    return isSpatial();
  }

  /**
   * Takes a slice in; false if it does more than take a border of known width off the spatial axes.
   */
  boolean cuts(Move.Slice slice, Value whole) {
    for (int axis = 0; axis < before.length; axis++) {
      Dim start = slice.starts().get(axis);
      Dim rest = whole.dim(axis).minus(slice.limits().get(axis));
      if (slice.strides().get(axis) != 1 || !start.isConstant() || !rest.isConstant()) {
        return false;
      }
      before[axis] += start.constant();
      after[axis] += rest.constant();
    }
    return isSpatial();
  }

  private boolean isSpatial() {
    return Arrays.stream(before, 0, firstSpatial).allMatch(n -> n == 0)
        && Arrays.stream(after, 0, firstSpatial).allMatch(n -> n == 0);
  }
}
