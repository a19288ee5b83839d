package dev.netc.runtime;

/** Functions that {@link Math} lacks. */
public final class Maths {
  private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;
  private static final double ROOT_PI = 1.7724538509055159;

  /**
   * erf(x) / x for |x| <= 1 by powers of x squared; Chebyshev interpolation, relative error 1e-12.
   */
  private static final double[] NEAR = {
    1.1283791670946752,
    -0.37612638889631406,
    0.11283791308581106,
    -0.02686613323449825,
    0.005223783476481002,
    -0.0008542637995169066,
    0.00011956562616433078,
    -1.3909340547494743e-05,
    1.0589382226397802e-06
  };

  /** erf(x) for 1 <= x <= 4 by powers of x - 2.5; Chebyshev interpolation, error 7e-10. */
  private static final double[] FAR = {
    0.9995930479825509,
    0.0021782784771521707,
    -0.005445708486419077,
    0.008350212261706128,
    -0.008622419847446716,
    0.006116585071850665,
    -0.002798208627504912,
    0.0005445393419758607,
    0.0002598692398433064,
    -0.0002534303808784581,
    8.002252092402734e-05,
    7.760157138398436e-06,
    -1.5154005789175597e-05,
    3.461528450949501e-06,
    7.357525279706327e-07,
    -3.5116321563758567e-07,
    1.7132932156592735e-08
  };

  private static final double FAR_CENTRE = 2.5;

  private Maths() {}

  /** The error function 2/√π ∫₀ˣ exp(-t²) dt, rounded from a value that is right to 1e-9. */
  public static float erf(float x) {
    double size = Math.abs((double) x);
    if (size <= 1) {
      return (float) (x * polynomial(NEAR, size * size));
    }
    if (size < 4) {
      return (float) Math.copySign(polynomial(FAR, size - FAR_CENTRE), x);
    }
    return Float.isNaN(x) ? x : Math.copySign(1f, x);
  }

  /** The error function, right to about 1e-15. Slow: a series or a continued fraction. */
  public static double erf(double x) {
    double size = Math.abs(x);
    if (size < 2) {
      return erfSeries(x);
    }
    if (size < 6) {
      return Math.copySign(1 - erfcFraction(size), x);
    }
    return Double.isNaN(x) ? x : Math.copySign(1.0, x);
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      sum = Math.fma(sum, x, coefficients[i]);
    }
    return sum;
  }

  /** 2/√π exp(-x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!! (DLMF 7.6.2): terms of one sign, so nothing cancels. */
  private static double erfSeries(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
  }

  /** erfc by its continued fraction x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …))) (DLMF 7.9.1). */
  private static double erfcFraction(double x) {
    double fraction = x;
    for (int n = 80; n >= 1; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / (ROOT_PI * fraction);
  }
}
