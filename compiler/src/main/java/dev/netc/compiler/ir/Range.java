package dev.netc.compiler.ir;

/**
 * What is known of the elements of a tensor: none is below {@code least} or above {@code greatest}.
 *
 * @param freedom whether they can be any number at all, or that is not known
 */
public record Range(double least, double greatest, Freedom freedom) {

  /** Whether what has been learned decides which numbers come out. */
  public enum Freedom {
    /** Any number can come out, as of a linear map with learned weights. */
    ANY,
    /** It is not known whether all numbers can. */
    UNKNOWN
  }

  /** Nothing is known. */
  static final Range UNKNOWN =
      new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Freedom.UNKNOWN);

  /** Any number can come out. */
  static final Range ANY =
      new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Freedom.ANY);

  /** From 0 to 1. */
  static final Range UNIT = of(0, 1);

  static Range of(double least, double greatest) {
    return Double.isNaN(least) || Double.isNaN(greatest)
        ? UNKNOWN
        : new Range(least, greatest, Freedom.UNKNOWN);
  }

  /** Whether any number can come out. */
  public boolean isAny() {
    return freedom == Freedom.ANY;
  }

  boolean isNumber() {
    return least == greatest;
  }

  boolean isAtLeast(double bound) {
    return least >= bound;
  }

  /** What is in either. */
  Range or(Range other) {
    return new Range(
        Math.min(least, other.least),
        Math.max(greatest, other.greatest),
        isAny() || other.isAny() ? Freedom.ANY : Freedom.UNKNOWN);
  }

  Range atMost(double bound) {
    return of(Math.min(least, bound), Math.min(greatest, bound));
  }

  Range atLeast(double bound) {
    return of(Math.max(least, bound), Math.max(greatest, bound));
  }

  Range negated() {
    return new Range(-greatest, -least, freedom);
  }

  Range plus(Range other) {
    Range sum = of(least + other.least, greatest + other.greatest);
    return isAny() || other.isAny() ? ANY : sum;
  }

  Range times(Range other) {
    double[] corners = {
      product(least, other.least),
      product(least, other.greatest),
      product(greatest, other.least),
      product(greatest, other.greatest)
    };
    Range product =
        of(
            java.util.Arrays.stream(corners).min().orElseThrow(),
            java.util.Arrays.stream(corners).max().orElseThrow());
    boolean scaled = (isAny() && other.isScale()) || (other.isAny() && isScale());
    return scaled ? ANY : product;
  }

  private boolean isScale() {
    return isAny() || (isNumber() && least != 0);
  }

  /** Zero times anything is zero here: bounds are limits. */
  private static double product(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
  }

  /** The range of an increasing function of these. */
  Range mapped(java.util.function.DoubleUnaryOperator function) {
    return of(function.applyAsDouble(least), function.applyAsDouble(greatest));
  }
}
