package dev.netc.runtime;

/**
 * Matrix products over strided arrays: C = A B, or C += A B, where A is m x k, B is k x n.
 *
 * <p>An element lies at {@code offset + row * rowStride + column * columnStride}, so a transposed
 * operand is one with its strides swapped; C's columns are adjacent. The terms of each element of C
 * are added in one order, whichever rows a call computes.
 */
public final class Gemm {
  private Gemm() {}

  /**
   * Rows [rowFrom, rowTo) of C = A B, or of C += A B if {@code accumulate}. C overlaps neither A
   * nor B.
   *
   * @param n the columns of B and C
   * @param k the columns of A and the rows of B
   */
  public static void multiply(
      int rowFrom,
      int rowTo,
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
    for (int i = rowFrom; i < rowTo; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
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

  /** As the float version, in double. */
  public static void multiply(
      int rowFrom,
      int rowTo,
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
    for (int i = rowFrom; i < rowTo; i++) {
      for (int j = 0; j < n; j++) {
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
