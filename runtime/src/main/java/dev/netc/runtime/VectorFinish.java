package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Changes of products in place, see {@link Epilogue}. The elements behind the last whole vector get
 * the same operations one by one, and so the same bits.
 */
final class VectorFinish {
  private static final Demand FINISHES = new Demand(1);
  private static final Demand SCALES = new Demand(1);
  private static final Demand ADDITIONS = new Demand(1);

  private VectorFinish() {}

  /** c = min(max(c * factor + summand, low), high). */
  static void finish(
      float[] c, int at, int count, float factor, float summand, float low, float high) {
    int whole = FINISHES.isGreat(count) ? count / LANES * LANES : 0;
    // A loop for each case: C2 compiles each by itself, with nothing to decide inside.
    if (high < Float.POSITIVE_INFINITY) {
      affineWithin(c, at, whole, factor, summand, low, high);
    } else if (low > Float.NEGATIVE_INFINITY) {
      affineFrom(c, at, whole, factor, summand, low);
    } else {
      affine(c, at, whole, factor, summand);
    }
    for (int i = at + whole; i < at + count; i++) {
      c[i] = Math.min(Math.max(c[i] * factor + summand, low), high);
    }
  }

  private static void affine(float[] c, int at, int count, float factor, float summand) {
    FloatVector a = FloatVector.broadcast(SPECIES, factor);
    FloatVector b = FloatVector.broadcast(SPECIES, summand);
    for (int i = at; i < at + count; i += LANES) {
      FloatVector.fromArray(SPECIES, c, i).mul(a).add(b).intoArray(c, i);
    }
  }

  private static void affineFrom(
      float[] c, int at, int count, float factor, float summand, float low) {
    FloatVector a = FloatVector.broadcast(SPECIES, factor);
    FloatVector b = FloatVector.broadcast(SPECIES, summand);
    FloatVector least = FloatVector.broadcast(SPECIES, low);
    for (int i = at; i < at + count; i += LANES) {
      FloatVector.fromArray(SPECIES, c, i).mul(a).add(b).max(least).intoArray(c, i);
    }
  }

  private static void affineWithin(
      float[] c, int at, int count, float factor, float summand, float low, float high) {
    FloatVector a = FloatVector.broadcast(SPECIES, factor);
    FloatVector b = FloatVector.broadcast(SPECIES, summand);
    FloatVector least = FloatVector.broadcast(SPECIES, low);
    FloatVector most = FloatVector.broadcast(SPECIES, high);
    for (int i = at; i < at + count; i += LANES) {
      FloatVector.fromArray(SPECIES, c, i).mul(a).add(b).max(least).min(most).intoArray(c, i);
    }
  }

  /** c = c * factors. */
  static void scale(float[] c, int at, int count, float[] factors, int from) {
    int whole = SCALES.isGreat(count) ? count / LANES * LANES : 0;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, c, at + i)
          .mul(FloatVector.fromArray(SPECIES, factors, from + i))
          .intoArray(c, at + i);
    }
    for (int i = whole; i < count; i++) {
      c[at + i] *= factors[from + i];
    }
  }

  /** c = min(max(c + summands, low), high). */
  static void add(float[] c, int at, int count, float[] summands, int from, float low, float high) {
    int whole = ADDITIONS.isGreat(count) ? count / LANES * LANES : 0;
    if (high < Float.POSITIVE_INFINITY) {
      sumWithin(c, at, whole, summands, from, low, high);
    } else if (low > Float.NEGATIVE_INFINITY) {
      sumFrom(c, at, whole, summands, from, low);
    } else {
      sum(c, at, whole, summands, from);
    }
    for (int i = whole; i < count; i++) {
      c[at + i] = Math.min(Math.max(c[at + i] + summands[from + i], low), high);
    }
  }

  /** c = c + summands, for whole vectors. */
  static void sum(float[] c, int at, int count, float[] summands, int from) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector.fromArray(SPECIES, c, at + i)
          .add(FloatVector.fromArray(SPECIES, summands, from + i))
          .intoArray(c, at + i);
    }
  }

  /** c = c + summands, for rows of whole vectors, one behind another in the summands. */
  static void sumRows(int rows, int count, float[] summands, float[] c, int at, int cRow) {
    for (int row = 0; row < rows; row++) {
      sum(c, at + row * cRow, count, summands, row * count);
    }
  }

  private static void sumFrom(float[] c, int at, int count, float[] summands, int from, float low) {
    FloatVector least = FloatVector.broadcast(SPECIES, low);
    for (int i = 0; i < count; i += LANES) {
      FloatVector.fromArray(SPECIES, c, at + i)
          .add(FloatVector.fromArray(SPECIES, summands, from + i))
          .max(least)
          .intoArray(c, at + i);
    }
  }

  private static void sumWithin(
      float[] c, int at, int count, float[] summands, int from, float low, float high) {
    FloatVector least = FloatVector.broadcast(SPECIES, low);
    FloatVector most = FloatVector.broadcast(SPECIES, high);
    for (int i = 0; i < count; i += LANES) {
      FloatVector.fromArray(SPECIES, c, at + i)
          .add(FloatVector.fromArray(SPECIES, summands, from + i))
          .max(least)
          .min(most)
          .intoArray(c, at + i);
    }
  }
}
