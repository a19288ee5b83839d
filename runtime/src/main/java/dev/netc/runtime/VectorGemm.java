package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Matrix products of float arrays with vectors, see {@link Gemm}.
 *
 * <p>B goes into panels of {@value #PANEL} columns, one after another, where tiles read it in
 * order; A is read where it lies. Where B's columns are adjacent, and rows few or B small, B too is
 * read where it lies.
 */
final class VectorGemm {
  /** The columns that are packed at a time: with {@link Gemm#DEPTH} rows a quarter megabyte. */
  private static final int PANEL = 256;

  /** With fewer rows packing B costs more than it saves. */
  private static final int FEW_ROWS = 13;

  /** The same for a B that stays in the cache, of at most so many elements. */
  private static final int ROWS_OF_SMALL = 49;

  private static final int SMALL = 1 << 18;

  /** Where a column of a square of lanes has its elements. */
  private static final int[] COLUMN = columnOfSquare();

  /** With vectors of eight, C2 of JDK 17 reads what it collects before it was written. */
  private static final boolean CAN_COLLECT =
      VectorTiles.LANES != 8 || Runtime.version().feature() > 17;

  private VectorGemm() {}

  private static int[] columnOfSquare() {
    int[] places = new int[VectorTiles.LANES];
    for (int i = 0; i < places.length; i++) {
      places[i] = i * VectorTiles.LANES;
    }
    return places;
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
      boolean accumulate) {
    VectorScratch scratch = VectorScratch.local();
    int lanes = VectorTiles.LANES;
    int[] aRows = scratch.rows(m, aRowStride);
    boolean inPlace = bColumnStride == 1 && isReadInPlace(m, k, bRowStride);
    for (int column = 0; column < n; column += PANEL) {
      int width = Math.min(PANEL, n - column);
      int whole = width / lanes;
      int vectors = (width + lanes - 1) / lanes;
      int row = vectors * lanes;
      for (int depth = 0; depth < k; depth += Gemm.DEPTH) {
        int steps = Math.min(Gemm.DEPTH, k - depth);
        int[] aSteps = scratch.aSteps(steps, aColumnStride);
        int aAt = aOffset + depth * aColumnStride;
        int bAt = bOffset + depth * bRowStride + column * bColumnStride;
        int cAt = cOffset + column;
        boolean add = accumulate || depth > 0;
        float[] panel = scratch.operand(steps * row);
        if (inPlace) {
          VectorTiles.multiply(
              m,
              whole,
              0,
              steps,
              a,
              aAt,
              aRows,
              0,
              aSteps,
              b,
              bAt,
              scratch.bSteps(steps, bRowStride),
              c,
              cAt,
              cRowStride,
              add);
          if (vectors > whole) {
            int last = whole * lanes;
            pack(width - last, lanes, steps, b, bAt + last, bRowStride, 1, panel);
            border(
                m,
                width - last,
                steps,
                a,
                aAt,
                aRows,
                aSteps,
                panel,
                0,
                scratch.bSteps(steps, lanes),
                c,
                cAt + last,
                cRowStride,
                add);
          }
        } else {
          pack(width, row, steps, b, bAt, bRowStride, bColumnStride, panel);
          int[] bSteps = scratch.bSteps(steps, row);
          VectorTiles.multiply(
              m,
              whole,
              0,
              steps,
              a,
              aAt,
              aRows,
              0,
              aSteps,
              panel,
              0,
              bSteps,
              c,
              cAt,
              cRowStride,
              add);
          if (vectors > whole) {
            int last = whole * lanes;
            border(
                m,
                width - last,
                steps,
                a,
                aAt,
                aRows,
                aSteps,
                panel,
                last,
                bSteps,
                c,
                cAt + last,
                cRowStride,
                add);
          }
        }
      }
    }
    if (k == 0 && !accumulate) {
      for (int i = 0; i < m; i++) {
        int at = cOffset + i * cRowStride;
        Arrays.fill(c, at, at + n, 0);
      }
    }
  }

  /** Whether B's rows are read where they lie; rows of a panel are one already. */
  private static boolean isReadInPlace(int m, int k, int bRowStride) {
    return m < FEW_ROWS
        || bRowStride <= Gemm.COLUMNS
        || (m < ROWS_OF_SMALL && (long) k * bRowStride <= SMALL);
  }

  /** The last columns, fewer than a vector: C has no room for a whole one. */
  private static void border(
      int m,
      int width,
      int steps,
      float[] a,
      int aAt,
      int[] aRows,
      int[] aSteps,
      float[] panel,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRowStride,
      boolean add) {
    int lanes = VectorTiles.LANES;
    float[] sums = VectorScratch.local().sums(m * lanes);
    VectorTiles.multiply(
        m, 1, 0, steps, a, aAt, aRows, 0, aSteps, panel, bAt, bSteps, sums, 0, lanes, false);
    for (int i = 0; i < m; i++) {
      int at = cAt + i * cRowStride;
      for (int j = 0; j < width; j++) {
        c[at + j] = add ? c[at + j] + sums[i * lanes + j] : sums[i * lanes + j];
      }
    }
  }

  /** Copies {@code steps} rows of B to rows of {@code row} elements, zeros behind the columns. */
  private static void pack(
      int width,
      int row,
      int steps,
      float[] b,
      int bAt,
      int bRowStride,
      int bColumnStride,
      float[] panel) {
    if (bColumnStride == 1) {
      for (int l = 0; l < steps; l++) {
        System.arraycopy(b, bAt + l * bRowStride, panel, l * row, width);
      }
    } else {
      int lanes = VectorTiles.LANES;
      int j = 0;
      if (bRowStride == 1 && CAN_COLLECT) {
        for (; j + lanes <= width; j += lanes) {
          transpose(row, steps, b, bAt + j * bColumnStride, bColumnStride, panel, j);
        }
      }
      for (; j < width; j++) {
        int from = bAt + j * bColumnStride;
        for (int l = 0; l < steps; l++) {
          panel[l * row + j] = b[from + l * bRowStride];
        }
      }
    }
    if (width < row) {
      for (int l = 0; l < steps; l++) {
        Arrays.fill(panel, l * row + width, (l + 1) * row, 0);
      }
    }
  }

  /** As many columns as a vector has lanes, whose elements are adjacent: a square at a time. */
  private static void transpose(
      int row, int steps, float[] b, int bAt, int bColumnStride, float[] panel, int to) {
    int lanes = VectorTiles.LANES;
    float[] square = VectorScratch.local().lanes(lanes * lanes);
    int l = 0;
    for (; l + lanes <= steps; l += lanes) {
      for (int i = 0; i < lanes; i++) {
        FloatVector.fromArray(VectorTiles.SPECIES, b, bAt + i * bColumnStride + l)
            .intoArray(square, i * lanes);
      }
      for (int i = 0; i < lanes; i++) {
        FloatVector.fromArray(VectorTiles.SPECIES, square, i, COLUMN, 0)
            .intoArray(panel, (l + i) * row + to);
      }
    }
    for (; l < steps; l++) {
      for (int i = 0; i < lanes; i++) {
        panel[l * row + to + i] = b[bAt + i * bColumnStride + l];
      }
    }
  }

  /** C = A B, or C += A B, where A's rows and B's columns are adjacent along k. */
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
      boolean accumulate) {
    int lanes = VectorTiles.LANES;
    int whole = k / lanes * lanes;
    VectorScratch scratch = VectorScratch.local();
    float[] sums = scratch.lanes(m * n * lanes);
    Arrays.fill(sums, 0, m * n * lanes, 0);
    int[] bColumns = scratch.bSteps(n, bColumnStride);
    VectorDots.add(m, n, whole, a, aOffset, aRowStride, b, bOffset, bColumns, 0, sums, n);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = VectorDots.sum(sums, (i * n + j) * lanes);
        int aAt = aOffset + i * aRowStride;
        int bAt = bOffset + j * bColumnStride;
        for (int l = whole; l < k; l++) {
          sum = Math.fma(a[aAt + l], b[bAt + l], sum);
        }
        int at = cOffset + i * cRowStride + j;
        c[at] = accumulate ? c[at] + sum : sum;
      }
    }
  }
}
