package dev.netc.runtime;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@link VectorPackedGemm}, in methods of so many rows. All positions are multiples of the
 * counter, so that C2 checks bounds once for a tile and not for each element. As in {@link
 * VectorPanelTile}, sums are local variables and no vector is either of two. Adding to what C holds
 * is a method of its own: C2 does not inline more than some eighty operations into one.
 */
final class VectorPackedTile {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  /** The columns of a tile. */
  static final int WIDTH = 2 * LANES;

  /**
   * The elements of a step of a panel of six rows: C2 of JDK 17 knows only powers of two for
   * multiples of a counter.
   */
  static final int STEP = 8;

  /** The steps of a loop's body, a power of two, in tiles of six rows. */
  static final int STEPS = 2;

  private VectorPackedTile() {}

  /** Eight rows in a panel. */
  static void packed8(
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
      int aFrom = aAt + l * 8;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bFrom + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aFrom]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[aFrom + 1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[aFrom + 2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[aFrom + 3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[aFrom + 4]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[aFrom + 5]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[aFrom + 6]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      FloatVector x7 = FloatVector.broadcast(SPECIES, a[aFrom + 7]);
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

  /**
   * Six rows in a panel that has {@value #STEP} elements for a step, for machines with 16
   * registers.
   *
   * <p>C2 reads all that a loop's body needs before it multiplies, which would be 20 vectors. It
   * reads nothing across a fence, which is no instruction on such machines: with one behind each
   * row, two steps can share what a loop needs besides. Four would be more than C2 of JDK 17
   * inlines.
   */
  static void steps6(
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
    for (int l = 0; l < whole; l += STEPS) {
      int bFrom = bAt + l * WIDTH;
      int aFrom = aAt + l * STEP;
      FloatVector b00 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector b01 = FloatVector.fromArray(SPECIES, b, bFrom + LANES);
      FloatVector x00 = FloatVector.broadcast(SPECIES, a[aFrom]);
      c00 = x00.fma(b00, c00);
      c01 = x00.fma(b01, c01);
      VarHandle.loadLoadFence();
      FloatVector x01 = FloatVector.broadcast(SPECIES, a[aFrom + 1]);
      c10 = x01.fma(b00, c10);
      c11 = x01.fma(b01, c11);
      VarHandle.loadLoadFence();
      FloatVector x02 = FloatVector.broadcast(SPECIES, a[aFrom + 2]);
      c20 = x02.fma(b00, c20);
      c21 = x02.fma(b01, c21);
      VarHandle.loadLoadFence();
      FloatVector x03 = FloatVector.broadcast(SPECIES, a[aFrom + 3]);
      c30 = x03.fma(b00, c30);
      c31 = x03.fma(b01, c31);
      VarHandle.loadLoadFence();
      FloatVector x04 = FloatVector.broadcast(SPECIES, a[aFrom + 4]);
      c40 = x04.fma(b00, c40);
      c41 = x04.fma(b01, c41);
      VarHandle.loadLoadFence();
      FloatVector x05 = FloatVector.broadcast(SPECIES, a[aFrom + 5]);
      c50 = x05.fma(b00, c50);
      c51 = x05.fma(b01, c51);
      VarHandle.loadLoadFence();
      FloatVector b10 = FloatVector.fromArray(SPECIES, b, bFrom + WIDTH);
      FloatVector b11 = FloatVector.fromArray(SPECIES, b, bFrom + WIDTH + LANES);
      FloatVector x10 = FloatVector.broadcast(SPECIES, a[aFrom + 8]);
      c00 = x10.fma(b10, c00);
      c01 = x10.fma(b11, c01);
      VarHandle.loadLoadFence();
      FloatVector x11 = FloatVector.broadcast(SPECIES, a[aFrom + 9]);
      c10 = x11.fma(b10, c10);
      c11 = x11.fma(b11, c11);
      VarHandle.loadLoadFence();
      FloatVector x12 = FloatVector.broadcast(SPECIES, a[aFrom + 10]);
      c20 = x12.fma(b10, c20);
      c21 = x12.fma(b11, c21);
      VarHandle.loadLoadFence();
      FloatVector x13 = FloatVector.broadcast(SPECIES, a[aFrom + 11]);
      c30 = x13.fma(b10, c30);
      c31 = x13.fma(b11, c31);
      VarHandle.loadLoadFence();
      FloatVector x14 = FloatVector.broadcast(SPECIES, a[aFrom + 12]);
      c40 = x14.fma(b10, c40);
      c41 = x14.fma(b11, c41);
      VarHandle.loadLoadFence();
      FloatVector x15 = FloatVector.broadcast(SPECIES, a[aFrom + 13]);
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
      rest(whole, steps, a, aAt, 1, STEP, b, bAt, c, cAt, cRow);
    }
  }

  /** Adds the steps that {@link #steps6} and {@link VectorRowTile#rows6} leave, in their order. */
  static void rest(
      int from,
      int to,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cRow) {
    for (int i = 0; i < 6; i++) {
      int at = cAt + i * cRow;
      FloatVector c0 = FloatVector.fromArray(SPECIES, c, at);
      FloatVector c1 = FloatVector.fromArray(SPECIES, c, at + LANES);
      for (int l = from; l < to; l++) {
        FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + i * aRow + l * aStep]);
        c0 = x.fma(FloatVector.fromArray(SPECIES, b, bAt + l * WIDTH), c0);
        c1 = x.fma(FloatVector.fromArray(SPECIES, b, bAt + l * WIDTH + LANES), c1);
      }
      c0.intoArray(c, at);
      c1.intoArray(c, at + LANES);
    }
  }

  /** Sets a tile of C to that of another matrix, which may be C itself, plus a tile's sums. */
  static void add(
      int rows, float[] sums, float[] added, int addedAt, float[] c, int cAt, int cRow) {
    for (int i = 0; i < rows; i++) {
      int at = cAt + i * cRow;
      int other = addedAt + i * cRow;
      int from = i * WIDTH;
      FloatVector.fromArray(SPECIES, added, other)
          .add(FloatVector.fromArray(SPECIES, sums, from))
          .intoArray(c, at);
      FloatVector.fromArray(SPECIES, added, other + LANES)
          .add(FloatVector.fromArray(SPECIES, sums, from + LANES))
          .intoArray(c, at + LANES);
    }
  }
}
