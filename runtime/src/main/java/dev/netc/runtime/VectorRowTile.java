package dev.netc.runtime;

import java.lang.invoke.VarHandle;
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
  private static final int STEPS = VectorPackedTile.STEPS;

  /** How far apart rows of a panel begin: as many steps as a panel has at most. */
  static final int ROW = VectorGemm.DEPTH;

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

  /** Six rows, for machines with 16 registers, as in {@link VectorPackedTile#steps6}. */
  static void rows6(
      int steps, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cRow) {
    int whole = steps & -STEPS;
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
    int end = aAt + whole;
    int bStart = bAt - aAt * WIDTH;
    for (int l = aAt; l < end; l += STEPS) {
      int bFrom = bStart + l * WIDTH;
      FloatVector b00 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector b01 = FloatVector.fromArray(SPECIES, b, bFrom + LANES);
      FloatVector x00 = FloatVector.broadcast(SPECIES, a[l]);
      c00 = x00.fma(b00, c00);
      c01 = x00.fma(b01, c01);
      VarHandle.loadLoadFence();
      FloatVector x01 = FloatVector.broadcast(SPECIES, a[l + ROW]);
      c10 = x01.fma(b00, c10);
      c11 = x01.fma(b01, c11);
      VarHandle.loadLoadFence();
      FloatVector x02 = FloatVector.broadcast(SPECIES, a[l + 2 * ROW]);
      c20 = x02.fma(b00, c20);
      c21 = x02.fma(b01, c21);
      VarHandle.loadLoadFence();
      FloatVector x03 = FloatVector.broadcast(SPECIES, a[l + 3 * ROW]);
      c30 = x03.fma(b00, c30);
      c31 = x03.fma(b01, c31);
      VarHandle.loadLoadFence();
      FloatVector x04 = FloatVector.broadcast(SPECIES, a[l + 4 * ROW]);
      c40 = x04.fma(b00, c40);
      c41 = x04.fma(b01, c41);
      VarHandle.loadLoadFence();
      FloatVector x05 = FloatVector.broadcast(SPECIES, a[l + 5 * ROW]);
      c50 = x05.fma(b00, c50);
      c51 = x05.fma(b01, c51);
      VarHandle.loadLoadFence();
      FloatVector b10 = FloatVector.fromArray(SPECIES, b, bFrom + WIDTH);
      FloatVector b11 = FloatVector.fromArray(SPECIES, b, bFrom + WIDTH + LANES);
      FloatVector x10 = FloatVector.broadcast(SPECIES, a[l + 1]);
      c00 = x10.fma(b10, c00);
      c01 = x10.fma(b11, c01);
      VarHandle.loadLoadFence();
      FloatVector x11 = FloatVector.broadcast(SPECIES, a[l + 1 + ROW]);
      c10 = x11.fma(b10, c10);
      c11 = x11.fma(b11, c11);
      VarHandle.loadLoadFence();
      FloatVector x12 = FloatVector.broadcast(SPECIES, a[l + 1 + 2 * ROW]);
      c20 = x12.fma(b10, c20);
      c21 = x12.fma(b11, c21);
      VarHandle.loadLoadFence();
      FloatVector x13 = FloatVector.broadcast(SPECIES, a[l + 1 + 3 * ROW]);
      c30 = x13.fma(b10, c30);
      c31 = x13.fma(b11, c31);
      VarHandle.loadLoadFence();
      FloatVector x14 = FloatVector.broadcast(SPECIES, a[l + 1 + 4 * ROW]);
      c40 = x14.fma(b10, c40);
      c41 = x14.fma(b11, c41);
      VarHandle.loadLoadFence();
      FloatVector x15 = FloatVector.broadcast(SPECIES, a[l + 1 + 5 * ROW]);
      c50 = x15.fma(b10, c50);
      c51 = x15.fma(b11, c51);
      VarHandle.loadLoadFence();
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
    if (whole < steps) {
      VectorPackedTile.rest(whole, steps, a, aAt, ROW, 1, b, bAt, c, cAt, cRow);
    }
  }
}
