package dev.netc.runtime;

/** Random operands for tests. */
final class Samples {
  private Samples() {}

  static float[] floats(long seed, int length) {
    float[] values = new float[length];
    Initializer.uniform(values, 0, length, -1, 1, seed, 0);
    return values;
  }

  static double[] doubles(long seed, int length) {
    double[] values = new double[length];
    Initializer.uniform(values, 0, length, -1, 1, seed, 0);
    return values;
  }

  /** The first value that differs from the wanted one by more than {@code tolerance}, or null. */
  static String firstDifference(float[] got, double[] wanted, double tolerance) {
    for (int i = 0; i < wanted.length; i++) {
      if (!(Math.abs(got[i] - wanted[i]) <= tolerance)) {
        return "at " + i + ": " + got[i] + " instead of " + wanted[i];
      }
    }
    return null;
  }
}
