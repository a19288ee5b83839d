package dev.netc.compiler.ir;

import java.util.List;
import java.util.function.Function;

/**
 * The range of a function of elements, and of the few forms in which its operands hang together.
 */
final class ElementwiseRange {
  private final Value value;
  private final Function<Value, Range> known;

  ElementwiseRange(Value value, Function<Value, Range> known) {
    this.value = value;
    this.known = known;
  }

  private Range operand(int i) {
    return known.apply(value.operand(i));
  }

  Range of(Elementwise function) {
    return switch (function) {
      case NEG -> operand(0).negated();
      case STOP_GRADIENT -> operand(0);
      case ABS -> abs(operand(0));
      case SIGN, SIN, COS -> Range.of(-1, 1);
      case FLOOR -> operand(0).mapped(Math::floor);
      case CEIL -> operand(0).mapped(Math::ceil);
      case ROUND -> operand(0).mapped(Math::rint);
      case EXP -> operand(0).mapped(Math::exp);
      case EXPM1 -> operand(0).mapped(Math::expm1);
      case LOG -> operand(0).mapped(x -> Math.log(Math.max(x, 0)));
      case LOG1P -> operand(0).mapped(x -> Math.log1p(Math.max(x, -1)));
      case SQRT -> operand(0).mapped(x -> Math.sqrt(Math.max(x, 0)));
      case TANH -> operand(0).mapped(Math::tanh);
      case SIGMOID -> operand(0).mapped(x -> 1 / (1 + Math.exp(-x)));
      case ERF -> Range.of(operand(0).isAtLeast(0) ? 0 : -1, 1);
      case ADD -> operand(0).plus(operand(1));
      case SUB -> difference(operand(0), operand(1));
      case MUL ->
          value.operand(0) == value.operand(1) ? square(operand(0)) : operand(0).times(operand(1));
      case DIV -> quotient(operand(0), operand(1));
      case POW -> power(operand(0), operand(1));
      case MAX -> maximum(operand(0), operand(1));
      case MIN -> maximum(operand(0).negated(), operand(1).negated()).negated();
      case REM -> operand(1).least() > 0 ? Range.of(0, operand(1).greatest()) : Range.UNKNOWN;
      case WHERE -> choice();
      case NOT, EQ, NE, LT, LE, AND, OR -> Range.UNIT;
    };
  }

  private static Range abs(Range x) {
    double far = Math.max(Math.abs(x.least()), Math.abs(x.greatest()));
    boolean both = x.least() < 0 && x.greatest() > 0;
    return Range.of(both ? 0 : Math.min(Math.abs(x.least()), Math.abs(x.greatest())), far);
  }

  private static Range square(Range x) {
    Range far = abs(x);
    return Range.of(far.least() * far.least(), far.greatest() * far.greatest());
  }

  private static Range power(Range base, Range exponent) {
    boolean even = exponent.isNumber() && exponent.least() % 2 == 0;
    return even || base.isAtLeast(0) ? Range.of(0, Double.POSITIVE_INFINITY) : Range.UNKNOWN;
  }

  private static Range maximum(Range x, Range y) {
    return Range.of(Math.max(x.least(), y.least()), Math.max(x.greatest(), y.greatest()));
  }

  /** {@code x - max(x)} and {@code x - log(sum(exp(x)))} are not above zero. */
  private Range difference(Range x, Range y) {
    Value from = value.operand(0);
    Value taken = spread(value.operand(1));
    while (taken.op() instanceof Map map && map.function() == Elementwise.STOP_GRADIENT) {
      taken = spread(taken.operand(0));
    }
    if (taken.op() instanceof Reduce reduce && taken.operand(0) == from) {
      if (reduce.kind() == Reduce.Kind.MAX) {
        return Range.of(Double.NEGATIVE_INFINITY, 0);
      }
      if (reduce.kind() == Reduce.Kind.MIN) {
        return Range.of(0, Double.POSITIVE_INFINITY);
      }
    }
    if (isLogOfSumOfExp(taken, from)) {
      return Range.of(Double.NEGATIVE_INFINITY, 0);
    }
    boolean free = (x.isAny() && y.isNumber()) || (x.isNumber() && y.isAny());
    Range difference = x.plus(y.negated());
    return free ? Range.ANY : Range.of(difference.least(), difference.greatest());
  }

  private static boolean isLogOfSumOfExp(Value log, Value x) {
    if (!is(log, Elementwise.LOG)) {
      return false;
    }
    Value sum = spread(log.operand(0));
    return sum.op() instanceof Reduce reduce
        && reduce.kind() == Reduce.Kind.SUM
        && is(sum.operand(0), Elementwise.EXP)
        && sum.operand(0).operand(0) == x;
  }

  /** {@code x / sum(x)} is a share, if none is negative. */
  private Range quotient(Range x, Range y) {
    Value sum = spread(value.operand(1));
    if (sum.op() instanceof Reduce reduce
        && reduce.kind() == Reduce.Kind.SUM
        && sum.operand(0) == value.operand(0)
        && x.isAtLeast(0)) {
      return Range.UNIT;
    }
    if (y.isNumber() && y.least() != 0) {
      return x.times(Range.of(1 / y.least(), 1 / y.least()));
    }
    if (x.isAtLeast(0) && y.isAtLeast(0)) {
      return Range.of(0, Double.POSITIVE_INFINITY);
    }
    return x.isAny() && y.isAtLeast(0) ? Range.ANY : Range.UNKNOWN;
  }

  /** A branch is bounded by the condition under which it is taken. */
  private Range choice() {
    return branch(1, List.of(0, 1)).or(branch(2, List.of(1, 0)));
  }

  /**
   * A branch of a choice by {@code a <= b}.
   *
   * @param sides of the condition: the branch is taken where the first is the less
   */
  private Range branch(int branch, List<Integer> sides) {
    Value condition = value.operand(0);
    Range range = operand(branch);
    if (!is(condition, Elementwise.LE) && !is(condition, Elementwise.LT)) {
      return range;
    }
    Value less = condition.operand(sides.get(0));
    Value greater = condition.operand(sides.get(1));
    if (less == value.operand(branch) && known.apply(greater).isNumber()) {
      return range.atMost(known.apply(greater).greatest());
    }
    if (greater == value.operand(branch) && known.apply(less).isNumber()) {
      return range.atLeast(known.apply(less).least());
    }
    return range;
  }

  private static boolean is(Value value, Elementwise function) {
    return value.op() instanceof Map map && map.function() == function;
  }

  private static Value spread(Value value) {
    Value at = value;
    while (at.op() instanceof Move.Broadcast || at.op() instanceof Move.Reshape) {
      at = at.operand(0);
    }
    return at;
  }
}
