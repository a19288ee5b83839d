package dev.netc.compiler.lint;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Recognises what some values are, whatever the declarations are called that made them. */
final class Forms {
  private final Flow flow;

  Forms(Flow flow) {
    this.flow = flow;
  }

  static boolean is(Value value, Elementwise function) {
    return value.op() instanceof Map map && map.function() == function;
  }

  /** What has been repeated, or given another shape. */
  static Value spread(Value value) {
    Value at = value;
    while (at.op() instanceof Move.Broadcast || at.op() instanceof Move.Reshape) {
      at = at.operand(0);
    }
    return at;
  }

  /** What a value was before its elements were placed anew, all of them once. */
  static Value unmoved(Value value) {
    Value at = value;
    while (at.op() instanceof Move.Reshape || at.op() instanceof Move.Transpose) {
      at = at.operand(0);
    }
    return at;
  }

  /** The number that all elements are, if it is written in the graph. */
  static OptionalDouble number(Value value) {
    return spread(value).op() instanceof Op.Constant constant
        ? OptionalDouble.of(constant.value())
        : OptionalDouble.empty();
  }

  /**
   * What is dropped out: {@code where(random >= p, x * scale, c)} gives {@code x}, also where it is
   * added to a number.
   */
  Optional<Value> dropped(Value value) {
    boolean drops =
        is(value, Elementwise.WHERE)
            && number(value.operand(2)).isPresent()
            && isDrawn(value.operand(0));
    return drops ? Optional.of(unscaled(value.operand(1))) : Optional.empty();
  }

  /** Whether a condition compares random numbers with one that is known. */
  private boolean isDrawn(Value condition) {
    return condition.op() instanceof Map map
        && map.function().isPredicate()
        && flow.dependsOn(condition, Flow.Source.RANDOM)
        && !flow.dependsOn(condition, Flow.Source.INPUT)
        && !flow.dependsOn(condition, Flow.Source.PARAMETER);
  }

  private static Value unscaled(Value value) {
    Value at = value;
    while (at.op() instanceof Map map
        && map.function().arity() == 2
        && number(at.operand(1)).isPresent()) {
      at = at.operand(0);
    }
    return at;
  }

  /**
   * What is rectified: {@code where(x <= c, c, x)} and {@code max(x, c)} give {@code x}, also with
   * a bound above.
   */
  static Optional<Value> rectified(Value value) {
    if (is(value, Elementwise.MAX)) {
      return number(value.operand(1)).isPresent()
          ? Optional.of(value.operand(0))
          : Optional.empty();
    }
    if (!is(value, Elementwise.WHERE) || number(value.operand(1)).isEmpty()) {
      return Optional.empty();
    }
    Value condition = value.operand(0);
    boolean below = is(condition, Elementwise.LE) || is(condition, Elementwise.LT);
    if (!below || number(condition.operand(1)).isEmpty()) {
      return Optional.empty();
    }
    Value x = condition.operand(0);
    Value rest = value.operand(2);
    boolean bounded = is(rest, Elementwise.WHERE) && rest.operand(2) == x;
    return rest == x || bounded ? Optional.of(x) : Optional.empty();
  }

  /** What a softmax is of: {@code exp(x) / sum(exp(x))} gives {@code x}. */
  static Optional<Value> softmaxed(Value value) {
    boolean shares =
        is(value, Elementwise.DIV)
            && is(value.operand(0), Elementwise.EXP)
            && isSumOf(spread(value.operand(1)), value.operand(0));
    return shares ? Optional.of(unshifted(value.operand(0).operand(0))) : Optional.empty();
  }

  /** What the logarithm of a softmax is of: {@code x - log(sum(exp(x)))} gives {@code x}. */
  static Optional<Value> logSoftmaxed(Value value) {
    if (!is(value, Elementwise.SUB)) {
      return Optional.empty();
    }
    Value log = spread(value.operand(1));
    Value sum = is(log, Elementwise.LOG) ? spread(log.operand(0)) : log;
    boolean logarithm =
        sum != log
            && sum.op() instanceof Reduce
            && is(sum.operand(0), Elementwise.EXP)
            && isSumOf(sum, sum.operand(0))
            && sum.operand(0).operand(0) == value.operand(0);
    return logarithm ? Optional.of(unshifted(value.operand(0))) : Optional.empty();
  }

  private static boolean isSumOf(Value sum, Value of) {
    return sum.op() instanceof Reduce reduce
        && reduce.kind() == Reduce.Kind.SUM
        && sum.operand(0) == of;
  }

  /** What the greatest element has been taken off from, so that nothing overflows. */
  private static Value unshifted(Value value) {
    if (!is(value, Elementwise.SUB)) {
      return value;
    }
    Value top = spread(value.operand(1));
    Value max = is(top, Elementwise.STOP_GRADIENT) ? spread(top.operand(0)) : top;
    return max.op() instanceof Reduce reduce
            && reduce.kind() == Reduce.Kind.MAX
            && max.operand(0) == value.operand(0)
        ? value.operand(0)
        : value;
  }

  /** A mean over axes, which may have been repeated to the shape of what it is of. */
  record Mean(Value of, List<Integer> axes) {
    /** How many elements each mean is of. */
    Dim count() {
      return axes.stream().map(of::dim).reduce(Dim.ONE, Dim::times);
    }
  }

  /** The mean that a value is. */
  Optional<Mean> mean(Value value) {
    Value at = spread(value);
    boolean scaled =
        (is(at, Elementwise.DIV) || is(at, Elementwise.MUL)) && flow.isConstant(at.operand(1));
    Value total = scaled ? spread(at.operand(0)) : at;
    return total.op() instanceof Reduce reduce && reduce.kind() == Reduce.Kind.SUM
        ? Optional.of(new Mean(total.operand(0), reduce.axes()))
            .filter(mean -> scaled || mean.count().is(1))
        : Optional.empty();
  }

  /** The mean that is taken off what it is of: {@code x - mean(x)}. */
  Optional<Mean> centred(Value value) {
    return is(value, Elementwise.SUB)
        ? mean(value.operand(1)).filter(mean -> mean.of() == value.operand(0))
        : Optional.empty();
  }
}
