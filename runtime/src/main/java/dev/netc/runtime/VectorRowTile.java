package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@link VectorPackedGemm} whose panel holds rows as they are, {@value #ROW} elements
 * apart. All positions are the counter and what is known when they are compiled, as in {@link
 * VectorPackedTile}.
 */
final class VectorRowTile {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;
  private static final int WIDTH = VectorPackedTile.WIDTH;

  /** How far apart rows of a panel begin: as many steps as a panel has at most. */
  static final int ROW = Gemm.DEPTH;

  private VectorRowTile() {}

  /** Eight rows. */
  static void rows8(
      int steps, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cRow) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c61 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    FloatVector c71 = FloatVector.zero(SPECIES);
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
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[aFrom + 4 * ROW]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[aFrom + 5 * ROW]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[aFrom + 6 * ROW]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      FloatVector x7 = FloatVector.broadcast(SPECIES, a[aFrom + 7 * ROW]);
      c70 = x7.fma(b0, c70);
      c71 = x7.fma(b1, c71);
    }
    int at1 = cAt + cRow;
    int at2 = at1 + cRow;
    int at3 = at2 + cRow;
    int at4 = at3 + cRow;
    int at5 = at4 + cRow;
    int at6 = at5 + cRow;
    int at7 = at6 + cRow;
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
    c60.intoArray(c, at6);
    c61.intoArray(c, at6 + LANES);
    c70.intoArray(c, at7);
    c71.intoArray(c, at7 + LANES);
  }

  /** Six rows, for machines with 16 registers, as in {@link VectorPackedTile#packed6}. */
  static void rows6(
      int steps,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cRow,
      float[] passing) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
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
}
