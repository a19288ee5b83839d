package dev.netc.compiler.ir;

/**
 * The error function to within 1e-15, for the reference interpreter (Abramowitz and Stegun 7.1.6
 * and 7.1.14).
 */
final class Erf {
  private static final int FRACTION_DEPTH = 60;

  private Erf() {}

  static double of(double x) {
    double size = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    double value = size < 3 ? series(size) : size < 6 ? 1 - complement(size) : 1;
    return Math.copySign(value, x);
  }

  /** All terms positive, so nothing cancels. */
  private static double series(double x) {
    double term = x;
    double sum = 0;
    for (int n = 0; sum + term != sum; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 3);
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }

  private static double complement(double x) {
    double fraction = x;
    for (int n = FRACTION_DEPTH; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return StrictMath.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
  }
}
