package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Gemm#panels} for machines with 16 registers of eight lanes, where a panel is two tiles
 * wide: a tile has four rows of two vectors, and reads a half of the panel where it lies.
 */
final class VectorWidePanels {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;
  private static final int HEIGHT = 4;
  private static final int ROW = VectorRowTile.ROW;

  /** The rows of a block, a multiple of the height, that stay in the second cache. */
  private static final int ROWS = 128;

  /** The columns of a panel. */
  private static final int WIDTH = 4 * LANES;

  /** The columns of a tile. */
  private static final int HALF = VectorPackedTile.WIDTH;

  private VectorWidePanels() {}

  /** Whether a product is one of such panels. */
  static boolean takes(int m, int width, int aColumnStride) {
    return LANES == 8 && width == WIDTH && m >= HEIGHT && aColumnStride == 1;
  }

  /**
   * The product of the first rows, as many as whole tiles have, where the elements of a row of A
   * are adjacent; returns how many these are.
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
      boolean accumulate) {
    int whole = m / HEIGHT * HEIGHT;
    VectorScratch scratch = VectorScratch.local();
    float[] left = scratch.packed(VectorPacking.size(Math.min(whole, ROWS), HEIGHT));
    float[] sums = scratch.tile(HEIGHT * HALF);
    for (int row = 0; row < whole; row += ROWS) {
      int rows = Math.min(ROWS, whole - row);
      for (int depth = 0; depth < k; depth += Gemm.DEPTH) {
        int steps = Math.min(Gemm.DEPTH, k - depth);
        int from = aOffset + row * aRowStride + depth;
        VectorPacking.rows(rows, HEIGHT, steps, a, from, aRowStride, 1, left);
        boolean add = accumulate || depth > 0;
        for (int column = 0; column < panels * WIDTH; column += HALF) {
          int within = column % WIDTH;
          int bAt = bOffset + (column - within) * k + depth * WIDTH + within;
          for (int i = 0; i < rows; i += HEIGHT) {
            int at = cOffset + (row + i) * cRowStride + column;
            int aAt = VectorPacking.panel(i);
            if (add) {
              tile(steps, left, aAt, b, bAt, sums, 0, HALF);
              VectorPackedTile.add(HEIGHT, sums, c, at, c, at, cRowStride);
            } else {
              tile(steps, left, aAt, b, bAt, c, at, cRowStride);
            }
          }
        }
      }
    }
    return whole;
  }

  /** As those of {@link VectorRowTile}, with the rows of B as far apart as those of a panel. */
  private static void tile(
      int steps, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cRow) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    for (int l = 0; l < steps; l++) {
      int bFrom = bAt + l * WIDTH;
      int aFrom = aAt + l;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bFrom + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aFrom]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[aFrom + ROW]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[aFrom + 2 * ROW]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[aFrom + 3 * ROW]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
    }
    int at1 = cAt + cRow;
    int at2 = at1 + cRow;
    int at3 = at2 + cRow;
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, at1);
    c11.intoArray(c, at1 + LANES);
    c20.intoArray(c, at2);
    c21.intoArray(c, at2 + LANES);
    c30.intoArray(c, at3);
    c31.intoArray(c, at3 + LANES);
  }
}
