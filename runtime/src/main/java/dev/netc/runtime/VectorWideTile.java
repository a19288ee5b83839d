package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of six rows by four vectors, for machines with 32 registers: what they read for a
 * multiply-add is less than with {@link VectorRowTile}'s eight by two, and so are the instructions.
 * Alone on a core that makes no difference; where another thread runs on the same core, it does.
 *
 * <p>Rows are read where they lie, each of which has its steps side by side; so a machine fetches
 * what lies ahead while it multiplies. Of columns, a panel has the elements of a step side by side.
 * Sums begin with what an array holds: a long one may be cut without a change of its bits.
 */
final class VectorWideTile {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  /** The rows of a tile. */
  static final int HEIGHT = 6;

  /** The columns of a tile. */
  static final int WIDTH = 4 * LANES;

  /** The steps of a tile at most: as many of b's rows as stay in the nearest cache. */
  static final int STEPS = 128;

  /** A position that there is not. */
  private static final int NOWHERE = -1;

  private static final float[] ZEROS = new float[HEIGHT * WIDTH];

  private VectorWideTile() {}

  /**
   * The tiles of {@code rows} rows and one panel of columns.
   *
   * @param rows a multiple of {@link #HEIGHT}
   * @param c the result, rows of {@link #WIDTH} elements one behind another
   */
  static void tiles(
      int rows,
      int steps,
      float[] a,
      int aFrom,
      int aRow,
      float[] b,
      int bFrom,
      float[] c,
      int cFrom) {
    for (int step = 0; step < steps; step += STEPS) {
      int part = Math.min(STEPS, steps - step);
      int even = part & ~1;
      int bAt = bFrom + step * WIDTH;
      for (int row = 0; row < rows; row += HEIGHT) {
        int aAt = aFrom + row * aRow + step;
        int cAt = cFrom + row * WIDTH;
        float[] start = step == 0 ? ZEROS : c;
        rows6(NOWHERE, even, a, aAt, aRow, b, bAt, start, step == 0 ? 0 : cAt, c, cAt);
        if (even < part) {
          step(a, aAt + even, aRow, b, bAt + even * WIDTH, c, cAt);
        }
      }
    }
  }

  /** Adds one step to the sums of a tile. */
  private static void step(float[] a, int aAt, int aRow, float[] b, int bAt, float[] c, int cAt) {
    for (int column = 0; column < WIDTH; column += LANES) {
      FloatVector step = FloatVector.fromArray(SPECIES, b, bAt + column);
      for (int i = 0; i < HEIGHT; i++) {
        int at = cAt + i * WIDTH + column;
        FloatVector sum = FloatVector.fromArray(SPECIES, c, at);
        FloatVector.broadcast(SPECIES, a[aAt + i * aRow]).fma(step, sum).intoArray(c, at);
      }
    }
  }

