package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Matrix products that have one row, or a sum of one step, where B's columns are adjacent: memory
 * is what counts there, so runs of it are as long as can be. The bits are those of {@link
 * VectorTiles}.
 *
 * <p>What is left behind the last whole vector is the end of one more, of which the rest comes out
 * once again.
 */
final class VectorSingle {
  /** The vectors of a row's tile. */
  private static final int WIDTH = 8;

  private VectorSingle() {}

  /** Whether a row has as many columns as one tile. */
  static boolean takesRow(int m, int n) {
    return m == 1 && n >= WIDTH * LANES;
  }

  /** C = A B, where A has one row. */
  static void row(
      int n,
      int steps,
      float[] a,
      int aAt,
      int aColumnStride,
      float[] b,
      int bAt,
      int bRowStride,
      float[] c,
      int cAt) {
    int j = 0;
    for (; j + WIDTH * LANES <= n; j += WIDTH * LANES) {
      tile(steps, a, aAt, aColumnStride, b, bAt + j, bRowStride, c, cAt + j);
    }
    for (; j + LANES <= n; j += LANES) {
      vector(steps, a, aAt, aColumnStride, b, bAt + j, bRowStride, c, cAt + j);
    }
    if (j < n) {
      int last = n - LANES;
      vector(steps, a, aAt, aColumnStride, b, bAt + last, bRowStride, c, cAt + last);
    }
  }

  private static void tile(
      int steps,
      float[] a,
      int aAt,
      int aColumnStride,
      float[] b,
      int bAt,
      int bRowStride,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector c4 = FloatVector.zero(SPECIES);
    FloatVector c5 = FloatVector.zero(SPECIES);
    FloatVector c6 = FloatVector.zero(SPECIES);
    FloatVector c7 = FloatVector.zero(SPECIES);
    for (int l = 0; l < steps; l++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + l * aColumnStride]);
      int at = bAt + l * bRowStride;
      c0 = x.fma(FloatVector.fromArray(SPECIES, b, at), c0);
      c1 = x.fma(FloatVector.fromArray(SPECIES, b, at + LANES), c1);
      c2 = x.fma(FloatVector.fromArray(SPECIES, b, at + 2 * LANES), c2);
      c3 = x.fma(FloatVector.fromArray(SPECIES, b, at + 3 * LANES), c3);
      c4 = x.fma(FloatVector.fromArray(SPECIES, b, at + 4 * LANES), c4);
      c5 = x.fma(FloatVector.fromArray(SPECIES, b, at + 5 * LANES), c5);
      c6 = x.fma(FloatVector.fromArray(SPECIES, b, at + 6 * LANES), c6);
      c7 = x.fma(FloatVector.fromArray(SPECIES, b, at + 7 * LANES), c7);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + LANES);
    c2.intoArray(c, cAt + 2 * LANES);
    c3.intoArray(c, cAt + 3 * LANES);
    c4.intoArray(c, cAt + 4 * LANES);
    c5.intoArray(c, cAt + 5 * LANES);
    c6.intoArray(c, cAt + 6 * LANES);
    c7.intoArray(c, cAt + 7 * LANES);
  }

  private static void vector(
      int steps,
      float[] a,
      int aAt,
      int aColumnStride,
      float[] b,
      int bAt,
      int bRowStride,
      float[] c,
      int cAt) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int l = 0; l < steps; l++) {
      sum =
          FloatVector.broadcast(SPECIES, a[aAt + l * aColumnStride])
              .fma(FloatVector.fromArray(SPECIES, b, bAt + l * bRowStride), sum);
    }
    sum.intoArray(c, cAt);
  }

  /** Whether a sum has one step, and rows have as many columns as one vector. */
  static boolean takesStep(int n, int steps) {
    return steps == 1 && n >= LANES;
  }

  /** C = A B, where A has one column, and B one row. */
  static void step(
      int m,
      int n,
      float[] a,
      int aAt,
      int aRowStride,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cRowStride) {
    for (int i = 0; i < m; i++) {
      multiples(n, a[aAt + i * aRowStride], b, bAt, c, cAt + i * cRowStride);
    }
  }

  private static void multiples(int n, float factor, float[] b, int bAt, float[] c, int cAt) {
    FloatVector x = FloatVector.broadcast(SPECIES, factor);
    FloatVector zero = FloatVector.zero(SPECIES);
    int last = n - LANES;
    for (int j = 0; j < last; j += LANES) {
      x.fma(FloatVector.fromArray(SPECIES, b, bAt + j), zero).intoArray(c, cAt + j);
    }
    x.fma(FloatVector.fromArray(SPECIES, b, bAt + last), zero).intoArray(c, cAt + last);
  }
}
