package dev.netc.runtime;

/**
 * Matrix products with both operands laid out in the order in which tiles read them: A in panels as
 * high as a tile, B in panels of two vectors of columns, each of which stays in the nearest caches
 * while all rows go by. Reading an operand where it lies costs more, even where few columns or rows
 * read it: the lines of a cache that rows far apart share are few.
 *
 * <p>Rows along k are cheap to lay out, columns along k are not. Where both operands run along k,
 * and C has few rows, its transpose is computed instead, see {@link #isTransposed}.
 */
final class VectorPackedGemm {
  private static final int WIDTH = VectorPackedTile.WIDTH;

  /** The rows of a tile: machines with 16 registers have no room for eight. */
  private static final int HEIGHT = VectorTiles.LANES == 8 ? 6 : 8;

  /**
   * The rows of a block, a multiple of the height: what is laid out of them stays in the second
   * cache, and so does their part of the result until it is finished. That of machines with vectors
   * of eight has half a megabyte, which two threads of a core may share.
   */
  private static final int ROWS = VectorTiles.LANES == 8 ? 48 : 384;

  /** The rows of a block where B is larger than {@link #LAID_OUT}. */
  private static final int MANY_ROWS = VectorTiles.LANES == 8 ? 192 : 384;

  /** The elements of B, 16 MB, up to which all of them are laid out for fewer rows at a time. */
  private static final int LAID_OUT = 1 << 22;

  /**
   * The rows of a block of the transpose, a multiple of the height and of the lanes. They are laid
   * out for all steps at once, as memory is quickest where it is read in order.
   */
  static final int TRANSPOSED_ROWS = VectorTiles.LANES == 8 ? 48 : 64;

  /** How far panels lie apart whose rows are adjacent. */
  static final int ADJACENT = VectorPacking.panel(HEIGHT);

  /** The multiply-adds that take as long as one element that changes places with others. */
  private static final int TURN = 24;

