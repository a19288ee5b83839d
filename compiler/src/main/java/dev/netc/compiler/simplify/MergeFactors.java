package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Two factors that are repeated along the same axes are multiplied before they are repeated: {@code
 * x / s * w} is {@code x * (w / s)}, as a batch norm has it.
 */
final class MergeFactors implements Rule {
  private final Predicate<Value> usedOnce;

  MergeFactors(Predicate<Value> usedOnce) {
    this.usedOnce = usedOnce;
  }

  /** {@code other * factor}, or {@code other / factor}. */
  private record Step(boolean divides, Value other, Value factor) {
    static Optional<Step> of(Value value) {
      boolean divides = value.op().equals(new Map(Elementwise.DIV));
      if (!divides && !value.op().equals(new Map(Elementwise.MUL))) {
        return Optional.empty();
      }
      if (isRepeated(value.operand(1))) {
        return Optional.of(new Step(divides, value.operand(0), value.operand(1)));
      }
      return !divides && isRepeated(value.operand(0))
          ? Optional.of(new Step(false, value.operand(1), value.operand(0)))
          : Optional.empty();
    }

    private static boolean isRepeated(Value value) {
      return value.op() instanceof Move.Broadcast
          && value.type().element().isFloating()
          && !value.operand(0).shape().elements().is(1);
    }

    Value source() {
      return factor.operand(0);
    }

    boolean matches(Step inner) {
      return factor.op().equals(inner.factor.op())
          && source().shape().equals(inner.source().shape());
    }
  }

  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    Optional<Step> outer = Step.of(value);
    if (outer.isEmpty() || !usedOnce.test(outer.get().other())) {
      return Optional.empty();
    }
    return Step.of(outer.get().other())
        .filter(outer.get()::matches)
        .map(inner -> merged(inner, outer.get(), value, builder));
  }

  private static Value merged(Step inner, Step outer, Value value, GraphBuilder builder) {
    Value first = inner.source();
    Value second = outer.source();
    boolean divides = inner.divides() && outer.divides();
    Value factor;
    if (inner.divides() == outer.divides()) {
      factor = builder.mul(first, second);
    } else {
      factor = inner.divides() ? builder.div(second, first) : builder.div(first, second);
    }
    Move.Broadcast broadcast = (Move.Broadcast) outer.factor().op();
    Value repeated = builder.broadcast(factor, value.shape(), broadcast.axes());
    return divides ? builder.div(inner.other(), repeated) : builder.mul(inner.other(), repeated);
  }
}
