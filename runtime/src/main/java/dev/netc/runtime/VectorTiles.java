package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of products, a tile of rows and vectors at a time, with all sums of a tile in registers:
 *
 * <pre>{@code
 * c[cAt + i * cRow + j] = (add ? c[cAt + i * cRow + j] : 0)
 *     + sum over l in [from, to) of a[aAt + aRows[i] + aSteps[l]] * b[bAt + bSteps[l] + j]
 * }</pre>
 *
 * <p>One form is behind matrix products and all convolutions: only the tables differ. Each sum is a
 * chain of fused multiply-adds in the order of {@code l}, whatever the tile that it falls into.
 *
 * <p>A tile has up to four rows of four vectors; on machines with 16 registers, of two.
 */
final class VectorTiles {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /**
   * Whether a vector collects elements that lie apart. Machines with vectors of eight take longer
   * for it than for eight elements, and C2 of JDK 17 reads there before what it collects was
   * written.
   */
  static final boolean COLLECTS = LANES != 8;

  /** The vectors of the widest tile. */
  private static final int WIDTH = LANES == 8 ? 2 : 4;

  /** The rows of the highest tile. */
  private static final int HEIGHT = 4;

  private VectorTiles() {}

  /** All tiles of {@code rows} rows and {@code vectors} vectors. */
  static void multiply(
      int rows,
      int vectors,
      int from,
      int to,
      float[] a,
      int aAt,
      int[] aRows,
      int firstRow,
      int[] aSteps,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    for (int j = 0; j < vectors; ) {
      int width = WIDTH <= vectors - j ? WIDTH : vectors - j >= 2 ? 2 : 1;
      column(
          rows,
          width,
          from,
          to,
          a,
          aAt,
          aRows,
          firstRow,
          aSteps,
          b,
          bAt + j * LANES,
          bSteps,
          c,
          cAt + j * LANES,
          cRow,
          add);
      j += width;
    }
  }

  private static void column(
      int rows,
      int width,
      int from,
      int to,
      float[] a,
      int aAt,
      int[] aRows,
      int firstRow,
      int[] aSteps,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    for (int i = 0; i < rows; ) {
      int height = rows - i >= HEIGHT ? HEIGHT : rows - i >= 2 ? 2 : 1;
      int at = cAt + i * cRow;
      int row = firstRow + i;
      int a0 = aAt + aRows[row];
      if (height == 1) {
        switch (width) {
          case 1 -> VectorTile.times1x1(from, to, a, a0, aSteps, b, bAt, bSteps, c, at, add);
          case 2 -> VectorTile.times1x2(from, to, a, a0, aSteps, b, bAt, bSteps, c, at, add);
          default -> VectorTile.times1x4(from, to, a, a0, aSteps, b, bAt, bSteps, c, at, add);
        }
      } else if (height == 2) {
        int a1 = aAt + aRows[row + 1];
        switch (width) {
          case 1 ->
              VectorTile.times2x1(from, to, a, a0, a1, aSteps, b, bAt, bSteps, c, at, cRow, add);
          case 2 ->
              VectorTile.times2x2(from, to, a, a0, a1, aSteps, b, bAt, bSteps, c, at, cRow, add);
          default ->
              VectorTile.times2x4(from, to, a, a0, a1, aSteps, b, bAt, bSteps, c, at, cRow, add);
        }
      } else {
        int a1 = aAt + aRows[row + 1];
        int a2 = aAt + aRows[row + 2];
        int a3 = aAt + aRows[row + 3];
        switch (width) {
          case 1 ->
              VectorTile.times4x1(
                  from, to, a, a0, a1, a2, a3, aSteps, b, bAt, bSteps, c, at, cRow, add);
          case 2 ->
              VectorTile.times4x2(
                  from, to, a, a0, a1, a2, a3, aSteps, b, bAt, bSteps, c, at, cRow, add);
          default -> {
            if (add) {
              int row4 = WIDTH * LANES;
              float[] sums = VectorScratch.local().tile(HEIGHT * row4);
              VectorTile.times4x4(
                  from, to, a, a0, a1, a2, a3, aSteps, b, bAt, bSteps, sums, 0, row4);
              VectorFinish.sumRows(HEIGHT, row4, sums, c, at, cRow);
            } else {
              VectorTile.times4x4(from, to, a, a0, a1, a2, a3, aSteps, b, bAt, bSteps, c, at, cRow);
            }
          }
        }
      }
      i += height;
    }
  }
}
