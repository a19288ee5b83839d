package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Sums of vectors that lie where a table says, each times a number:
 *
 * <pre>{@code
 * c[cAt + v * LANES + lane] += sum over l in [0, count) of
 *     a[aAt + l * aStep] * b[starts[l] + offsets[v] + lane]
 * }</pre>
 *
 * <p>Each sum is a chain of fused multiply-adds in the order of {@code l}, which begins with what c
 * holds. Eight sums at a time are in registers.
 */
final class VectorChosen {
  private VectorChosen() {}

  /** Adds to as many vectors of c as there are offsets. */
  static void add(
      int count,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int[] starts,
      int[] offsets,
      float[] c,
      int cAt) {
    int v = 0;
    for (; v + 8 <= offsets.length; v += 8) {
      add8(count, a, aAt, aStep, b, starts, offsets, v, c, cAt + v * LANES);
    }
    if (v + 4 <= offsets.length) {
      add4(count, a, aAt, aStep, b, starts, offsets, v, c, cAt + v * LANES);
      v += 4;
    }
    if (v + 2 <= offsets.length) {
      add2(count, a, aAt, aStep, b, starts, offsets, v, c, cAt + v * LANES);
      v += 2;
    }
    if (v < offsets.length) {
      add1(count, a, aAt, aStep, b, starts, offsets[v], c, cAt + v * LANES);
    }
  }

  private static void add8(
      int count,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int[] starts,
      int[] offsets,
      int v,
      float[] c,
      int cAt) {
    int o0 = offsets[v];
    int o1 = offsets[v + 1];
    int o2 = offsets[v + 2];
    int o3 = offsets[v + 3];
    int o4 = offsets[v + 4];
    int o5 = offsets[v + 5];
    int o6 = offsets[v + 6];
    int o7 = offsets[v + 7];
    FloatVector c0 = FloatVector.fromArray(SPECIES, c, cAt);
    FloatVector c1 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES);
    FloatVector c4 = FloatVector.fromArray(SPECIES, c, cAt + 4 * LANES);
    FloatVector c5 = FloatVector.fromArray(SPECIES, c, cAt + 5 * LANES);
    FloatVector c6 = FloatVector.fromArray(SPECIES, c, cAt + 6 * LANES);
    FloatVector c7 = FloatVector.fromArray(SPECIES, c, cAt + 7 * LANES);
    for (int l = 0; l < count; l++) {
      int from = starts[l];
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + l * aStep]);
      c0 = x.fma(FloatVector.fromArray(SPECIES, b, from + o0), c0);
      c1 = x.fma(FloatVector.fromArray(SPECIES, b, from + o1), c1);
      c2 = x.fma(FloatVector.fromArray(SPECIES, b, from + o2), c2);
      c3 = x.fma(FloatVector.fromArray(SPECIES, b, from + o3), c3);
      c4 = x.fma(FloatVector.fromArray(SPECIES, b, from + o4), c4);
      c5 = x.fma(FloatVector.fromArray(SPECIES, b, from + o5), c5);
      c6 = x.fma(FloatVector.fromArray(SPECIES, b, from + o6), c6);
      c7 = x.fma(FloatVector.fromArray(SPECIES, b, from + o7), c7);
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

  private static void add4(
      int count,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int[] starts,
      int[] offsets,
      int v,
      float[] c,
      int cAt) {
    int o0 = offsets[v];
    int o1 = offsets[v + 1];
    int o2 = offsets[v + 2];
    int o3 = offsets[v + 3];
    FloatVector c0 = FloatVector.fromArray(SPECIES, c, cAt);
    FloatVector c1 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES);
    for (int l = 0; l < count; l++) {
      int from = starts[l];
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + l * aStep]);
      c0 = x.fma(FloatVector.fromArray(SPECIES, b, from + o0), c0);
      c1 = x.fma(FloatVector.fromArray(SPECIES, b, from + o1), c1);
      c2 = x.fma(FloatVector.fromArray(SPECIES, b, from + o2), c2);
      c3 = x.fma(FloatVector.fromArray(SPECIES, b, from + o3), c3);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + LANES);
    c2.intoArray(c, cAt + 2 * LANES);
    c3.intoArray(c, cAt + 3 * LANES);
  }

  private static void add2(
      int count,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int[] starts,
      int[] offsets,
      int v,
      float[] c,
      int cAt) {
    int o0 = offsets[v];
    int o1 = offsets[v + 1];
    FloatVector c0 = FloatVector.fromArray(SPECIES, c, cAt);
    FloatVector c1 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
    for (int l = 0; l < count; l++) {
      int from = starts[l];
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + l * aStep]);
      c0 = x.fma(FloatVector.fromArray(SPECIES, b, from + o0), c0);
      c1 = x.fma(FloatVector.fromArray(SPECIES, b, from + o1), c1);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + LANES);
  }

  private static void add1(
      int count,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int[] starts,
      int offset,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.fromArray(SPECIES, c, cAt);
    for (int l = 0; l < count; l++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + l * aStep]);
      c0 = x.fma(FloatVector.fromArray(SPECIES, b, starts[l] + offset), c0);
    }
    c0.intoArray(c, cAt);
  }
}
