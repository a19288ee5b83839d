package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@link VectorWidePanels}, two vectors wide: they read a half of a panel of {@value
 * #WIDTH} columns where it lies. A sum begins with what another matrix holds, whose rows are {@code
 * startRow} apart, or zero for one row that all share. Of six rows, some sums pass through memory
 * in each step: C2 does not read across a write, and else would read more than 16 registers hold.
 */
final class VectorWideTile {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  /** The columns of a panel. */
  static final int WIDTH = 4 * LANES;

  /** The columns of a tile. */
  static final int HALF = 2 * LANES;

  /**
   * How far apart rows of A begin: an odd number of lines of the cache, since those that lie a
   * power of two apart share few places in it.
   */
  static final int ROW = VectorGemm.DEPTH;

  private static final float[] ZEROS = new float[WIDTH];

  private VectorWideTile() {}

  /** What sums begin with that begin with nothing, in one row. */
  static float[] zeros() {
    return ZEROS;
  }

  /** The tiles of rows, a multiple of four: of six rows, and at most two of four. */
  static void rows(
      int rows,
      int steps,
      float[] a,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow,
      float[] passing) {
    for (int i = 0; i < rows; ) {
      int from = startAt + i * startRow;
      int at = cAt + i * cRow;
      if (isSix(rows - i)) {
        rows6(steps, a, i * ROW, b, bAt, start, from, startRow, c, at, cRow, passing);
        i += 6;
      } else {
        rows4(steps, a, i * ROW, b, bAt, start, from, startRow, c, at, cRow);
        i += 4;
      }
    }
  }

  /** Whether six of so many rows leave none or four at least. */
  private static boolean isSix(int rows) {
    return rows == 6 || rows >= 10;
  }

  /** Six rows. */
  static void rows6(
      int steps,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow,
      float[] passing) {
    int start1 = startAt + startRow;
    int start2 = start1 + startRow;
    int start3 = start2 + startRow;
    int start4 = start3 + startRow;
    int start5 = start4 + startRow;
    FloatVector c00 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector c01 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, start, start1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, start, start1 + LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, start, start2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, start, start2 + LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, start, start3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, start, start3 + LANES);
    FloatVector c40 = FloatVector.fromArray(SPECIES, start, start4);
    FloatVector c41 = FloatVector.fromArray(SPECIES, start, start4 + LANES);
    FloatVector c50 = FloatVector.fromArray(SPECIES, start, start5);
    FloatVector c51 = FloatVector.fromArray(SPECIES, start, start5 + LANES);
    for (int l = 0; l < steps; l++) {
      int bFrom = bAt + l * WIDTH;
      int aFrom = aAt + l;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bFrom + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aFrom]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c00.intoArray(passing, 0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[aFrom + ROW]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      c10.intoArray(passing, LANES);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[aFrom + 2 * ROW]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[aFrom + 3 * ROW]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[aFrom + 4 * ROW]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[aFrom + 5 * ROW]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
    }
    int at1 = cAt + cRow;
    int at2 = at1 + cRow;
    int at3 = at2 + cRow;
    int at4 = at3 + cRow;
    int at5 = at4 + cRow;
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, at1);
    c11.intoArray(c, at1 + LANES);
    c20.intoArray(c, at2);
    c21.intoArray(c, at2 + LANES);
    c30.intoArray(c, at3);
    c31.intoArray(c, at3 + LANES);
    c40.intoArray(c, at4);
    c41.intoArray(c, at4 + LANES);
    c50.intoArray(c, at5);
    c51.intoArray(c, at5 + LANES);
  }

  /** Four rows. */
  static void rows4(
      int steps,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow) {
    int start1 = startAt + startRow;
    int start2 = start1 + startRow;
    int start3 = start2 + startRow;
    FloatVector c00 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector c01 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, start, start1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, start, start1 + LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, start, start2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, start, start2 + LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, start, start3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, start, start3 + LANES);
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
