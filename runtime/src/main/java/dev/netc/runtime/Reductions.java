package dev.netc.runtime;

/**
 * Sums and extremes of many elements.
 *
 * <p>A sum is made of partial sums in float, of a few hundred elements at most, which are added up
 * in double. Its order depends on the number of elements alone.
 */
public final class Reductions {
  private static final ReductionKernels BEST = FloatKernels.BEST.reductions();

  private static final int USUAL_SCRATCH = 1024;

  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[USUAL_SCRATCH]);

  private Reductions() {}

  /** At least so many elements, this thread's until its next call. What they hold is arbitrary. */
  public static float[] scratch(int length) {
    float[] scratch = SCRATCH.get();
    if (scratch.length < length) {
      scratch = new float[length];
      SCRATCH.set(scratch);
    }
    return scratch;
  }

  /** The sum of {@code count} elements of x. */
  public static double sum(float[] x, int xAt, int count) {
    return BEST.sum(x, xAt, count);
  }

  /** The sum of the products of {@code count} elements of x with those of y. */
  public static double dot(float[] x, int xAt, float[] y, int yAt, int count) {
    return BEST.dot(x, xAt, y, yAt, count);
  }

  /**
   * The sum of products of {@code count} elements of x, each less {@code xCentre}, with those of y,
   * less {@code yCentre}: with means for centres, x for both, and divided by the count, a variance.
   */
  public static double centredDot(
      float[] x, int xAt, float xCentre, float[] y, int yAt, float yCentre, int count) {
    return BEST.centredDot(x, xAt, xCentre, y, yAt, yCentre, count);
  }

  /** The greatest of {@code count} elements of x: -∞ if there are none, NaN if one is. */
  public static float max(float[] x, int xAt, int count) {
    return BEST.max(x, xAt, count);
  }

  /** The least of {@code count} elements of x: ∞ if there are none, NaN if one is. */
  public static float min(float[] x, int xAt, int count) {
    return BEST.min(x, xAt, count);
  }

  /**
   * Sums over rows: {@code z[j]} is the sum of {@code x[i * xRow + j]} over {@code rows} rows, for
   * {@code columns} adjacent columns.
   */
  public static void columnSums(
      float[] x, int xAt, int xRow, int rows, float[] z, int zAt, int columns) {
    BEST.columnSums(x, xAt, xRow, rows, z, zAt, columns);
  }

  /**
   * Sums of products over rows: {@code z[j]} is the sum of {@code x[i * xRow + j] * y[i * yRow +
   * j]}.
   */
  public static void columnDots(
      float[] x,
      int xAt,
      int xRow,
      float[] y,
      int yAt,
      int yRow,
      int rows,
      float[] z,
      int zAt,
      int columns) {
    BEST.columnDots(x, xAt, xRow, y, yAt, yRow, rows, z, zAt, columns);
  }
}
