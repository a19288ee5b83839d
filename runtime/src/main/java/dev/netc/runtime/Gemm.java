package dev.netc.runtime;

/**
 * Matrix products over strided arrays: C = A B, or C += A B, where A is m x k and B is k x n.
 *
 * <p>An element lies at {@code offset + row * rowStride + column * columnStride}, so a transposed
 * operand is one with its strides swapped; C's columns are adjacent.
 *
 * <p>The work is cut into units, which are panels of columns or blocks of rows. Any range of them
 * may be computed by itself; how they are cut does not show in the bits. Unless both operands run
 * along k, each element of C is the sum of partial sums over parts of k, which depend on k alone,
 * in order; a partial sum is a chain of fused multiply-adds, in order.
 */
public final class Gemm {
  /** The steps of k whose sum is kept in one partial sum, without vectors. */
  static final int DEPTH = 256;

  /** The columns of a unit: four vectors of the longest there are. */
  static final int COLUMNS = 64;

  /** The rows of a unit where columns are not cut. */
  private static final int ROWS = 8;

  /** With fewer rows they are not cut if there are columns to cut. */
  private static final int FEW_ROWS = 32;

  private Gemm() {}

  /** The units into which a product is cut. */
  public static int units(int m, int n, int k) {
    return cutsColumns(m, n, k) ? (n + COLUMNS - 1) / COLUMNS : (m + ROWS - 1) / ROWS;
  }

  /** A good number of units for one thread at a time. */
  public static int chunk(int m, int n, int k) {
    return Work.chunk(units(m, n, k), (long) m * n * k);
  }

  /** The units into which a product with so many panels is cut: rows, or panels. */
  public static int panelUnits(int panels, int m) {
    return m < FEW_ROWS ? panels : (m + ROWS - 1) / ROWS;
  }

  /** A good number of them for one thread at a time. */
  public static int panelChunk(int panels, int m, int width, int k) {
    return Work.chunk(panelUnits(panels, m), (long) m * panels * width * k);
  }

  /**
   * The units [from, to) of C = A B, or of C += A B if {@code accumulate}, where B lies in panels
   * of {@code width} columns, one after another: a panel has k rows, whose elements are adjacent.
   * So a product that is made often reads B in the order in which it lies.
   *
   * @param panels how many there are
   * @param m the rows of A and C
   * @param width the columns of a panel
   * @param k the columns of A and the rows of B, not zero
   */
  public static void panels(
      int from,
      int to,
      int panels,
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
        panels,
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

  /** The units [from, to) of C = A B, finished by {@code epilogue} while they are in the cache. */
  public static void panels(
      int from,
      int to,
      int panels,
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
    boolean rows = m >= FEW_ROWS;
    int row = rows ? from * ROWS : 0;
    int column = rows ? 0 : from * width;
    epilogue.part(row, column, row * cRowStride + column);
    panels(
        from,
        to,
        panels,
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
      int panels,
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
    boolean rows = m >= FEW_ROWS;
    int row = rows ? from * ROWS : 0;
    int panel = rows ? 0 : from;
    FloatKernels.BEST.panels(
        rows ? panels : to - from,
        rows ? Math.min(m, to * ROWS) - row : m,
        width,
        k,
        a,
        aOffset + row * aRowStride,
        aRowStride,
        aColumnStride,
        b,
        bOffset + panel * k * width,
        c,
        cOffset + row * cRowStride + panel * width,
        cRowStride,
        accumulate,
        epilogue);
  }

  /** As the float version, in double. */
  public static void panels(
      int from,
      int to,
      int panels,
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
    boolean rows = m >= FEW_ROWS;
    int row = rows ? from * ROWS : 0;
    int part = rows ? Math.min(m, to * ROWS) - row : m;
    for (int panel = rows ? 0 : from; panel < (rows ? panels : to); panel++) {
      multiply(
          0,
          units(part, width, k),
          part,
          width,
          k,
          a,
          aOffset + row * aRowStride,
          aRowStride,
          aColumnStride,
          b,
          bOffset + panel * k * width,
          width,
          1,
          c,
          cOffset + row * cRowStride + panel * width,
          cRowStride,
          accumulate);
    }
  }

  /**
   * Whether threads share columns and not rows. Each thread lays out all of the operand that is not
   * cut, and kernels that follow one another mostly share rows: what another core has written comes
   * slowly.
   */
  private static boolean cutsColumns(int m, int n, int k) {
    return n >= 2 * COLUMNS && (m < FEW_ROWS || (long) k * n > m * (2L * k + n));
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
    boolean columns = cutsColumns(m, n, k);
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
    boolean columns = cutsColumns(m, n, k);
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
    boolean columns = cutsColumns(m, n, k);
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
