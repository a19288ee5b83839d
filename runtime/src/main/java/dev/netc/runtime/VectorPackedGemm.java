package dev.netc.runtime;

/**
 * Matrix products with both operands laid out in the order in which tiles read them: A in panels as
 * high as a tile, B in panels of two vectors of columns, each of which stays in the nearest cache
 * while all rows go by. Reading an operand where it lies costs more, even where few columns or rows
 * read it: the lines of a cache that rows far apart share are few.
 */
final class VectorPackedGemm {
  private static final int WIDTH = VectorPackedTile.WIDTH;

  /** The rows of a tile: machines with 16 registers have no room for eight. */
  private static final int HEIGHT = VectorTiles.LANES == 8 ? 6 : 8;

  /**
   * The rows of a block, a multiple of the height: what is laid out of them stays in the second
   * cache, and so does their part of the result until it is finished.
   */
  private static final int ROWS = 384;

  private VectorPackedGemm() {}

  /** C = A B, or C += A B, where k is not zero. */
  static void multiply(
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
    int columns = (n + WIDTH - 1) / WIDTH * WIDTH;
    boolean several = m > ROWS;
    VectorScratch scratch = VectorScratch.local();
    float[] right = scratch.operand(several ? k * columns : Math.min(k, Gemm.DEPTH) * WIDTH);
    for (int row = 0; row < m; row += ROWS) {
      int rows = Math.min(ROWS, m - row);
      for (int depth = 0; depth < k; depth += Gemm.DEPTH) {
        int steps = Math.min(Gemm.DEPTH, k - depth);
        int aAt = aOffset + row * aRowStride + depth * aColumnStride;
        float[] left = scratch.packed(VectorPacking.size(rows, HEIGHT, steps));
        VectorPacking.rows(rows, HEIGHT, steps, a, aAt, aRowStride, aColumnStride, left);
        for (int column = 0; column < n; column += WIDTH) {
          int width = Math.min(WIDTH, n - column);
          int to = several ? depth * columns + column * steps : 0;
          if (row == 0) {
            int bAt = bOffset + depth * bRowStride + column * bColumnStride;
            VectorPacking.columns(width, steps, b, bAt, bRowStride, bColumnStride, right, to);
          }
          int cAt = cOffset + row * cRowStride + column;
          boolean add = accumulate || depth > 0;
          tiles(rows, width, steps, left, right, to, c, cAt, cRowStride, add);
        }
      }
      epilogue.finishRows(row, row + rows, n, c, cOffset, cRowStride);
    }
  }

  /**
   * As {@link Gemm#panels}, with panels as wide as a tile: those are laid out already, so only A
   * is.
   */
  static void panels(
      int panels,
      int m,
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
    VectorScratch scratch = VectorScratch.local();
    for (int row = 0; row < m; row += ROWS) {
      int rows = Math.min(ROWS, m - row);
      for (int depth = 0; depth < k; depth += Gemm.DEPTH) {
        int steps = Math.min(Gemm.DEPTH, k - depth);
        int aAt = aOffset + row * aRowStride + depth * aColumnStride;
        float[] left = scratch.packed(VectorPacking.size(rows, HEIGHT, steps));
        VectorPacking.rows(rows, HEIGHT, steps, a, aAt, aRowStride, aColumnStride, left);
        boolean add = accumulate || depth > 0;
        for (int panel = 0; panel < panels; panel++) {
          int bAt = bOffset + (panel * k + depth) * WIDTH;
          int cAt = cOffset + row * cRowStride + panel * WIDTH;
          tiles(rows, WIDTH, steps, left, b, bAt, c, cAt, cRowStride, add);
        }
      }
    }
    epilogue.finishRows(0, m, panels * WIDTH, c, cOffset, cRowStride);
  }

  private static void tiles(
      int rows,
      int width,
      int steps,
      float[] a,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    for (int i = 0; i < rows; i += HEIGHT) {
      int at = cAt + i * cRow;
      if (width == WIDTH && i + HEIGHT <= rows) {
        tile(steps, a, i * steps, b, bAt, c, at, cRow, add);
      } else {
        float[] tile = VectorScratch.local().tile(HEIGHT * WIDTH);
        tile(steps, a, i * steps, b, bAt, tile, 0, WIDTH, false);
        border(Math.min(HEIGHT, rows - i), width, tile, c, at, cRow, add);
      }
    }
  }

  private static void tile(
      int steps, float[] a, int aAt, float[] b, int bAt, float[] c, int at, int row, boolean add) {
    if (HEIGHT == 8) {
      VectorPackedTile.packed8(steps, a, aAt, b, bAt, c, at, row, add);
    } else {
      VectorPackedTile.packed6(steps, a, aAt, b, bAt, c, at, row, add);
    }
  }

  /** What C has room for of a tile. */
  private static void border(
      int rows, int width, float[] tile, float[] c, int cAt, int cRow, boolean add) {
    for (int i = 0; i < rows; i++) {
      int at = cAt + i * cRow;
      int from = i * WIDTH;
      if (add) {
        for (int j = 0; j < width; j++) {
          c[at + j] += tile[from + j];
        }
      } else {
        System.arraycopy(tile, from, c, at, width);
      }
    }
  }
}
