package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@link VectorPanels}, of eight and of six rows: in methods {@code times} rows {@code x}
 * vectors. Each method holds its sums in local variables, which C2 keeps in registers. No vector is
 * either of two: the two ways of storing share nothing.
 */
final class VectorPanelTile {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  private VectorPanelTile() {}

  static void times8x1(
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
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    for (int l = from; l < to; l++) {
      int bFrom = bAt + bSteps[l];
      int aFrom = aAt + l * 8;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aFrom]);
      c00 = x0.fma(b0, c00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[aFrom + 1]);
      c10 = x1.fma(b0, c10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[aFrom + 2]);
      c20 = x2.fma(b0, c20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[aFrom + 3]);
      c30 = x3.fma(b0, c30);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[aFrom + 4]);
      c40 = x4.fma(b0, c40);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[aFrom + 5]);
      c50 = x5.fma(b0, c50);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[aFrom + 6]);
      c60 = x6.fma(b0, c60);
      FloatVector x7 = FloatVector.broadcast(SPECIES, a[aFrom + 7]);
      c70 = x7.fma(b0, c70);
    }
    int at1 = cAt + cRow;
    int at2 = at1 + cRow;
    int at3 = at2 + cRow;
    int at4 = at3 + cRow;
    int at5 = at4 + cRow;
    int at6 = at5 + cRow;
    int at7 = at6 + cRow;
    if (add) {
      FloatVector.fromArray(SPECIES, c, cAt).add(c00).intoArray(c, cAt);
      FloatVector.fromArray(SPECIES, c, at1).add(c10).intoArray(c, at1);
      FloatVector.fromArray(SPECIES, c, at2).add(c20).intoArray(c, at2);
      FloatVector.fromArray(SPECIES, c, at3).add(c30).intoArray(c, at3);
      FloatVector.fromArray(SPECIES, c, at4).add(c40).intoArray(c, at4);
      FloatVector.fromArray(SPECIES, c, at5).add(c50).intoArray(c, at5);
      FloatVector.fromArray(SPECIES, c, at6).add(c60).intoArray(c, at6);
      FloatVector.fromArray(SPECIES, c, at7).add(c70).intoArray(c, at7);
      return;
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, at1);
    c20.intoArray(c, at2);
    c30.intoArray(c, at3);
    c40.intoArray(c, at4);
    c50.intoArray(c, at5);
    c60.intoArray(c, at6);
    c70.intoArray(c, at7);
  }

  /**
   * Writes the sums. To add them, too, would be more operations than C2 compiles without making
   * objects of vectors.
   */
  static void times8x2(
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
    for (int l = from; l < to; l++) {
      int bFrom = bAt + bSteps[l];
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

  static void times6x1(
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
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    for (int l = from; l < to; l++) {
      int bFrom = bAt + bSteps[l];
      int aFrom = aAt + l * 6;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bFrom);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aFrom]);
      c00 = x0.fma(b0, c00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[aFrom + 1]);
      c10 = x1.fma(b0, c10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[aFrom + 2]);
      c20 = x2.fma(b0, c20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[aFrom + 3]);
      c30 = x3.fma(b0, c30);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[aFrom + 4]);
      c40 = x4.fma(b0, c40);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[aFrom + 5]);
      c50 = x5.fma(b0, c50);
    }
    int at1 = cAt + cRow;
    int at2 = at1 + cRow;
    int at3 = at2 + cRow;
    int at4 = at3 + cRow;
    int at5 = at4 + cRow;
    if (add) {
      FloatVector.fromArray(SPECIES, c, cAt).add(c00).intoArray(c, cAt);
      FloatVector.fromArray(SPECIES, c, at1).add(c10).intoArray(c, at1);
      FloatVector.fromArray(SPECIES, c, at2).add(c20).intoArray(c, at2);
      FloatVector.fromArray(SPECIES, c, at3).add(c30).intoArray(c, at3);
      FloatVector.fromArray(SPECIES, c, at4).add(c40).intoArray(c, at4);
      FloatVector.fromArray(SPECIES, c, at5).add(c50).intoArray(c, at5);
      return;
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, at1);
    c20.intoArray(c, at2);
    c30.intoArray(c, at3);
    c40.intoArray(c, at4);
    c50.intoArray(c, at5);
  }

  static void times6x2(
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
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    for (int l = from; l < to; l++) {
      int bFrom = bAt + bSteps[l];
      int aFrom = aAt + l * 6;
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
    }
    int at1 = cAt + cRow;
    int at2 = at1 + cRow;
    int at3 = at2 + cRow;
    int at4 = at3 + cRow;
    int at5 = at4 + cRow;
    if (add) {
      FloatVector.fromArray(SPECIES, c, cAt).add(c00).intoArray(c, cAt);
      FloatVector.fromArray(SPECIES, c, cAt + LANES).add(c01).intoArray(c, cAt + LANES);
      FloatVector.fromArray(SPECIES, c, at1).add(c10).intoArray(c, at1);
      FloatVector.fromArray(SPECIES, c, at1 + LANES).add(c11).intoArray(c, at1 + LANES);
      FloatVector.fromArray(SPECIES, c, at2).add(c20).intoArray(c, at2);
      FloatVector.fromArray(SPECIES, c, at2 + LANES).add(c21).intoArray(c, at2 + LANES);
      FloatVector.fromArray(SPECIES, c, at3).add(c30).intoArray(c, at3);
      FloatVector.fromArray(SPECIES, c, at3 + LANES).add(c31).intoArray(c, at3 + LANES);
      FloatVector.fromArray(SPECIES, c, at4).add(c40).intoArray(c, at4);
      FloatVector.fromArray(SPECIES, c, at4 + LANES).add(c41).intoArray(c, at4 + LANES);
      FloatVector.fromArray(SPECIES, c, at5).add(c50).intoArray(c, at5);
      FloatVector.fromArray(SPECIES, c, at5 + LANES).add(c51).intoArray(c, at5 + LANES);
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
    c40.intoArray(c, at4);
    c41.intoArray(c, at4 + LANES);
    c50.intoArray(c, at5);
    c51.intoArray(c, at5 + LANES);
  }
}