  /** The elements laid out that take as long as one of a result that changes places twice. */
  private static final int RESULT_TURN = 4;

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
    // With several blocks of steps, what is there is added to the first sum and not to all of them.
    if (aColumnStride == 1 && bRowStride == 1 && !accumulate && isTransposed(m, n, k)) {
      transposed(
          n, m, k, b, bOffset, bColumnStride, a, aOffset, aRowStride, c, cOffset, cRowStride);
      epilogue.finishRows(0, m, n, c, cOffset, cRowStride);
      return;
    }
    int columns = padded(n, WIDTH);
    int block = (long) k * columns <= LAID_OUT ? ROWS : MANY_ROWS;
    boolean several = m > block;
    boolean adjacent = aColumnStride == 1;
    int apart = VectorPacking.panel(HEIGHT, HEIGHT, adjacent);
    VectorScratch scratch = VectorScratch.local();
    int part = VectorGemm.depth(k);
    float[] right = scratch.operand(several ? k * columns : part * WIDTH);
    float[] left = scratch.packed(VectorPacking.size(Math.min(m, block), HEIGHT));
    for (int row = 0; row < m; row += block) {
      int rows = Math.min(block, m - row);
      for (int depth = 0; depth < k; depth += part) {
        int steps = Math.min(part, k - depth);
        int aAt = aOffset + row * aRowStride + depth * aColumnStride;
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
          tiles(rows, width, steps, adjacent, left, 0, apart, right, to, c, cAt, cRowStride, add);
        }
      }
      epilogue.finishRows(row, row + rows, n, c, cOffset, cRowStride);
    }
  }

  /**
   * Whether the transpose of C takes less time: tiles have fewer rows or columns that are not
   * there, or fewer elements change places.
   */
  private static boolean isTransposed(int m, int n, int k) {
    long straight = (long) padded(m, HEIGHT) * padded(n, WIDTH) + (long) TURN * n;
    long transposed = (long) padded(n, HEIGHT) * padded(m, WIDTH) + (long) TURN * m;
    return straight * k > transposed * k + (long) TURN * m * n;
  }

  private static int padded(int size, int unit) {
    return (size + unit - 1) / unit * unit;
  }

  /**
   * The transpose of C = A B, of m x n, where A's rows and B's columns are adjacent along k. A
   * block of rows stays in the cache until all its sums are known and go to their places.
   */
  private static void transposed(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      float[] b,
      int bOffset,
      int bColumnStride,
      float[] c,
      int cOffset,
      int cRowStride) {
    int columns = padded(n, WIDTH);
    VectorScratch scratch = VectorScratch.local();
    float[] right = scratch.operand(k * columns);
    int part = VectorGemm.depth(k);
    int block = VectorPacking.panel(TRANSPOSED_ROWS);
    float[] left = scratch.packed((k + part - 1) / part * block);
    float[] sums = scratch.sums(TRANSPOSED_ROWS * columns);
    for (int row = 0; row < m; row += TRANSPOSED_ROWS) {
      int rows = Math.min(TRANSPOSED_ROWS, m - row);
      int whole = padded(rows, HEIGHT);
      VectorPacking.wholeRows(
          rows, k, part, a, aOffset + row * aRowStride, aRowStride, left, block);
      for (int depth = 0; depth < k; depth += part) {
        int steps = Math.min(part, k - depth);
        for (int column = 0; column < n; column += WIDTH) {
          int width = Math.min(WIDTH, n - column);
          int from = depth / part * block;
          int to = depth * columns + column * steps;
          if (row == 0) {
            int bAt = bOffset + depth + column * bColumnStride;
            VectorPacking.columns(width, steps, b, bAt, 1, bColumnStride, right, to);
          }
          tiles(
              whole, WIDTH, steps, true, left, from, ADJACENT, right, to, sums, column, columns,
              depth > 0);
        }
      }
      VectorPacking.transpose(rows, n, sums, 0, columns, c, cOffset + row, cRowStride);
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
    if (k <= VectorGemm.DEPTH
        && m % HEIGHT == 0
        && m <= ROWS
        && !accumulate
        && epilogue.onlyAdds()) {
      summedPanels(
          panels,
          m,
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
          epilogue);
      return;
    }
    VectorScratch scratch = VectorScratch.local();
    boolean adjacent = aColumnStride == 1;
    int apart = VectorPacking.panel(HEIGHT, HEIGHT, adjacent);
    int part = VectorGemm.depth(k);
    for (int row = 0; row < m; row += ROWS) {
      int rows = Math.min(ROWS, m - row);
      for (int depth = 0; depth < k; depth += part) {
        int steps = Math.min(part, k - depth);
        int aAt = aOffset + row * aRowStride + depth * aColumnStride;
        float[] left = scratch.packed(VectorPacking.size(rows, HEIGHT));
        VectorPacking.rows(rows, HEIGHT, steps, a, aAt, aRowStride, aColumnStride, left);
        boolean add = accumulate || depth > 0;
        for (int panel = 0; panel < panels; panel++) {
          int bAt = bOffset + (panel * k + depth) * WIDTH;
          int cAt = cOffset + row * cRowStride + panel * WIDTH;
          tiles(rows, WIDTH, steps, adjacent, left, 0, apart, b, bAt, c, cAt, cRowStride, add);
        }
      }
    }
    epilogue.finishRows(0, m, panels * WIDTH, c, cOffset, cRowStride);
  }

  /**
   * The same for whole tiles of one sum each, with what is added to the product added to each tile:
   * the product is written once, and is not read again.
   */
  private static void summedPanels(
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
      Epilogue epilogue) {
    VectorScratch scratch = VectorScratch.local();
    float[] left = scratch.packed(VectorPacking.size(m, HEIGHT));
    VectorPacking.rows(m, HEIGHT, k, a, aOffset, aRowStride, aColumnStride, left);
    float[] sums = scratch.tile(HEIGHT * WIDTH);
    float[] added = epilogue.added();
    int addedAt = epilogue.addedAt();
    for (int panel = 0; panel < panels; panel++) {
      int bAt = bOffset + panel * k * WIDTH;
      for (int i = 0; i < m; i += HEIGHT) {
        int at = i * cRowStride + panel * WIDTH;
        int aAt = VectorPacking.panel(i, HEIGHT, aColumnStride == 1);
        tile(k, aColumnStride == 1, left, aAt, b, bAt, sums, 0, WIDTH);
        VectorPackedTile.add(HEIGHT, sums, added, addedAt + at, c, cOffset + at, cRowStride);
      }
    }
  }

  /** Whether {@link #turned} takes less time, for such operands. */
  static boolean isTurned(
      int m, int n, int k, int aRowStride, int aColumnStride, int bRowStride, int bColumnStride) {
    return aRowStride == 1
        && aColumnStride != 1
        && bRowStride != 1
        && bColumnStride == 1
        && (long) (m - n) * k > (long) RESULT_TURN * m * n;
  }

  /**
   * C = A B, or C += A B, by way of the transpose of C, where both operands have the elements of a
   * step side by side: the gradients of weights, which are sums over samples. Of such an operand,
   * what is broadcast is laid out eight elements at a time, from as many lines of the cache as
   * there are steps; what is read by the vector, two vectors at a time. So the one of fewer
   * elements should be broadcast. The bits are the same.
   */
  static void turned(
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
    multiply(
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

  /**
   * The tiles of a panel of columns.
   *
   * @param aPanel how far panels of A lie apart
   */
  static void tiles(
      int rows,
      int width,
      int steps,
      boolean adjacent,
      float[] a,
      int aFrom,
      int aPanel,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    float[] sums = VectorScratch.local().tile(HEIGHT * WIDTH);
    for (int i = 0; i < rows; i += HEIGHT) {
      int at = cAt + i * cRow;
      int aAt = aFrom + i / HEIGHT * aPanel;
      boolean whole = width == WIDTH && i + HEIGHT <= rows;
      if (whole && !add) {
        tile(steps, adjacent, a, aAt, b, bAt, c, at, cRow);
        continue;
      }
      tile(steps, adjacent, a, aAt, b, bAt, sums, 0, WIDTH);
      if (whole) {
        VectorPackedTile.add(HEIGHT, sums, c, at, c, at, cRow);
      } else {
        border(Math.min(HEIGHT, rows - i), width, sums, c, at, cRow, add);
      }
    }
  }

  /** A tile of a panel whose rows are adjacent along k, or whose steps are adjacent. */
  private static void tile(
      int steps,
      boolean adjacent,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int at,
      int row) {
    if (HEIGHT == 8) {
      if (adjacent) {
        VectorRowTile.rows8(steps, a, aAt, b, bAt, c, at, row);
      } else {
        VectorPackedTile.packed8(steps, a, aAt, b, bAt, c, at, row);
      }
    } else if (adjacent) {
      VectorRowTile.rows6(steps, a, aAt, b, bAt, c, at, row);
    } else {
      VectorPackedTile.steps6(steps, a, aAt, b, bAt, c, at, row);
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
