package dev.netc.compiler.ir;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;

/**
 * Finds out what numbers values can hold: a softmax lies between 0 and 1, a rectified value is not
 * negative, a linear map with learned weights gives anything. A value is looked at once.
 */
public final class Ranges {
  private final java.util.Map<Value, Range> known = new HashMap<>();

  /** The range of a value. */
  public Range of(Value value) {
    Deque<Value> open = new ArrayDeque<>();
    open.push(value);
    while (!open.isEmpty()) {
      Value at = open.peek();
      boolean ready = true;
      for (Value operand : at.operands()) {
        if (!known.containsKey(operand)) {
          open.push(operand);
          ready = false;
        }
      }
      if (ready) {
        open.pop();
        known.computeIfAbsent(at, this::compute);
      }
    }
    return known(value);
  }

  private Range known(Value value) {
    return known.getOrDefault(value, Range.UNKNOWN);
  }

  private Range compute(Value value) {
    if (value.type().element() == ElementType.BOOL) {
      return Range.UNIT;
    }
    return value.op().accept(new OfOp(value));
  }

  private final class OfOp implements Op.Visitor<Range> {
    private final Value value;

    OfOp(Value value) {
      this.value = value;
    }

    private Range operand(int i) {
      return known(value.operand(i));
    }

    @Override
    public Range input(Op.Input op) {
      return op.role() == Op.Role.PARAMETER ? Range.ANY : Range.UNKNOWN;
    }

    @Override
    public Range constant(Op.Constant op) {
      return Range.of(op.value(), op.value());
    }

    @Override
    public Range sizeOf(Op.SizeOf op) {
      return Range.of(1, Double.POSITIVE_INFINITY);
    }

    @Override
    public Range iota(Op.Iota op) {
      return Range.of(0, last(value.dim(op.axis())));
    }

    private static double last(Dim size) {
      return size.isConstant() ? size.constant() - 1.0 : Double.POSITIVE_INFINITY;
    }

    @Override
    public Range random(Random op) {
      return Range.UNIT;
    }

    @Override
    public Range map(Map op) {
      return new ElementwiseRange(value, Ranges.this::known).of(op.function());
    }

    @Override
    public Range cast(Cast op) {
      Range range = operand(0);
      return value.type().element() == ElementType.INT ? range.mapped(Math::rint) : range;
    }

    @Override
    public Range reduce(Reduce op) {
      Range each = operand(0);
      return switch (op.kind()) {
        case MAX, MIN -> each;
        case SUM -> sum(each, op.axes());
        case PROD ->
            each.isAtLeast(0)
                ? Range.of(0, each.greatest() <= 1 ? 1 : Double.POSITIVE_INFINITY)
                : Range.UNKNOWN;
      };
    }

    private Range sum(Range each, java.util.List<Integer> axes) {
      if (each.isAny()) {
        return Range.ANY;
      }
      Dim count = axes.stream().map(value.operand(0)::dim).reduce(Dim.ONE, Dim::times);
      double most = count.isConstant() ? count.constant() : Double.POSITIVE_INFINITY;
      double fewest = count.isConstant() ? count.constant() : 1;
      return Range.of(
          each.least() == 0 ? 0 : each.least() * (each.least() < 0 ? most : fewest),
          each.greatest() == 0 ? 0 : each.greatest() * (each.greatest() > 0 ? most : fewest));
    }

    @Override
    public Range argReduce(ArgReduce op) {
      return Range.of(0, last(value.operand(0).dim(op.axis())));
    }

    @Override
    public Range contract(Contract op) {
      if (isParameter(value.operand(0)) || isParameter(value.operand(1))) {
        return Range.ANY;
      }
      return operand(0).isAtLeast(0) && operand(1).isAtLeast(0)
          ? Range.of(0, Double.POSITIVE_INFINITY)
          : Range.UNKNOWN;
    }

    private static boolean isParameter(Value factor) {
      Value at = factor;
      while (at.op() instanceof Move && at.operands().size() == 1) {
        at = at.operand(0);
      }
      return at.op() instanceof Op.Input input && input.role() == Op.Role.PARAMETER;
    }

    @Override
    public Range reshape(Move.Reshape op) {
      return operand(0);
    }

    @Override
    public Range transpose(Move.Transpose op) {
      return operand(0);
    }

    @Override
    public Range broadcast(Move.Broadcast op) {
      return operand(0);
    }

    @Override
    public Range slice(Move.Slice op) {
      return operand(0);
    }

    @Override
    public Range pad(Move.Pad op) {
      return operand(0).or(Range.of(op.value(), op.value()));
    }

    @Override
    public Range flip(Move.Flip op) {
      return operand(0);
    }

    @Override
    public Range concat(Move.Concat op) {
      return value.operands().stream().map(Ranges.this::known).reduce(Range::or).orElseThrow();
    }

    @Override
    public Range window(Move.Window op) {
      return operand(0);
    }

    @Override
    public Range overlapAdd(Move.OverlapAdd op) {
      return operand(0).isAny()
          ? Range.ANY
          : operand(0).isAtLeast(0) ? Range.of(0, Double.POSITIVE_INFINITY) : Range.UNKNOWN;
    }

    @Override
    public Range gather(Gather op) {
      return operand(0);
    }

    @Override
    public Range scatterAdd(ScatterAdd op) {
      return operand(0).isAtLeast(0) ? Range.of(0, Double.POSITIVE_INFINITY) : Range.UNKNOWN;
    }

    @Override
    public Range scan(Scan op) {
      return Range.UNKNOWN;
    }
  }
}
