package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The elements of a value as they lie in the memory of another one, of which it is a reshaped,
 * transposed or sliced view: one stride for each axis.
 */
record StridedView(Value base, Dim start, List<Dim> strides) {

  /**
   * The view through as many movements as there are, or of the value itself if they leave no
   * strides.
   */
  static StridedView of(Value value) {
    Value base = value;
    while (movement(base)) {
      base = base.operand(0);
    }
    return base == value ? ofItself(value) : through(value, base).orElseGet(() -> ofItself(value));
  }

  /** The view of the value in memory of its own. */
  static StridedView ofItself(Value value) {
    List<Dim> dense = dense(value.shape());
    List<Dim> strides = new ArrayList<>();
    for (int axis = 0; axis < dense.size(); axis++) {
      strides.add(value.dim(axis).is(1) ? Dim.ZERO : dense.get(axis));
    }
    return new StridedView(value, Dim.ZERO, List.copyOf(strides));
  }

  private static boolean movement(Value value) {
    return value.op() instanceof Move.Reshape
        || value.op() instanceof Move.Transpose
        || value.op() instanceof Move.Slice
        || (value.op() instanceof Map map && map.function() == Elementwise.STOP_GRADIENT);
  }

  private static Optional<StridedView> through(Value value, Value base) {
    ExpressionBuilder builder = new ExpressionBuilder(Set.of(base));
    List<Axis> axes = builder.axes(value.shape());
    Expression element = builder.at(value, ExpressionBuilder.counters(axes));
    if (!(element instanceof Expression.Load load) || !load.at().isAffine()) {
      return Optional.empty();
    }
    List<Dim> strides =
        axes.stream()
            .map(axis -> axis.extent().is(1) ? Dim.ZERO : load.at().factor(new Index.Counter(axis)))
            .toList();
    return Optional.of(new StridedView(base, load.at().constant(), strides));
  }

  /** The view of a value in row-major order in memory of its own. */
  static List<Dim> dense(Shape shape) {
    Dim[] strides = new Dim[shape.rank()];
    Dim stride = Dim.ONE;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride = stride.times(shape.dim(axis));
    }
    return List.of(strides);
  }
}
