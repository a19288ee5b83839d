package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@link VectorPanels}, of four and of two rows: in methods {@code times} rows {@code x}
 * vectors. Each method holds its sums in local variables, which C2 keeps in registers. No vector is
 * either of two: the two ways of storing share nothing.
 */
final class VectorPanelTile4 {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  private VectorPanelTile4() {}

  static void times4x1(
      int from,
      int to,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    for (int l = from; l < to; l++) {
      int bFrom = bAt + bSteps[l];
      int aFrom = aAt + l * 4;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aFrom]);
      c00 = x0.fma(b0, c00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[aFrom + 1]);
      c10 = x1.fma(b0, c10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[aFrom + 2]);
      c20 = x2.fma(b0, c20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[aFrom + 3]);
      c30 = x3.fma(b0, c30);
    }
    int at1 = cAt + cRow;
    int at2 = at1 + cRow;
    int at3 = at2 + cRow;
    if (add) {
      FloatVector.fromArray(SPECIES, c, cAt).add(c00).intoArray(c, cAt);
      FloatVector.fromArray(SPECIES, c, at1).add(c10).intoArray(c, at1);
      FloatVector.fromArray(SPECIES, c, at2).add(c20).intoArray(c, at2);
      FloatVector.fromArray(SPECIES, c, at3).add(c30).intoArray(c, at3);
      return;
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, at1);
    c20.intoArray(c, at2);
    c30.intoArray(c, at3);
  }

  static void times4x2(
      int from,
      int to,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    for (int l = from; l < to; l++) {
      int bFrom = bAt + bSteps[l];
      int aFrom = aAt + l * 4;
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
    }
    int at1 = cAt + cRow;
    int at2 = at1 + cRow;
    int at3 = at2 + cRow;
    if (add) {
      FloatVector.fromArray(SPECIES, c, cAt).add(c00).intoArray(c, cAt);
      FloatVector.fromArray(SPECIES, c, cAt + LANES).add(c01).intoArray(c, cAt + LANES);
      FloatVector.fromArray(SPECIES, c, at1).add(c10).intoArray(c, at1);
      FloatVector.fromArray(SPECIES, c, at1 + LANES).add(c11).intoArray(c, at1 + LANES);
      FloatVector.fromArray(SPECIES, c, at2).add(c20).intoArray(c, at2);
      FloatVector.fromArray(SPECIES, c, at2 + LANES).add(c21).intoArray(c, at2 + LANES);
      FloatVector.fromArray(SPECIES, c, at3).add(c30).intoArray(c, at3);
      FloatVector.fromArray(SPECIES, c, at3 + LANES).add(c31).intoArray(c, at3 + LANES);
      return;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, at1);
    c11.intoArray(c, at1 + LANES);
    c20.intoArray(c, at2);
    c21.intoArray(c, at2 + LANES);
    c30.intoArray(c, at3);
    c31.intoArray(c, at3 + LANES);
  }

  /**
   * Writes the sums. To add them, too, would be more operations than C2 compiles without making
   * objects of vectors.
   */
  static void times4x4(
      int from,
      int to,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c03 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c13 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c22 = FloatVector.zero(SPECIES);
    FloatVector c23 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c32 = FloatVector.zero(SPECIES);
    FloatVector c33 = FloatVector.zero(SPECIES);
    for (int l = from; l < to; l++) {
      int bFrom = bAt + bSteps[l];
      int aFrom = aAt + l * 4;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bFrom + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bFrom + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bFrom + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aFrom]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c02 = x0.fma(b2, c02);
      c03 = x0.fma(b3, c03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[aFrom + 1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      c12 = x1.fma(b2, c12);
      c13 = x1.fma(b3, c13);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[aFrom + 2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      c22 = x2.fma(b2, c22);
      c23 = x2.fma(b3, c23);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[aFrom + 3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      c32 = x3.fma(b2, c32);
      c33 = x3.fma(b3, c33);
    }
    int at1 = cAt + cRow;
    int at2 = at1 + cRow;
    int at3 = at2 + cRow;
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    c10.intoArray(c, at1);
    c11.intoArray(c, at1 + LANES);
    c12.intoArray(c, at1 + 2 * LANES);
    c13.intoArray(c, at1 + 3 * LANES);
    c20.intoArray(c, at2);
    c21.intoArray(c, at2 + LANES);
    c22.intoArray(c, at2 + 2 * LANES);
    c23.intoArray(c, at2 + 3 * LANES);
    c30.intoArray(c, at3);
    c31.intoArray(c, at3 + LANES);
    c32.intoArray(c, at3 + 2 * LANES);
    c33.intoArray(c, at3 + 3 * LANES);
  }

  static void times2x1(
      int from,
      int to,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    for (int l = from; l < to; l++) {
      int bFrom = bAt + bSteps[l];
      int aFrom = aAt + l * 2;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aFrom]);
      c00 = x0.fma(b0, c00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[aFrom + 1]);
      c10 = x1.fma(b0, c10);
    }
    int at1 = cAt + cRow;
    if (add) {
      FloatVector.fromArray(SPECIES, c, cAt).add(c00).intoArray(c, cAt);
      FloatVector.fromArray(SPECIES, c, at1).add(c10).intoArray(c, at1);
      return;
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, at1);
  }

  static void times2x4(
      int from,
      int to,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c03 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c13 = FloatVector.zero(SPECIES);
    for (int l = from; l < to; l++) {
      int bFrom = bAt + bSteps[l];
      int aFrom = aAt + l * 2;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bFrom + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bFrom + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bFrom + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aFrom]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c02 = x0.fma(b2, c02);
      c03 = x0.fma(b3, c03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[aFrom + 1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      c12 = x1.fma(b2, c12);
      c13 = x1.fma(b3, c13);
    }
    int at1 = cAt + cRow;
    if (add) {
      FloatVector.fromArray(SPECIES, c, cAt).add(c00).intoArray(c, cAt);
      FloatVector.fromArray(SPECIES, c, cAt + LANES).add(c01).intoArray(c, cAt + LANES);
      FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES).add(c02).intoArray(c, cAt + 2 * LANES);
      FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES).add(c03).intoArray(c, cAt + 3 * LANES);
      FloatVector.fromArray(SPECIES, c, at1).add(c10).intoArray(c, at1);
      FloatVector.fromArray(SPECIES, c, at1 + LANES).add(c11).intoArray(c, at1 + LANES);
      FloatVector.fromArray(SPECIES, c, at1 + 2 * LANES).add(c12).intoArray(c, at1 + 2 * LANES);
      FloatVector.fromArray(SPECIES, c, at1 + 3 * LANES).add(c13).intoArray(c, at1 + 3 * LANES);
      return;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    c10.intoArray(c, at1);
    c11.intoArray(c, at1 + LANES);
    c12.intoArray(c, at1 + 2 * LANES);
    c13.intoArray(c, at1 + 3 * LANES);
  }
}
