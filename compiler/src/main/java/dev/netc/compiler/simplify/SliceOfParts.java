package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A slice that lies in one part of a concatenation, in what is padded, or in the padding, is a
 * slice of that; one of a sum of such is a sum of slices. So are gradients that were put together
 * from parts taken apart again.
 */
final class SliceOfParts implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Move.Slice slice)) {
      return Optional.empty();
    }
    Value source = value.operand(0);
    if (source.op() instanceof Move.Concat concat) {
      return ofConcat(slice, concat, source, builder);
    }
    if (source.op() instanceof Move.Pad pad) {
      return ofPad(value, slice, pad, builder);
    }
    return isSumOfParts(source)
        ? Optional.of(
            builder.add(
                slice(slice, source.operand(0), builder), slice(slice, source.operand(1), builder)))
        : Optional.empty();
  }

  private static boolean isSumOfParts(Value value) {
    return isSum(value)
        && value.operands().stream()
            .anyMatch(
                part ->
                    part.op() instanceof Move.Concat
                        || part.op() instanceof Move.Pad
                        || isSumOfParts(part));
  }

  private static boolean isSum(Value value) {
    return value.op() instanceof Map map && map.function() == Elementwise.ADD;
  }

  private static Value slice(Move.Slice slice, Value value, GraphBuilder builder) {
    return builder.slice(value, slice.starts(), slice.limits(), slice.strides());
  }

  private static Optional<Value> ofConcat(
      Move.Slice slice, Move.Concat concat, Value source, GraphBuilder builder) {
    int axis = concat.axis();
    Dim start = Dim.ZERO;
    for (Value part : source.operands()) {
      Dim limit = start.plus(part.dim(axis));
      if (isAtLeast(slice.starts().get(axis), start)
          && isAtLeast(limit, slice.limits().get(axis))) {
        return Optional.of(
            builder.slice(
                part,
                moved(slice.starts(), axis, start),
                moved(slice.limits(), axis, start),
                slice.strides()));
      }
      start = limit;
    }
    return Optional.empty();
  }

  private static boolean isAtLeast(Dim dim, Dim other) {
    return dim.minus(other).isAtLeast(0);
  }

  private static List<Dim> moved(List<Dim> dims, int axis, Dim start) {
    List<Dim> moved = new ArrayList<>(dims);
    moved.set(axis, dims.get(axis).minus(start));
    return moved;
  }

  private static Optional<Value> ofPad(
      Value value, Move.Slice slice, Move.Pad pad, GraphBuilder builder) {
    Value padded = value.operand(0).operand(0);
    List<Dim> starts = slice.starts();
    List<Dim> limits = slice.limits();
    boolean inside = true;
    for (int axis = 0; axis < value.rank(); axis++) {
      Dim low = Dim.of(pad.low().get(axis));
      Dim high = value.operand(0).dim(axis).plus(-pad.high().get(axis));
      if (isAtLeast(low, slice.limits().get(axis)) || isAtLeast(slice.starts().get(axis), high)) {
        return Optional.of(builder.full(value.type(), pad.value()));
      }
      inside &=
          pad.interior().get(axis) == 0
              && isAtLeast(slice.starts().get(axis), low)
              && isAtLeast(high, slice.limits().get(axis));
      starts = moved(starts, axis, low);
      limits = moved(limits, axis, low);
    }
    return inside
        ? Optional.of(builder.slice(padded, starts, limits, slice.strides()))
        : Optional.empty();
  }
}
