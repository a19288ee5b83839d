package dev.netc.compiler.lint;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.Map;
import java.util.Optional;

/**
 * What a window with a stride does not reach at the end of an axis, because the size is rounded
 * down.
 *
 * @param window the value that is the windows
 * @param index which of its axes
 * @param size of the axis, without padding
 * @param count how many of its elements are lost, at most
 * @param when for which sizes, where the size is known at run time only
 */
record LostPlaces(Value window, int index, Dim size, long count, Optional<Remainder> when) {

  /** What is lost along the {@code i}-th axis of a window, if anything is, or may be. */
  static Optional<LostPlaces> of(Value value, Move.Window window, int i) {
    int axis = window.axes().get(i);
    long stride = window.strides().get(i);
    if (stride == 1) {
      return Optional.empty();
    }
    long behind = 0;
    for (Value at = value.operand(0); at.op() instanceof Move.Pad pad; at = at.operand(0)) {
      behind += pad.high().get(axis);
    }
    Dim extent = value.operand(0).dim(axis);
    Dim size = unpadded(value.operand(0)).dim(axis);
    long reach = reach(window, i);
    if (size.isConstant()) {
      long left = (extent.constant() - reach) % stride - behind;
      return left > 0
          ? Optional.of(new LostPlaces(value, i, size, left, Optional.empty()))
          : Optional.empty();
    }
    if (size.freeNames().size() > 1) {
      return Optional.empty();
    }
    String name = size.freeNames().first();
    long padding = behind;
    return Remainder.of(
            size,
            stride,
            free -> Math.floorMod(extent.evaluate(Map.of(name, free)) - reach, stride) - padding)
        .map(when -> new LostPlaces(value, i, size, when.most(), Optional.of(when)));
  }

  /** What a value was before zeros were put around it. */
  static Value unpadded(Value value) {
    Value at = value;
    while (at.op() instanceof Move.Pad) {
      at = at.operand(0);
    }
    return at;
  }

  private static long reach(Move.Window window, int i) {
    return window.dilations().get(i) * (window.sizes().get(i) - 1) + 1;
  }

  Move.Window op() {
    return (Move.Window) window.op();
  }

  int axis() {
    return op().axes().get(index);
  }

  /** {@code floor((32 - 3) / 2) + 1 = 15}. */
  String arithmetic() {
    return "floor((%s - %d) / %d) + 1 = %s"
        .formatted(
            window.operand(0).dim(axis()),
            reach(op(), index),
            op().strides().get(index),
            window.dim(axis()));
  }

  /** {@code the last element}, {@code the last 2 elements}, or up to so many. */
  String lost() {
    boolean some = when.isPresent() && op().strides().get(index) > 2;
    return count == 1 ? "the last element" : (some ? "up to " : "the last ") + count + " elements";
  }

  /** {@code , which has 32} or {@code when H is odd}, with what separates it. */
  String condition() {
    if (when.isEmpty()) {
      return ", which has " + size;
    }
    String words = when.get().words();
    return words.isEmpty() ? " for every " + when.get().subject() : " " + words;
  }

  /**
   * The next size from which as much is made and nothing is lost, and the next from which more is.
   */
  Optional<String> fitting() {
    return size.isConstant()
        ? Optional.of(
            "%d or %d"
                .formatted(
                    size.constant() - count, size.constant() - count + op().strides().get(index)))
        : Optional.empty();
  }
}
