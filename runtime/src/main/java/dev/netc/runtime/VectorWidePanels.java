package dev.netc.runtime;

/**
 * {@link Gemm#panels} for machines with 16 registers of eight lanes, where a panel is two tiles
 * wide, see {@link VectorWideTile}. Tiles have six rows or four, and whole fours of rows in all, so
 * that it does not depend on threads which rows they are.
 */
final class VectorWidePanels {
  private static final int HEIGHT = 4;

  /** The rows of a block, a multiple of both heights, that stay in the second cache. */
  private static final int ROWS = 120;

  private static final int WIDTH = VectorWideTile.WIDTH;
  private static final int HALF = VectorWideTile.HALF;

  private VectorWidePanels() {}

  /** Whether a product is one of such panels. */
  static boolean takes(int m, int width, int k, int aColumnStride) {
    return VectorTiles.LANES == 8 && width == WIDTH && m >= HEIGHT && k > 0 && aColumnStride == 1;
  }

  /**
   * The product of the first rows, as many as whole fours have, where the elements of a row of A
   * are adjacent; returns how many these are. Their sums begin with what is added to the product,
   * if {@link #adds}.
   */
  static int multiply(
      int panels,
      int m,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate,
      Epilogue epilogue) {
    int whole = m / HEIGHT * HEIGHT;
    int part = VectorGemm.depth(k);
    boolean adds = adds(accumulate, epilogue);
    VectorScratch scratch = VectorScratch.local();
    float[] left = scratch.packed(Math.min(whole, ROWS) * VectorWideTile.ROW);
    float[] passing = scratch.tile(HALF);
    for (int row = 0; row < whole; row += ROWS) {
      int rows = Math.min(ROWS, whole - row);
      for (int depth = 0; depth < k; depth += part) {
        int steps = Math.min(part, k - depth);
        int from = aOffset + row * aRowStride + depth;
        VectorRows.copy(rows, steps, a, from, aRowStride, left, 0, VectorWideTile.ROW);
        boolean begins = accumulate || depth > 0;
        float[] start = begins ? c : adds ? epilogue.added() : VectorWideTile.zeros();
        int startRow = begins || adds ? cRowStride : 0;
        for (int column = 0; column < panels * WIDTH; column += HALF) {
          int within = column % WIDTH;
          int bAt = bOffset + (column - within) * k + depth * WIDTH + within;
          int at = row * cRowStride + column;
          int startAt = begins ? cOffset + at : adds ? epilogue.addedAt() + at : 0;
          VectorWideTile.rows(
              rows,
              steps,
              left,
              b,
              bAt,
              start,
              startAt,
              startRow,
              c,
              cOffset + at,
              cRowStride,
              passing);
        }
      }
    }
    return whole;
  }

  /** Whether sums begin with the tensor that is added to them. */
  static boolean adds(boolean accumulate, Epilogue epilogue) {
    return !accumulate && epilogue.onlyAdds();
  }
}
