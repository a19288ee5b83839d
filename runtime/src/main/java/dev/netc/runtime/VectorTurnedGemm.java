package dev.netc.runtime;

/**
 * Matrix products whose operands both have the elements of a step side by side, by way of the
 * transpose of the result: the gradients of weights, which are sums over samples.
 *
 * <p>Of such an operand, what {@link VectorPackedGemm} broadcasts is laid out eight elements at a
 * time, from as many lines of the cache as there are steps; what it reads by the vector, two
 * vectors at a time. So the one of fewer elements should be broadcast. The bits are the same.
 */
final class VectorTurnedGemm {
  /** The elements laid out that take as long as one of the result that changes places twice. */
  private static final int TURN = 4;

  private VectorTurnedGemm() {}

  /** Whether the transpose takes less time. */
  static boolean pays(
      int m, int n, int k, int aRowStride, int aColumnStride, int bRowStride, int bColumnStride) {
    return aRowStride == 1
        && aColumnStride != 1
        && bRowStride != 1
        && bColumnStride == 1
        && (long) (m - n) * k > (long) TURN * m * n;
  }

  /** C = A B, or C += A B, where rows of A and columns of B are adjacent. */
  static void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aColumnStride,
      float[] b,
      int bOffset,
      int bRowStride,
      float[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate,
      Epilogue epilogue) {
    float[] sums = VectorScratch.local().sums(m * n);
    if (accumulate) {
      VectorPacking.transpose(m, n, c, cOffset, cRowStride, sums, 0, m);
    }
    VectorPackedGemm.multiply(
        n,
        m,
        k,
        b,
        bOffset,
        1,
        bRowStride,
        a,
        aOffset,
        aColumnStride,
        1,
        sums,
        0,
        m,
        accumulate,
        Epilogue.NONE);
    VectorPacking.transpose(n, m, sums, 0, m, c, cOffset, cRowStride);
    epilogue.finishRows(0, m, n, c, cOffset, cRowStride);
  }
}
