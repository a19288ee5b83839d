package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Two tensors that lie side by side, each with zeros in the place of the other, are concatenated:
 * the gradient of what was taken apart is put together, not added up.
 */
final class SumOfPads implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!isSum(value)) {
      return Optional.empty();
    }
    Value x = value.operand(0);
    Value y = value.operand(1);
    Optional<Value> joined = joined(x, y, builder);
    if (joined.isEmpty() && isSum(x)) {
      // One of the sum's addends may be the neighbour.
      joined =
          joined(x.operand(0), y, builder)
              .map(pair -> builder.add(pair, x.operand(1)))
              .or(
                  () ->
                      joined(x.operand(1), y, builder)
                          .map(pair -> builder.add(x.operand(0), pair)));
    }
    return joined;
  }

  private static boolean isSum(Value value) {
    return value.op() instanceof Map map && map.function() == Elementwise.ADD;
  }

  private static Optional<Value> joined(Value x, Value y, GraphBuilder builder) {
    if (!(x.op() instanceof Move.Pad first) || !(y.op() instanceof Move.Pad second)) {
      return Optional.empty();
    }
    int axis = axis(first);
    if (axis < 0 || axis != axis(second)) {
      return Optional.empty();
    }
    Dim low = Dim.of(first.low().get(axis));
    if (low.plus(x.operand(0).dim(axis)).equals(Dim.of(second.low().get(axis)))) {
      return Optional.of(joined(x.operand(0), y.operand(0), axis, first, second, builder));
    }
    low = Dim.of(second.low().get(axis));
    return low.plus(y.operand(0).dim(axis)).equals(Dim.of(first.low().get(axis)))
        ? Optional.of(joined(y.operand(0), x.operand(0), axis, second, first, builder))
        : Optional.empty();
  }

  /** The one axis that is surrounded by zeros, or -1 if there is no such. */
  private static int axis(Move.Pad pad) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < pad.low().size(); axis++) {
      if (pad.low().get(axis) != 0 || pad.high().get(axis) != 0) {
        axes.add(axis);
      }
    }
    boolean plain = pad.value() == 0 && pad.interior().stream().allMatch(gap -> gap == 0);
    return plain && axes.size() == 1 ? axes.get(0) : -1;
  }

  private static Value joined(
      Value x, Value y, int axis, Move.Pad first, Move.Pad second, GraphBuilder builder) {
    List<Value> parts = new ArrayList<>();
    for (Value part : List.of(x, y)) {
      boolean concat = part.op() instanceof Move.Concat inner && inner.axis() == axis;
      parts.addAll(concat ? part.operands() : List.of(part));
    }
    List<Long> none = Collections.nCopies(x.rank(), 0L);
    List<Long> low = new ArrayList<>(none);
    List<Long> high = new ArrayList<>(none);
    low.set(axis, first.low().get(axis));
    high.set(axis, second.high().get(axis));
    return builder.pad(builder.concat(parts, axis), low, high, none, 0);
  }
}
