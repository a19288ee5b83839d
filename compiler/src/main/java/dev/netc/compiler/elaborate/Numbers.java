package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.BinaryOperator;
import dev.netc.compiler.elaborate.Datum.Ratio;
import dev.netc.compiler.elaborate.Datum.Real;
import dev.netc.compiler.elaborate.Datum.Whole;
import dev.netc.compiler.ir.Dim;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Arithmetic on numbers known at compile time. Whole numbers and their quotients stay exact, so
 * that a shape never suffers from rounding; with a real number the result is real.
 */
final class Numbers {
  private Numbers() {}

  static boolean isNumber(Datum datum) {
    return datum instanceof Whole || datum instanceof Ratio || datum instanceof Real;
  }

  /** The value, unless it depends on a free dim. */
  static OptionalDouble value(Datum datum) {
    if (datum instanceof Real real) {
      return OptionalDouble.of(real.value());
    }
    if (datum instanceof Whole whole && whole.value().isConstant()) {
      return OptionalDouble.of((double) whole.value().constant());
    }
    if (datum instanceof Ratio ratio
        && ratio.numerator().isConstant()
        && ratio.denominator().isConstant()) {
      return OptionalDouble.of(
          (double) ratio.numerator().constant() / ratio.denominator().constant());
    }
    if (datum instanceof Datum.Adjustable adjustable) {
      return OptionalDouble.of(adjustable.initial());
    }
    return OptionalDouble.empty();
  }

  /** The exact quotient, whole if it can be. */
  static Datum quotient(Dim numerator, Dim denominator) {
    Optional<Dim> exact = numerator.dividedExactlyBy(denominator);
    return exact.isPresent() ? new Whole(exact.get()) : new Ratio(numerator, denominator);
  }

  /** The greatest whole number that is not greater. */
  static Datum floor(Datum number) {
    if (number instanceof Ratio ratio) {
      return new Whole(ratio.numerator().floorDividedBy(ratio.denominator()));
    }
    return number instanceof Real real ? Whole.of((long) Math.floor(real.value())) : number;
  }

  /** The least whole number that is not less. */
  static Datum ceil(Datum number) {
    if (number instanceof Ratio ratio) {
      Dim divisor = ratio.denominator();
      return new Whole(ratio.numerator().plus(divisor).minus(Dim.ONE).floorDividedBy(divisor));
    }
    return number instanceof Real real ? Whole.of((long) Math.ceil(real.value())) : number;
  }

  static Datum negate(Datum number) {
    return apply(BinaryOperator.MULTIPLY, number, Whole.of(-1)).orElseThrow();
  }

  /** The result, unless it is a real number that depends on a free dim, or a division by zero. */
  static Optional<Datum> apply(BinaryOperator operator, Datum left, Datum right) {
    if (left instanceof Real || right instanceof Real || operator == BinaryOperator.POWER) {
      return real(operator, left, right);
    }
    Dim a = numerator(left);
    Dim b = denominator(left);
    Dim c = numerator(right);
    Dim d = denominator(right);
    return switch (operator) {
      case ADD -> Optional.of(quotient(a.times(d).plus(c.times(b)), b.times(d)));
      case SUBTRACT -> Optional.of(quotient(a.times(d).minus(c.times(b)), b.times(d)));
      case MULTIPLY -> Optional.of(quotient(a.times(c), b.times(d)));
      case DIVIDE -> c.is(0) ? Optional.empty() : Optional.of(quotient(a.times(d), b.times(c)));
      case REMAINDER ->
          c.is(0)
              ? Optional.empty()
              : Optional.of(
                  quotient(
                      a.times(d).minus(a.times(d).floorDividedBy(b.times(c)).times(b.times(c))),
                      b.times(d)));
      default -> throw new IllegalArgumentException(operator + " is no arithmetic");
    };
  }

  private static Optional<Datum> real(BinaryOperator operator, Datum left, Datum right) {
    OptionalDouble a = value(left);
    OptionalDouble b = value(right);
    if (a.isEmpty() || b.isEmpty()) {
      return Optional.empty();
    }
    double x = a.getAsDouble();
    double y = b.getAsDouble();
    if (operator == BinaryOperator.POWER
        && left instanceof Whole
        && right instanceof Whole
        && y >= 0) {
      double power = Math.pow(x, y);
      if (Math.abs(power) <= 1L << 53) {
        return Optional.of(Whole.of((long) power));
      }
    }
    return Optional.of(new Real(arithmetic(operator, x, y)));
  }

  /** In double, as Python computes it. */
  static double arithmetic(BinaryOperator operator, double x, double y) {
    return switch (operator) {
      case ADD -> x + y;
      case SUBTRACT -> x - y;
      case MULTIPLY -> x * y;
      case DIVIDE -> x / y;
      case REMAINDER -> x - Math.floor(x / y) * y;
      case POWER -> Math.pow(x, y);
      default -> throw new IllegalArgumentException(operator + " is no arithmetic");
    };
  }

  /**
   * Whether a comparison holds; empty if it holds for some sizes of the free dims and not for
   * others.
   */
  static Optional<Boolean> compare(BinaryOperator operator, Datum left, Datum right) {
    OptionalDouble a = value(left);
    OptionalDouble b = value(right);
    if (a.isPresent() && b.isPresent()) {
      return Optional.of(holds(operator, Double.compare(a.getAsDouble(), b.getAsDouble())));
    }
    if (left instanceof Real || right instanceof Real) {
      return Optional.empty();
    }
    // Denominators are positive, as sizes are.
    Dim difference =
        numerator(left).times(denominator(right)).minus(numerator(right).times(denominator(left)));
    if (difference.is(0) || difference.isAtLeast(1) || difference.negated().isAtLeast(1)) {
      int sign = difference.is(0) ? 0 : difference.isAtLeast(1) ? 1 : -1;
      return Optional.of(holds(operator, sign));
    }
    boolean atLeast = difference.isAtLeast(0);
    boolean atMost = difference.negated().isAtLeast(0);
    return switch (operator) {
      case GREATER_OR_EQUAL -> atLeast ? Optional.of(true) : Optional.empty();
      case LESS -> atLeast ? Optional.of(false) : Optional.empty();
      case LESS_OR_EQUAL -> atMost ? Optional.of(true) : Optional.empty();
      case GREATER -> atMost ? Optional.of(false) : Optional.empty();
      default -> Optional.empty();
    };
  }

  static boolean holds(BinaryOperator operator, int sign) {
    return switch (operator) {
      case EQUAL -> sign == 0;
      case NOT_EQUAL -> sign != 0;
      case LESS -> sign < 0;
      case LESS_OR_EQUAL -> sign <= 0;
      case GREATER -> sign > 0;
      case GREATER_OR_EQUAL -> sign >= 0;
      default -> throw new IllegalArgumentException(operator + " is no comparison");
    };
  }

  private static Dim numerator(Datum datum) {
    return datum instanceof Ratio ratio ? ratio.numerator() : ((Whole) datum).value();
  }

  private static Dim denominator(Datum datum) {
    return datum instanceof Ratio ratio ? ratio.denominator() : Dim.ONE;
  }
}
