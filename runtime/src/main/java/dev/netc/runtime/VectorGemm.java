package dev.netc.runtime;

import java.util.Arrays;

/**
 * Matrix products of float arrays with vectors, see {@link Gemm}.
 *
 * <p>Where B's columns are adjacent, and rows few or columns no more than a panel has, both
 * operands are read where they lie. Else B is laid out in panels, see {@link VectorPackedGemm}.
 * Inner products along k need neither, see {@link #dots}.
 */
final class VectorGemm {
  /** With fewer rows packing costs more than it saves. */
  private static final int FEW_ROWS = 16;

  /**
   * The most steps whose sum is kept in one partial sum, an odd number of lines of the cache. A
   * panel of columns need not stay in the nearest cache, since it is read in order; a result that
   * is read again and added to costs more.
   */
  static final int DEPTH = VectorTiles.LANES == 8 ? 528 : 272;

  private VectorGemm() {}

  /**
   * The steps of a part of k, an even number: as few parts as can be, and nearly of one size, so
   * that none is small.
   */
  static int depth(int k) {
    int parts = Math.max(1, (k + DEPTH - 1) / DEPTH);
    int part = (k + parts - 1) / parts;
    return part + part % 2;
  }

  /** C = A B, or C += A B. */
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
    if (k > 0 && VectorPlainGemm.takes(m, n, k)) {
      VectorPlainGemm.multiply(
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
          epilogue);
      return;
    }
    if (VectorPackedGemm.isTurned(m, n, k, aRowStride, aColumnStride, bRowStride, bColumnStride)) {
      VectorPackedGemm.turned(
          m,
          n,
          k,
          a,
          aOffset,
          aColumnStride,
          b,
          bOffset,
          bRowStride,
          c,
          cOffset,
          cRowStride,
          accumulate,
          epilogue);
      return;
    }
    if (k > 0 && (bColumnStride != 1 || !isReadInPlace(m, bRowStride))) {
      VectorPackedGemm.multiply(
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
          epilogue);
      return;
    }
    if (k == 0 && !accumulate) {
      for (int i = 0; i < m; i++) {
        int at = cOffset + i * cRowStride;
        Arrays.fill(c, at, at + n, 0);
      }
    }
    int part = depth(k);
    for (int depth = 0; depth < k; depth += part) {
      inPlace(
          m,
          n,
          Math.min(part, k - depth),
          a,
          aOffset + depth * aColumnStride,
          aRowStride,
          aColumnStride,
          b,
          bOffset + depth * bRowStride,
          bRowStride,
          c,
          cOffset,
          cRowStride,
          accumulate || depth > 0);
    }
    epilogue.finishRows(0, m, n, c, cOffset, cRowStride);
  }

  /** Whether B's rows are read where they lie; rows of a panel are one already. */
  static boolean isReadInPlace(int m, int bRowStride) {
    return m < FEW_ROWS || bRowStride <= Gemm.COLUMNS;
  }

  private static void inPlace(
      int m,
      int n,
      int steps,
      float[] a,
      int aAt,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bAt,
      int bRowStride,
      float[] c,
      int cAt,
      int cRowStride,
      boolean add) {
    if (!add && VectorSingle.takesRow(m, n)) {
      VectorSingle.row(n, steps, a, aAt, aColumnStride, b, bAt, bRowStride, c, cAt);
      return;
    } else if (!add && VectorSingle.takesStep(n, steps)) {
      VectorSingle.step(m, n, a, aAt, aRowStride, b, bAt, c, cAt, cRowStride);
      return;
    }
    int lanes = VectorTiles.LANES;
    int whole = n / lanes;
    int last = whole * lanes;
    VectorScratch scratch = VectorScratch.local();
    int[] aRows = scratch.rows(m, aRowStride);
    int[] aSteps = scratch.aSteps(steps, aColumnStride);
    int[] bSteps = scratch.bSteps(steps, bRowStride);
    VectorTiles.multiply(
        m, whole, 0, steps, a, aAt, aRows, 0, aSteps, b, bAt, bSteps, c, cAt, cRowStride, add);
    if (last < n && VectorPlainGemm.takesBorder(m, n - last, steps)) {
      VectorPlainGemm.block(
          m,
          n - last,
          steps,
          a,
          aAt,
          aRowStride,
          aColumnStride,
          b,
          bAt + last,
          bRowStride,
          1,
          c,
          cAt + last,
          cRowStride,
          add);
    } else if (last < n) {
      border(
          m,
          n - last,
          steps,
          a,
          aAt,
          aRows,
          aSteps,
          b,
          bAt + last,
          bRowStride,
          c,
          cAt + last,
          cRowStride,
          add);
    }
  }

  /** The last columns, fewer than a vector: B and C have no room for a whole one. */
  private static void border(
      int m,
      int width,
      int steps,
      float[] a,
      int aAt,
      int[] aRows,
      int[] aSteps,
      float[] b,
      int bAt,
      int bRowStride,
      float[] c,
      int cAt,
      int cRowStride,
      boolean add) {
    int lanes = VectorTiles.LANES;
    VectorScratch scratch = VectorScratch.local();
    float[] panel = scratch.operand(steps * lanes);
    for (int l = 0; l < steps; l++) {
      System.arraycopy(b, bAt + l * bRowStride, panel, l * lanes, width);
      Arrays.fill(panel, l * lanes + width, (l + 1) * lanes, 0);
    }
    int[] bSteps = scratch.bSteps(steps, lanes);
    float[] sums = scratch.sums(m * lanes);
    VectorTiles.multiply(
        m, 1, 0, steps, a, aAt, aRows, 0, aSteps, panel, 0, bSteps, sums, 0, lanes, false);
    for (int i = 0; i < m; i++) {
      int at = cAt + i * cRowStride;
      for (int j = 0; j < width; j++) {
        c[at + j] = add ? c[at + j] + sums[i * lanes + j] : sums[i * lanes + j];
      }
    }
  }

  /**
   * C = A B, or C += A B, where A's rows and B's columns are adjacent along k. Each call begins at
   * the end where the one before, with the same B, has ended: what of B is in the cache is read
   * before it is overwritten.
   */
  static void dots(
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
      int cRowStride,
      boolean accumulate,
      Epilogue epilogue) {
    if (VectorPlainGemm.takes(m, n, k)) {
      VectorPlainGemm.dots(
          m,
          n,
          k,
          a,
          aOffset,
          aRowStride,
          b,
          bOffset,
          bColumnStride,
          c,
          cOffset,
          cRowStride,
          accumulate,
          epilogue);
      return;
    }
    int lanes = VectorTiles.LANES;
    int whole = k / lanes * lanes;
    VectorScratch scratch = VectorScratch.local();
    float[] sums = scratch.lanes(VectorDots.HEIGHT * lanes * lanes);
    float[] results = scratch.sums(lanes);
    int[] bColumns = scratch.bSteps(lanes, bColumnStride);
    int blocks = (n + lanes - 1) / lanes;
    boolean backwards = scratch.turns(bOffset + n);
    for (int block = 0; block < blocks; block++) {
      int j = (backwards ? blocks - 1 - block : block) * lanes;
      int width = Math.min(lanes, n - j);
      int bAt = bOffset + j * bColumnStride;
      for (int i = 0; i < m; i += VectorDots.HEIGHT) {
        int rows = Math.min(VectorDots.HEIGHT, m - i);
        int aAt = aOffset + i * aRowStride;
        Arrays.fill(sums, 0, rows * lanes * lanes, 0);
        VectorDots.add(rows, width, whole, a, aAt, aRowStride, b, bAt, bColumns, 0, sums, lanes);
        for (int r = 0; r < rows; r++) {
          VectorDots.sums(sums, r * lanes * lanes, results);
          rest(whole, k, width, a, aAt + r * aRowStride, b, bAt, bColumnStride, results);
          int at = cOffset + (i + r) * cRowStride + j;
          for (int l = 0; l < width; l++) {
            c[at + l] = accumulate ? c[at + l] + results[l] : results[l];
          }
        }
      }
    }
    epilogue.finishRows(0, m, n, c, cOffset, cRowStride);
  }

  /** Adds the products of the steps behind the last whole vector. */
  private static void rest(
      int from,
      int to,
      int width,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int bColumnStride,
      float[] results) {
    for (int l = from; l < to; l++) {
      for (int j = 0; j < width; j++) {
        results[j] = Math.fma(a[aAt + l], b[bAt + j * bColumnStride + l], results[j]);
      }
    }
  }
}
