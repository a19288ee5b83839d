package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * 1 + erf x, twice the distribution function of a normal distribution, and e^(-x^2) beside it, from
 * which both its slope and its tail come: erfc |x| is that power times a polynomial of q = 1 / (1 +
 * {@value #RATE} |x|). Its relative error is 4e-7; below 1e-37 it is zero. See {@link VectorMaths}
 * for how such a loop has to be written.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // as fitted
final class VectorErf {
  private static final int LANES = VectorTiles.LANES;
  private static final float RATE = 0.45f;

  private static final FloatVector RATES = VectorMaths.all(RATE);
  private static final FloatVector ONE = VectorMaths.all(1);
  private static final FloatVector TWO = VectorMaths.all(2);
  private static final FloatVector MINUS_LOG2_E = VectorMaths.all(-1.44269504f);

  /** e^(x^2) erfc |x| by powers of q from 1 on, up to |x| = 9.2; found by least squares. */
  private static final FloatVector TAIL_1 = VectorMaths.all(0.2537984f);

  private static final FloatVector TAIL_2 = VectorMaths.all(0.2557169f);
  private static final FloatVector TAIL_3 = VectorMaths.all(0.2118396f);
  private static final FloatVector TAIL_4 = VectorMaths.all(0.25738844f);
  private static final FloatVector TAIL_5 = VectorMaths.all(-0.13278888f);
  private static final FloatVector TAIL_6 = VectorMaths.all(0.47517237f);
  private static final FloatVector TAIL_7 = VectorMaths.all(-0.4857731f);
  private static final FloatVector TAIL_8 = VectorMaths.all(0.19128016f);
  private static final FloatVector TAIL_9 = VectorMaths.all(-0.026633825f);

  /** The square from which on the power is zero: less is too small for a float, and so slow. */
  private static final int LAST_BITS = Float.floatToRawIntBits(84f);

  private VectorErf() {}

  /** See {@link BlockKernels#erfPlusOne}. */
  static void erfPlusOne(float[] x, int xAt, float[] z, int zAt, float[] e, int eAt, int count) {
    int whole = count / LANES * LANES;
    VectorScratch scratch = VectorScratch.local();
    float[] t = scratch.sums(whole + LANES);
    power(x, xAt, t, 0, whole);
    sum(x, xAt, t, 0, z, zAt, whole);
    System.arraycopy(t, 0, e, eAt, whole);
    int rest = count - whole;
    if (rest > 0) {
      // In the same way as all others: what an element becomes must not depend on its place.
      float[] padded = scratch.lanes(LANES);
      System.arraycopy(x, xAt + whole, padded, 0, rest);
      Arrays.fill(padded, rest, LANES, 1f);
      power(padded, 0, t, 0, LANES);
      sum(padded, 0, t, 0, padded, 0, LANES);
      System.arraycopy(padded, 0, z, zAt + whole, rest);
      System.arraycopy(t, 0, e, eAt + whole, rest);
    }
  }

  private static void power(float[] x, int xAt, float[] z, int zAt, int count) {
    if (xAt < 0 || xAt > x.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + x.length + " from " + xAt);
    }
    if (zAt < 0 || zAt > z.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + z.length + " from " + zAt);
    }
    for (int i = 0; i < count; i += LANES) {
      FloatVector some = FloatVector.fromArray(VectorTiles.SPECIES, x, xAt + i);
      FloatVector y = some.mul(some);
      FloatVector rounded = y.fma(MINUS_LOG2_E, VectorMaths.BIASED);
      FloatVector n = rounded.sub(VectorMaths.BIASED);
      FloatVector r = n.fma(VectorMaths.LN2_HIGH, y);
      r = n.fma(VectorMaths.LN2_LOW, r).neg();
      FloatVector p = VectorMaths.POWER_4.fma(r, VectorMaths.POWER_3);
      p = p.fma(r, VectorMaths.POWER_2);
      p = p.fma(r, VectorMaths.POWER_1);
      p = p.fma(r, VectorMaths.POWER_0);
      p = p.fma(r, ONE);
      p = p.fma(r, ONE);
      IntVector two =
          rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, VectorMaths.MANTISSA_BITS);
      IntVector bits = p.mul(two.reinterpretAsFloats()).reinterpretAsInts();
      IntVector size = y.reinterpretAsInts();
      IntVector near = size.sub(LAST_BITS).lanewise(VectorOperators.ASHR, 31);
      IntVector none = VectorMaths.INFINITY_BITS.sub(size).lanewise(VectorOperators.ASHR, 31);
      bits = bits.and(near);
      bits.or(none).reinterpretAsFloats().intoArray(z, zAt + i);
    }
  }

  /**
   * @param e the powers
   */
  private static void sum(float[] x, int xAt, float[] e, int eAt, float[] z, int zAt, int count) {
    if (xAt < 0 || xAt > x.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + x.length + " from " + xAt);
    }
    if (eAt < 0 || eAt > e.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + e.length + " from " + eAt);
    }
    if (zAt < 0 || zAt > z.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + z.length + " from " + zAt);
    }
    for (int i = 0; i < count; i += LANES) {
      FloatVector some = FloatVector.fromArray(VectorTiles.SPECIES, x, xAt + i);
      FloatVector q = ONE.div(some.abs().fma(RATES, ONE));
      FloatVector p = TAIL_9.fma(q, TAIL_8);
      p = p.fma(q, TAIL_7);
      p = p.fma(q, TAIL_6);
      p = p.fma(q, TAIL_5);
      p = p.fma(q, TAIL_4);
      p = p.fma(q, TAIL_3);
      p = p.fma(q, TAIL_2);
      p = p.fma(q, TAIL_1);
      FloatVector tail = p.mul(q);
      IntVector sign = some.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
      IntVector from = TWO.reinterpretAsInts().lanewise(VectorOperators.AND_NOT, sign);
      FloatVector power = FloatVector.fromArray(VectorTiles.SPECIES, e, eAt + i);
      tail = power.mul(tail);
      tail.sub(from.reinterpretAsFloats()).abs().intoArray(z, zAt + i);
    }
  }
}
