package dev.netc.runtime;

/** The softmax of rows, several at a time: so none waits for the sums of another. */
public final class Softmax {
  private static final SoftmaxKernel BEST = FloatKernels.BEST.softmax();

  private Softmax() {}

  /**
   * For each of {@code rows} rows: its greatest element {@code max}, {@code powers = exp(x - max)},
   * their {@code sum}, and {@code y = powers / sum}. Rows of all matrices begin {@code row}
   * elements apart, and the numbers of rows are adjacent. {@code x}, {@code powers} and {@code y}
   * may be the same elements, but not overlap otherwise.
   *
   * @param columns the elements of a row, at least one
   */
  public static void forward(
      float[] x,
      int xAt,
      float[] max,
      int maxAt,
      float[] powers,
      int powersAt,
      float[] sum,
      int sumAt,
      float[] y,
      int yAt,
      int row,
      int rows,
      int columns) {
    BEST.forward(x, xAt, max, maxAt, powers, powersAt, sum, sumAt, y, yAt, row, rows, columns);
  }
}
