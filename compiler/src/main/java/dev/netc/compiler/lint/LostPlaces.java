package dev.netc.compiler.lint;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/**
 * What a window with a stride does not reach at the end of an axis, because the size is rounded
 * down.
 *
 * @param window the value that is the windows
 * @param index which of its axes
 * @param size of the axis, without padding
 * @param count how many of its elements are lost
 */
record LostPlaces(Value window, int index, long size, long count) {

  /** What is lost along the {@code i}-th axis of a window, if the size is known and anything is. */
  static Optional<LostPlaces> of(Value value, Move.Window window, int i) {
    int axis = window.axes().get(i);
    Value unpadded = value.operand(0);
    long behind = 0;
    while (unpadded.op() instanceof Move.Pad pad) {
      behind += pad.high().get(axis);
      unpadded = unpadded.operand(0);
    }
    Dim extent = value.operand(0).dim(axis);
    if (!extent.isConstant() || !unpadded.dim(axis).isConstant()) {
      return Optional.empty();
    }
    long reach = window.dilations().get(i) * (window.sizes().get(i) - 1) + 1;
    long left = (extent.constant() - reach) % window.strides().get(i) - behind;
    return left > 0
        ? Optional.of(new LostPlaces(value, i, unpadded.dim(axis).constant(), left))
        : Optional.empty();
  }

  Move.Window op() {
    return (Move.Window) window.op();
  }

  int axis() {
    return op().axes().get(index);
  }

  /** {@code floor((32 - 3) / 2) + 1 = 15}. */
  String arithmetic() {
    long reach = op().dilations().get(index) * (op().sizes().get(index) - 1) + 1;
    long extent = window.operand(0).dim(axis()).constant();
    return "floor((%d - %d) / %d) + 1 = %s"
        .formatted(extent, reach, op().strides().get(index), window.dim(axis()));
  }

  /**
   * The next size from which as much is made and nothing is lost, and the next from which more is.
   */
  String fitting() {
    return "%d or %d".formatted(size - count, size - count + op().strides().get(index));
  }
}