  /**
   * The sums of an even number of steps.
   *
   * @param nowhere no position: asking for it keeps C2 from reading the second step's elements
   *     together with the first one's, for which there are not enough registers
   */
  private static void rows6(
      int nowhere,
      int steps,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector c01 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, start, startAt + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, start, startAt + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, start, startAt + WIDTH);
    FloatVector c11 = FloatVector.fromArray(SPECIES, start, startAt + WIDTH + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, start, startAt + WIDTH + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, start, startAt + WIDTH + 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, start, startAt + 2 * WIDTH);
    FloatVector c21 = FloatVector.fromArray(SPECIES, start, startAt + 2 * WIDTH + LANES);
    FloatVector c22 = FloatVector.fromArray(SPECIES, start, startAt + 2 * WIDTH + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(SPECIES, start, startAt + 2 * WIDTH + 3 * LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, start, startAt + 3 * WIDTH);
    FloatVector c31 = FloatVector.fromArray(SPECIES, start, startAt + 3 * WIDTH + LANES);
    FloatVector c32 = FloatVector.fromArray(SPECIES, start, startAt + 3 * WIDTH + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(SPECIES, start, startAt + 3 * WIDTH + 3 * LANES);
    FloatVector c40 = FloatVector.fromArray(SPECIES, start, startAt + 4 * WIDTH);
    FloatVector c41 = FloatVector.fromArray(SPECIES, start, startAt + 4 * WIDTH + LANES);
    FloatVector c42 = FloatVector.fromArray(SPECIES, start, startAt + 4 * WIDTH + 2 * LANES);
    FloatVector c43 = FloatVector.fromArray(SPECIES, start, startAt + 4 * WIDTH + 3 * LANES);
    FloatVector c50 = FloatVector.fromArray(SPECIES, start, startAt + 5 * WIDTH);
    FloatVector c51 = FloatVector.fromArray(SPECIES, start, startAt + 5 * WIDTH + LANES);
    FloatVector c52 = FloatVector.fromArray(SPECIES, start, startAt + 5 * WIDTH + 2 * LANES);
    FloatVector c53 = FloatVector.fromArray(SPECIES, start, startAt + 5 * WIDTH + 3 * LANES);
    int row1 = aAt + aRow;
    int row2 = row1 + aRow;
    int row3 = row2 + aRow;
    int row4 = row3 + aRow;
    int row5 = row4 + aRow;
    int end = Math.min(steps, STEPS);
    for (int l = 0; l < end; l += 2) {
      int bFrom = bAt + l * WIDTH;
      FloatVector b00 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector b01 = FloatVector.fromArray(SPECIES, b, bFrom + LANES);
      FloatVector b02 = FloatVector.fromArray(SPECIES, b, bFrom + 2 * LANES);
      FloatVector b03 = FloatVector.fromArray(SPECIES, b, bFrom + 3 * LANES);
      FloatVector x00 = FloatVector.broadcast(SPECIES, a[aAt + l]);
      c00 = x00.fma(b00, c00);
      c01 = x00.fma(b01, c01);
      c02 = x00.fma(b02, c02);
      c03 = x00.fma(b03, c03);
      FloatVector x01 = FloatVector.broadcast(SPECIES, a[row1 + l]);
      c10 = x01.fma(b00, c10);
      c11 = x01.fma(b01, c11);
      c12 = x01.fma(b02, c12);
      c13 = x01.fma(b03, c13);
      FloatVector x02 = FloatVector.broadcast(SPECIES, a[row2 + l]);
      c20 = x02.fma(b00, c20);
      c21 = x02.fma(b01, c21);
      c22 = x02.fma(b02, c22);
      c23 = x02.fma(b03, c23);
      FloatVector x03 = FloatVector.broadcast(SPECIES, a[row3 + l]);
      c30 = x03.fma(b00, c30);
      c31 = x03.fma(b01, c31);
      c32 = x03.fma(b02, c32);
      c33 = x03.fma(b03, c33);
      FloatVector x04 = FloatVector.broadcast(SPECIES, a[row4 + l]);
      c40 = x04.fma(b00, c40);
      c41 = x04.fma(b01, c41);
      c42 = x04.fma(b02, c42);
      c43 = x04.fma(b03, c43);
      FloatVector x05 = FloatVector.broadcast(SPECIES, a[row5 + l]);
      c50 = x05.fma(b00, c50);
      c51 = x05.fma(b01, c51);
      c52 = x05.fma(b02, c52);
      c53 = x05.fma(b03, c53);
      if (l == nowhere) {
        break;
      }
      FloatVector b10 = FloatVector.fromArray(SPECIES, b, bFrom + WIDTH);
      FloatVector b11 = FloatVector.fromArray(SPECIES, b, bFrom + WIDTH + LANES);
      FloatVector b12 = FloatVector.fromArray(SPECIES, b, bFrom + WIDTH + 2 * LANES);
      FloatVector b13 = FloatVector.fromArray(SPECIES, b, bFrom + WIDTH + 3 * LANES);
      FloatVector x10 = FloatVector.broadcast(SPECIES, a[aAt + l + 1]);
      c00 = x10.fma(b10, c00);
      c01 = x10.fma(b11, c01);
      c02 = x10.fma(b12, c02);
      c03 = x10.fma(b13, c03);
      FloatVector x11 = FloatVector.broadcast(SPECIES, a[row1 + l + 1]);
      c10 = x11.fma(b10, c10);
      c11 = x11.fma(b11, c11);
      c12 = x11.fma(b12, c12);
      c13 = x11.fma(b13, c13);
      FloatVector x12 = FloatVector.broadcast(SPECIES, a[row2 + l + 1]);
      c20 = x12.fma(b10, c20);
      c21 = x12.fma(b11, c21);
      c22 = x12.fma(b12, c22);
      c23 = x12.fma(b13, c23);
      FloatVector x13 = FloatVector.broadcast(SPECIES, a[row3 + l + 1]);
      c30 = x13.fma(b10, c30);
      c31 = x13.fma(b11, c31);
      c32 = x13.fma(b12, c32);
      c33 = x13.fma(b13, c33);
      FloatVector x14 = FloatVector.broadcast(SPECIES, a[row4 + l + 1]);
      c40 = x14.fma(b10, c40);
      c41 = x14.fma(b11, c41);
      c42 = x14.fma(b12, c42);
      c43 = x14.fma(b13, c43);
      FloatVector x15 = FloatVector.broadcast(SPECIES, a[row5 + l + 1]);
      c50 = x15.fma(b10, c50);
      c51 = x15.fma(b11, c51);
      c52 = x15.fma(b12, c52);
      c53 = x15.fma(b13, c53);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    c10.intoArray(c, cAt + WIDTH);
    c11.intoArray(c, cAt + WIDTH + LANES);
    c12.intoArray(c, cAt + WIDTH + 2 * LANES);
    c13.intoArray(c, cAt + WIDTH + 3 * LANES);
    c20.intoArray(c, cAt + 2 * WIDTH);
    c21.intoArray(c, cAt + 2 * WIDTH + LANES);
    c22.intoArray(c, cAt + 2 * WIDTH + 2 * LANES);
    c23.intoArray(c, cAt + 2 * WIDTH + 3 * LANES);
    c30.intoArray(c, cAt + 3 * WIDTH);
    c31.intoArray(c, cAt + 3 * WIDTH + LANES);
    c32.intoArray(c, cAt + 3 * WIDTH + 2 * LANES);
    c33.intoArray(c, cAt + 3 * WIDTH + 3 * LANES);
    c40.intoArray(c, cAt + 4 * WIDTH);
    c41.intoArray(c, cAt + 4 * WIDTH + LANES);
    c42.intoArray(c, cAt + 4 * WIDTH + 2 * LANES);
    c43.intoArray(c, cAt + 4 * WIDTH + 3 * LANES);
    c50.intoArray(c, cAt + 5 * WIDTH);
    c51.intoArray(c, cAt + 5 * WIDTH + LANES);
    c52.intoArray(c, cAt + 5 * WIDTH + 2 * LANES);
    c53.intoArray(c, cAt + 5 * WIDTH + 3 * LANES);
  }
}
