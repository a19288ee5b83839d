package dev.netc.runtime;

/**
 * Matrix products over strided arrays: C = A B, or C += A B, where A is m x k and B is k x n.
 *
 * <p>An element lies at {@code offset + row * rowStride + column * columnStride}, so a transposed
 * operand is one with its strides swapped; C's columns are adjacent.
 *
 * <p>The work is cut into units, which are panels of columns or, if there are few, blocks of rows.
 * Any range of them may be computed by itself; how they are cut does not show in the bits. Unless
 * both operands run along k, each element of C is the sum of partial sums over {@value #DEPTH}
 * steps of k, in order; a partial sum is a chain of fused multiply-adds, in order.
 */
public final class Gemm {
  /** The steps of k whose sum is kept in one partial sum. */
  static final int DEPTH = 256;

  /** The columns of a unit: four vectors of the longest there are. */
  static final int COLUMNS = 64;

  /** The rows of a unit where columns are not cut: whole tiles of any height. */
  private static final int ROWS = 24;

  private Gemm() {}

  /** The units into which a product with C of m x n is cut. */
  public static int units(int m, int n) {
    return cutsColumns(n) ? (n + COLUMNS - 1) / COLUMNS : (m + ROWS - 1) / ROWS;
  }

  /** A good number of units for one thread at a time. */
  public static int chunk(int m, int n, int k) {
    return Work.chunk(units(m, n), (long) m * n * k);
  }

  /**
   * The panels [from, to) of C = A B, or of C += A B if {@code accumulate}, where B lies in panels
   * of {@code width} columns, one after another: a panel has k rows, whose elements are adjacent.
   * So a product that is made often reads B in the order in which it lies.
   *
   * @param m the rows of A and C
   * @param width the columns of a panel; a panel is a unit
   * @param k the columns of A and the rows of B, not zero
   */
  public static void panels(
      int from,
      int to,
      int m,
      int width,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate) {
    panels(
        from,
        to,
        m,
        width,
        k,
        a,
        aOffset,
        aRowStride,
        aColumnStride,
        b,
        bOffset,
        c,
        cOffset,
        cRowStride,
        accumulate,
        Epilogue.NONE);
  }

  /** The panels [from, to) of C = A B, finished by {@code epilogue} while they are in the cache. */
  public static void panels(
      int from,
      int to,
      int m,
      int width,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cRowStride,
      Epilogue epilogue) {
    epilogue.part(0, from * width, from * width);
    panels(
        from,
        to,
        m,
        width,
        k,
        a,
        aOffset,
        aRowStride,
        aColumnStride,
        b,
        bOffset,
        c,
        cOffset,
        cRowStride,
        false,
        epilogue);
  }

  private static void panels(
      int from,
      int to,
      int m,
      int width,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate,
      Epilogue epilogue) {
    FloatKernels.BEST.panels(
        to - from,
        m,
        width,
        k,
        a,
        aOffset,
        aRowStride,
        aColumnStride,
        b,
        bOffset + from * k * width,
        c,
        cOffset + from * width,
        cRowStride,
        accumulate,
        epilogue);
  }

  /** As the float version, in double. */
  public static void panels(
      int from,
      int to,
      int m,
      int width,
      int k,
      double[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate) {
    for (int panel = from; panel < to; panel++) {
      multiply(
          0,
          units(m, width),
          m,
          width,
          k,
          a,
          aOffset,
          aRowStride,
          aColumnStride,
          b,
          bOffset + panel * k * width,
          width,
          1,
          c,
          cOffset + panel * width,
          cRowStride,
          accumulate);
    }
  }

  private static boolean cutsColumns(int n) {
    return n >= 2 * COLUMNS;
  }

  /**
   * The units [from, to) of C = A B, or of C += A B if {@code accumulate}. C overlaps neither A nor
   * B.
   *
   * @param m the rows of A and C
   * @param n the columns of B and C
   * @param k the columns of A and the rows of B; if zero, the product is zero
   */
  public static void multiply(
      int from,
      int to,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bOffset,
      int bRowStride,
      int bColumnStride,
      float[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate) {
    multiply(
        from,
        to,
        m,
        n,
        k,
        a,
        aOffset,
        aRowStride,
        aColumnStride,
        b,
        bOffset,
        bRowStride,
        bColumnStride,
        c,
        cOffset,
        cRowStride,
        accumulate,
        Epilogue.NONE);
  }

  /**
   * The units [from, to) of C = A B, finished by {@code epilogue} while they are in the cache.
   *
   * @param k the columns of A and the rows of B; if zero, the product is zero
   */
  public static void multiply(
      int from,
      int to,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bOffset,
      int bRowStride,
      int bColumnStride,
      float[] c,
      int cOffset,
      int cRowStride,
      Epilogue epilogue) {
    boolean columns = cutsColumns(n);
    int row = columns ? 0 : from * ROWS;
    int column = columns ? from * COLUMNS : 0;
    epilogue.part(row, column, row * cRowStride + column);
    multiply(
        from,
        to,
        m,
        n,
        k,
        a,
        aOffset,
        aRowStride,
        aColumnStride,
        b,
        bOffset,
        bRowStride,
        bColumnStride,
        c,
        cOffset,
        cRowStride,
        false,
        epilogue);
  }

  private static void multiply(
      int from,
      int to,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bOffset,
      int bRowStride,
      int bColumnStride,
      float[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate,
      Epilogue epilogue) {
    boolean columns = cutsColumns(n);
    int row = columns ? 0 : from * ROWS;
    int column = columns ? from * COLUMNS : 0;
    FloatKernels.BEST.multiply(
        FloatKernels.BEST.isDots(m, n, k, aColumnStride, bRowStride),
        (columns ? m : Math.min(m, to * ROWS)) - row,
        (columns ? Math.min(n, to * COLUMNS) : n) - column,
        k,
        a,
        aOffset + row * aRowStride,
        aRowStride,
        aColumnStride,
        b,
        bOffset + column * bColumnStride,
        bRowStride,
        bColumnStride,
        c,
        cOffset + row * cRowStride + column,
        cRowStride,
        accumulate,
        epilogue);
  }

  /** As the float version, in double. */
  public static void multiply(
      int from,
      int to,
      int m,
      int n,
      int k,
      double[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      double[] b,
      int bOffset,
      int bRowStride,
      int bColumnStride,
      double[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate) {
    boolean columns = cutsColumns(n);
    int rowTo = columns ? m : Math.min(m, to * ROWS);
    int columnTo = columns ? Math.min(n, to * COLUMNS) : n;
    for (int i = columns ? 0 : from * ROWS; i < rowTo; i++) {
      for (int j = columns ? from * COLUMNS : 0; j < columnTo; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum +=
              a[aOffset + i * aRowStride + l * aColumnStride]
                  * b[bOffset + l * bRowStride + j * bColumnStride];
        }
        int at = cOffset + i * cRowStride + j;
        c[at] = accumulate ? c[at] + sum : sum;
      }
    }
  }
}
