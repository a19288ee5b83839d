package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Images that are pooled over their last axis or last two, each by itself, with the geometry of the
 * windows.
 *
 * @param value {@code [..., height, width]}
 * @param images how many there are
 */
record PooledImage(Value value, Geometry.Span height, Geometry.Span width, Dim images) {

  /**
   * The images that windows are of, with the elements of a window on the last axis.
   *
   * @param padding what lies around the images
   */
  static Optional<PooledImage> of(Value windows, double padding) {
    Value source = windows;
    while (PoolForm.isView(source)) {
      source = source.operand(0);
    }
    return source.op() instanceof Move.Window && flat(windows, source)
        ? ofWindows(source, padding)
        : Optional.empty();
  }

  /** The images that a {@link Move.Window} slides over. */
  static Optional<PooledImage> ofWindows(Value windows, double padding) {
    Move.Window window = (Move.Window) windows.op();
    Value image = windows.operand(0);
    if (!slides(window, image.rank())) {
      return Optional.empty();
    }
    int spatial = window.axes().size();
    Border border = new Border(image.rank() - spatial, image.rank());
    while (image.op() instanceof Move.Pad pad) {
      if (!border.pads(pad, padding)) {
        return Optional.empty();
      }
      image = image.operand(0);
    }
    return of(image, window, border);
  }

  /**
   * The images that windows are added up to, of which {@code slice} takes the part without the
   * padding.
   *
   * @param windows with the elements of a window on the last axis
   */
  static Optional<PooledImage> adjoint(Value slice, Value overlap, Value windows) {
    return flat(windows, overlap.operand(0)) ? adjoint(slice, overlap) : Optional.empty();
  }

  /** The same for windows as they are. */
  static Optional<PooledImage> adjoint(Value slice, Value overlap) {
    Move.Window window = ((Move.OverlapAdd) overlap.op()).window();
    if (!slides(window, overlap.rank())) {
      return Optional.empty();
    }
    Border border = new Border(overlap.rank() - window.axes().size(), overlap.rank());
    for (Value cut = slice; cut != overlap; cut = cut.operand(0)) {
      if (!(cut.op() instanceof Move.Slice op) || !border.cuts(op, cut.operand(0))) {
        return Optional.empty();
      }
    }
    return of(slice, window, border);
  }

  private static boolean slides(Move.Window window, int rank) {
    int spatial = window.axes().size();
    return spatial <= 2
        && rank >= spatial
        && window.axes().get(0) == rank - spatial
        && window.axes().get(spatial - 1) == rank - 1;
  }

  /** Whether the elements of each window lie on one axis. */
  private static boolean flat(Value windows, Value source) {
    int spatial = source.rank() - windows.rank() + 1;
    return spatial >= 1
        && windows
            .shape()
            .dims()
            .subList(0, windows.rank() - 1)
            .equals(source.shape().dims().subList(0, source.rank() - spatial));
  }

  private static Optional<PooledImage> of(Value image, Move.Window window, Border border) {
    int spatial = window.axes().size();
    List<Geometry.Span> spans = new ArrayList<>();
    for (int i = 0; i < spatial; i++) {
      int axis = window.axes().get(i);
      if (!image.dim(axis).isConstant()) {
        return Optional.empty();
      }
      spans.add(
          new Geometry.Span(
              Math.toIntExact(image.dim(axis).constant()),
              Math.toIntExact(window.sizes().get(i)),
              Math.toIntExact(window.strides().get(i)),
              Math.toIntExact(window.dilations().get(i)),
              Math.toIntExact(border.before().get(axis)),
              Math.toIntExact(border.after().get(axis))));
    }
    Dim images =
        image.shape().dims().subList(0, image.rank() - spatial).stream()
            .reduce(Dim.ONE, Dim::times);
    Geometry.Span height = spatial == 1 ? Geometry.Span.NONE : spans.get(0);
    return Optional.of(new PooledImage(image, height, spans.get(spatial - 1), images));
  }

  /** A max pool of the images behind a convolution. */
  Kernel.Convolution.MaxPool maxPool(Optional<Value> places) {
    return new Kernel.Convolution.MaxPool(height, width, places);
  }

  /** The images as they lie in memory. */
  Kernel.Convolution.Dense memory() {
    return dense(value);
  }

  /** A value in the memory of one that it is a reshape of. */
  static Kernel.Convolution.Dense dense(Value value) {
    Value memory = value;
    while (memory.op() instanceof Move.Reshape) {
      memory = memory.operand(0);
    }
    return new Kernel.Convolution.Dense(memory, Dim.ZERO);
  }
}
