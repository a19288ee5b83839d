package dev.netc.runtime;

import dev.netc.runtime.BlockKernels.Function;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of float vectors, right to about two units in the last place. Made of sums and products
 * only, so that interpreter and C2 give the same bits, which those of {@link VectorOperators} do
 * not.
 *
 * <p>Polynomials of {@code exp} and {@code log} are those of S. L. Moshier's Cephes library (1989),
 * found by the Remez algorithm; those of {@code erf} were fitted in the same sense.
 *
 * <p>C2 stops inlining in a method of many operations, and of what it does not inline the vectors
 * that go in and out become objects; so do those of a loop that it puts into another. So a function
 * is a few passes over a block, each a loop of some thirty operations that calls nothing else, with
 * constants that are vectors already; and what is rare is not done with vectors. Passes are too
 * long for C2 to put them into who calls them, which it does up to 325 bytes of code ({@code
 * FreqInlineSize}): they check their positions themselves, and write polynomials term by term.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // as published
final class VectorMaths {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  private static final FloatVector ZERO = all(0f);
  private static final FloatVector ONE = all(1f);
  static final FloatVector LOG2_E = all(VectorPlainMaths.LOG2_E);

  /**
   * ln 2 in two parts, of which the first has few bits: its products with whole numbers are exact.
   */
  static final FloatVector LN2_HIGH = all(VectorPlainMaths.LN2_HIGH);

  static final FloatVector LN2_LOW = all(VectorPlainMaths.LN2_LOW);
  static final FloatVector MINUS_LN2_HIGH = all(-0.693359375f);
  static final FloatVector MINUS_LN2_LOW = all(2.12194440e-4f);

  /** Added to a small number, this leaves its nearest whole number in the low bits. */
  private static final FloatVector ROUNDING = all(VectorPlainMaths.ROUNDING);

  private static final int ROUNDING_BITS = Float.floatToRawIntBits(12582912f);
  static final int EXPONENT_BIAS = 127;
  static final int MANTISSA_BITS = 23;

  /** (e^r - 1 - r) / r^2 for |r| at most half of ln 2. */
  private static final FloatVector EXP_0 = all(VectorPlainMaths.EXP_0);

  private static final FloatVector EXP_1 = all(VectorPlainMaths.EXP_1);
  private static final FloatVector EXP_2 = all(VectorPlainMaths.EXP_2);
  private static final FloatVector EXP_3 = all(VectorPlainMaths.EXP_3);
  private static final FloatVector EXP_4 = all(VectorPlainMaths.EXP_4);
  private static final FloatVector EXP_5 = all(VectorPlainMaths.EXP_5);

  /**
   * Here both halves of 2^n have come to zero. A product that gets too small for a float by itself,
   * from -104 on, takes a hundred times as long, and that is what masked scores are.
   */
  private static final FloatVector LEAST_EXPONENT = all(-176f);

  private static final FloatVector GREATEST_EXPONENT = all(89f);
  private static final FloatVector LEAST_POWER = all(-30f);
  static final FloatVector HALF = all(0.5f);

  /** {@link #ROUNDING} that adds the bias of an exponent too, so that bits need but be shifted. */
  static final FloatVector BIASED = all(VectorPlainMaths.BIASED);

  /** What the power of two in front is infinite for. */
  static final int INFINITE_POWER_BITS = Float.floatToRawIntBits(12582912f + EXPONENT_BIAS + 128);

  /** (e^r - 1 - r) / r^2 for |r| at most half of ln 2, for a relative error of e^r of 3e-9. */
  static final FloatVector POWER_0 = all(VectorPlainMaths.POWER_0);

  static final FloatVector POWER_1 = all(VectorPlainMaths.POWER_1);
  static final FloatVector POWER_2 = all(VectorPlainMaths.POWER_2);
  static final FloatVector POWER_3 = all(VectorPlainMaths.POWER_3);
  static final FloatVector POWER_4 = all(VectorPlainMaths.POWER_4);

  /** (e^(2 s) - 1 - 2 s) / 2 s^2, for a relative error of e^(2 s) - 1 of 2e-8; from 1 on. */
  static final FloatVector TANH_1 = all(VectorPlainMaths.TANH_1);

  static final FloatVector TANH_2 = all(VectorPlainMaths.TANH_2);
  static final FloatVector TANH_3 = all(VectorPlainMaths.TANH_3);
  static final FloatVector TANH_4 = all(VectorPlainMaths.TANH_4);
  static final FloatVector TWICE_LOG2_E = all(VectorPlainMaths.TWICE_LOG2_E);
  static final FloatVector MINUS_HALF_LN2_HIGH = all(-0.693359375f / 2);
  static final FloatVector MINUS_HALF_LN2_LOW = all(2.12194440e-4f / 2);

  /** From here on tanh is 1, to the last place. */
  static final int FLAT_TANH_BITS = Float.floatToRawIntBits(9.1f);

  /** Bits of the root of one half: mantissas are taken between it and the root of two. */
  static final int ROOT_HALF_BITS = 0x3f3504f3;

  private static final FloatVector LOG_0 = all(VectorPlainMaths.LOG_0);
  private static final FloatVector LOG_1 = all(VectorPlainMaths.LOG_1);
  private static final FloatVector LOG_2 = all(VectorPlainMaths.LOG_2);
  private static final FloatVector LOG_3 = all(VectorPlainMaths.LOG_3);
  private static final FloatVector LOG_4 = all(VectorPlainMaths.LOG_4);
  private static final FloatVector LOG_5 = all(VectorPlainMaths.LOG_5);
  private static final FloatVector LOG_6 = all(VectorPlainMaths.LOG_6);
  private static final FloatVector LOG_7 = all(VectorPlainMaths.LOG_7);
  private static final FloatVector LOG_8 = all(VectorPlainMaths.LOG_8);
  static final FloatVector MINUS_HALF = all(-0.5f);
  private static final FloatVector LEAST_NORMAL = all(Float.MIN_NORMAL);
  private static final FloatVector INFINITY = all(Float.POSITIVE_INFINITY);
  static final IntVector INFINITY_BITS = INFINITY.reinterpretAsInts();

  /** (erf x - x) / x by powers of x squared, up to 0.95. */
  private static final FloatVector ERF_0 = all(0.12837917f);

  private static final FloatVector ERF_1 = all(-0.37612632f);
  private static final FloatVector ERF_2 = all(0.11283664f);
  private static final FloatVector ERF_3 = all(-0.026857706f);
  private static final FloatVector ERF_4 = all(0.0051969537f);
  private static final FloatVector ERF_5 = all(-0.0008097717f);
  private static final FloatVector ERF_6 = all(8.18514e-05f);

  /** ln(1 - erf x) by powers of x, from 0.9 to 4. */
  private static final FloatVector ERFC_0 = all(-0.00016644654f);

  private static final FloatVector ERFC_1 = all(-1.1277972f);
  private static final FloatVector ERFC_2 = all(-0.63697606f);
  private static final FloatVector ERFC_3 = all(-0.10411369f);
  private static final FloatVector ERFC_4 = all(0.022315217f);
  private static final FloatVector ERFC_5 = all(-0.0030654916f);
  private static final FloatVector ERFC_6 = all(0.0001982198f);
  private static final FloatVector NEAR = all(0.92f);

  /** From here on erf is 1, to the last place. */
  private static final FloatVector FLAT_ERF = all(4f);

  private VectorMaths() {}

  static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  /** A loop over whole vectors: from x and t to t or z, where t is for what lies between. */
  private interface Pass {
    void run(float[] x, int xAt, float[] t, float[] z, int zAt, int count);
  }

  private static final Pass[] EXP = {(x, xAt, t, z, zAt, count) -> exp(x, xAt, z, zAt, count)};
  private static final Pass[] EXPM1 = {(x, xAt, t, z, zAt, count) -> expm1(x, xAt, z, zAt, count)};
  private static final Pass[] LOG = {
    (x, xAt, t, z, zAt, count) -> log(Function.LOG, ZERO, x, xAt, z, zAt, count)
  };
  private static final Pass[] LOG1P = {
    (x, xAt, t, z, zAt, count) -> log(Function.LOG1P, ONE, x, xAt, z, zAt, count)
  };

  private static final Pass[] SIGMOID = {
    (x, xAt, t, z, zAt, count) -> sigmoid(x, xAt, z, zAt, count)
  };
  private static final Pass[] TANH = {(x, xAt, t, z, zAt, count) -> tanh(x, xAt, z, zAt, count)};

  /** One polynomial up to 0.92, and e to another one, 1 - erf x, beyond. */
  private static final Pass[] ERF = {
    (x, xAt, t, z, zAt, count) -> erfc(x, xAt, t, count), VectorMaths::erf
  };

  private static Pass[] passes(Function function) {
    return switch (function) {
      case EXP -> EXP;
      case EXPM1 -> EXPM1;
      case LOG -> LOG;
      case LOG1P -> LOG1P;
      case TANH -> TANH;
      case SIGMOID -> SIGMOID;
      case ERF -> ERF;
      default -> throw new AssertionError(function);
    };
  }

  /** z = f(x) for {@code count} elements. */
  static void map(Function function, float[] x, int xAt, float[] z, int zAt, int count) {
    Pass[] passes = passes(function);
    int whole = count / LANES * LANES;
    VectorScratch scratch = VectorScratch.local();
    float[] t = scratch.sums(whole + LANES);
    for (Pass pass : passes) {
      pass.run(x, xAt, t, z, zAt, whole);
    }
    int rest = count - whole;
    if (rest > 0) {
      // In the same way as all others: what an element becomes must not depend on its place.
      float[] padded = scratch.lanes(LANES);
      System.arraycopy(x, xAt + whole, padded, 0, rest);
      Arrays.fill(padded, rest, LANES, 1f);
      for (Pass pass : passes) {
        pass.run(padded, 0, t, padded, 0, LANES);
      }
      System.arraycopy(padded, 0, z, zAt + whole, rest);
    }
  }

  /** e^x = 2^n e^r with |r| at most half of ln 2. */
  private static void exp(float[] x, int xAt, float[] z, int zAt, int count) {
    if (count < 0 || xAt < 0 || xAt > x.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + x.length + " from " + xAt);
    }
    if (zAt < 0 || zAt > z.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + z.length + " from " + zAt);
    }
    for (int i = 0; i < count; i += LANES) {
      FloatVector y = FloatVector.fromArray(SPECIES, x, xAt + i);
      y = y.max(LEAST_EXPONENT).min(GREATEST_EXPONENT);
      FloatVector n = y.fma(LOG2_E, ROUNDING).sub(ROUNDING);
      FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, y));
      FloatVector p = EXP_5.fma(r, EXP_4);
      p = p.fma(r, EXP_3);
      p = p.fma(r, EXP_2);
      p = p.fma(r, EXP_1);
      p = p.fma(r, EXP_0);
      p = p.fma(r.mul(r), r).add(ONE);
      // 2^n in two factors: one alone is out of range where the result is tiny or infinite.
      FloatVector half = n.fma(HALF, ROUNDING);
      FloatVector other = n.sub(half.sub(ROUNDING)).add(ROUNDING);
      IntVector first = half.reinterpretAsInts().add(EXPONENT_BIAS);
      IntVector second = other.reinterpretAsInts().add(EXPONENT_BIAS);
      p.mul(first.lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats())
          .mul(second.lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats())
          .intoArray(z, zAt + i);
    }
  }

  /** e^x - 1 = 2^n (e^r - 1) + (2^n - 1). */
  private static void expm1(float[] x, int xAt, float[] z, int zAt, int count) {
    if (count < 0 || xAt < 0 || xAt > x.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + x.length + " from " + xAt);
    }
    if (zAt < 0 || zAt > z.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + z.length + " from " + zAt);
    }
    for (int i = 0; i < count; i += LANES) {
      FloatVector y = FloatVector.fromArray(SPECIES, x, xAt + i);
      y = y.max(LEAST_EXPONENT).min(GREATEST_EXPONENT);
      FloatVector n = y.fma(LOG2_E, ROUNDING).sub(ROUNDING);
      FloatVector r = n.fma(MINUS_LN2_HIGH, y);
      r = n.fma(MINUS_LN2_LOW, r);
      FloatVector square = r.mul(r);
      FloatVector p = EXP_5.fma(r, EXP_4);
      p = p.fma(r, EXP_3);
      p = p.fma(r, EXP_2);
      p = p.fma(r, EXP_1);
      p = p.fma(r, EXP_0);
      p = p.fma(square, r);
      // A half of 2^n, which is itself out of range at the upper end; below 2^-30 all is -1.
      FloatVector half = n.max(LEAST_POWER).sub(ONE);
      half = half.add(ROUNDING);
      IntVector bits = half.reinterpretAsInts().add(EXPONENT_BIAS);
      half = bits.lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
      FloatVector result = half.fma(p, half.sub(HALF));
      result.add(result).intoArray(z, zAt + i);
    }
  }

  /**
   * With t = 1 / (1 + e^|x|), it is t where x is negative, and else 1 - t. Where 2^n is infinite t
   * is 0. Bounds are set to bits, as a minimum of floats takes six instructions.
   */
  static void sigmoid(float[] x, int xAt, float[] z, int zAt, int count) {
    if (count < 0 || xAt < 0 || xAt > x.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + x.length + " from " + xAt);
    }
    if (zAt < 0 || zAt > z.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + z.length + " from " + zAt);
    }
    for (int i = 0; i < count; i += LANES) {
      FloatVector some = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector y = some.abs();
      IntVector rounded = y.fma(LOG2_E, BIASED).reinterpretAsInts();
      rounded = rounded.lanewise(VectorOperators.MIN, INFINITE_POWER_BITS);
      FloatVector n = rounded.reinterpretAsFloats().sub(BIASED);
      FloatVector r = n.fma(MINUS_LN2_HIGH, y);
      r = n.fma(MINUS_LN2_LOW, r);
      FloatVector p = POWER_4.fma(r, POWER_3);
      p = p.fma(r, POWER_2);
      p = p.fma(r, POWER_1);
      p = p.fma(r, POWER_0);
      p = p.fma(r, ONE);
      p = p.fma(r, ONE);
      FloatVector power =
          rounded.lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
      FloatVector t = ONE.div(p.fma(power, ONE));
      IntVector sign = some.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
      IntVector from = ONE.reinterpretAsInts().lanewise(VectorOperators.AND_NOT, sign);
      t.sub(from.reinterpretAsFloats()).abs().intoArray(z, zAt + i);
    }
  }

  /**
   * With e = (e^(2 |x|) - 1) / 2 = 2^n (e^(2 s) - 1) / 2 + (2^n - 1) / 2, it is e / (e + 1), with
   * the sign of x. NaN, which the bound has made a number, becomes all ones again.
   */
  static void tanh(float[] x, int xAt, float[] z, int zAt, int count) {
    if (count < 0 || xAt < 0 || xAt > x.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + x.length + " from " + xAt);
    }
    if (zAt < 0 || zAt > z.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + z.length + " from " + zAt);
    }
    for (int i = 0; i < count; i += LANES) {
      IntVector bits = FloatVector.fromArray(SPECIES, x, xAt + i).reinterpretAsInts();
      IntVector sizeBits = bits.and(Integer.MAX_VALUE);
      FloatVector size =
          sizeBits.lanewise(VectorOperators.MIN, FLAT_TANH_BITS).reinterpretAsFloats();
      FloatVector rounded = size.fma(TWICE_LOG2_E, BIASED);
      FloatVector n = rounded.sub(BIASED);
      FloatVector s = n.fma(MINUS_HALF_LN2_LOW, n.fma(MINUS_HALF_LN2_HIGH, size));
      FloatVector p = TANH_4.fma(s, TANH_3);
      p = p.fma(s, TANH_2);
      p = p.fma(s, TANH_1);
      p = p.fma(s, ONE);
      p = p.fma(s.mul(s), s);
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
              .reinterpretAsFloats();
      FloatVector e = power.fma(p, power.fma(HALF, MINUS_HALF));
      IntVector none = INFINITY_BITS.sub(sizeBits).lanewise(VectorOperators.ASHR, 31);
      e.div(e.add(ONE))
          .reinterpretAsInts()
          .or(bits.and(Integer.MIN_VALUE))
          .or(none)
          .reinterpretAsFloats()
          .intoArray(z, zAt + i);
    }
  }

  /**
   * ln(x + a) = n ln 2 + ln m with m between the root of 1/2 and that of 2. What the rounding of x
   * + a has lost is added to m.
   */
  private static void log(
      Function function, FloatVector a, float[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector some = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector sum = some.add(a);
      VectorMask<Float> ordinary =
          sum.compare(VectorOperators.GE, LEAST_NORMAL)
              .and(sum.compare(VectorOperators.LT, INFINITY));
      if (ordinary.allTrue()) {
        FloatVector lost = some.sub(sum.sub(a));
        IntVector bits = sum.reinterpretAsInts();
        IntVector exponent = bits.sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        IntVector shifted = exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS);
        FloatVector m = bits.sub(shifted).reinterpretAsFloats();
        FloatVector scale = ONE.reinterpretAsInts().sub(shifted).reinterpretAsFloats();
        FloatVector r = lost.fma(scale, m.sub(ONE));
        // The exponent as a float: in the low bits of ROUNDING, whose own bits are whole.
        FloatVector n = exponent.add(ROUNDING_BITS).reinterpretAsFloats().sub(ROUNDING);
        FloatVector p = LOG_8.fma(r, LOG_7).fma(r, LOG_6).fma(r, LOG_5).fma(r, LOG_4);
        p = p.fma(r, LOG_3).fma(r, LOG_2).fma(r, LOG_1).fma(r, LOG_0);
        FloatVector square = r.mul(r);
        FloatVector y = n.fma(LN2_LOW, p.mul(r).mul(square));
        n.fma(LN2_HIGH, r.add(square.fma(MINUS_HALF, y))).intoArray(z, zAt + i);
      } else {
        VectorPlainMaths.log(function, a.lane(0), x, xAt + i, z, zAt + i, LANES);
      }
    }
  }

  /** 1 - erf |x| for |x| from 0.9 to 4; the exponent lies between -17 and 0. */
  private static void erfc(float[] x, int xAt, float[] t, int count) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector size = FloatVector.fromArray(SPECIES, x, xAt + i).abs().min(FLAT_ERF);
      FloatVector y = ERFC_6.fma(size, ERFC_5).fma(size, ERFC_4).fma(size, ERFC_3);
      y = y.fma(size, ERFC_2).fma(size, ERFC_1).fma(size, ERFC_0);
      FloatVector rounded = y.fma(LOG2_E, ROUNDING);
      FloatVector n = rounded.sub(ROUNDING);
      FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, y));
      FloatVector p = EXP_5.fma(r, EXP_4).fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0);
      p = p.fma(r.mul(r), r).add(ONE);
      IntVector bits = rounded.reinterpretAsInts().add(EXPONENT_BIAS);
      p.mul(bits.lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats())
          .intoArray(t, i);
    }
  }

  private static void erf(float[] x, int xAt, float[] t, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector some = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector square = some.mul(some);
      FloatVector p = ERF_6.fma(square, ERF_5).fma(square, ERF_4).fma(square, ERF_3);
      FloatVector near = p.fma(square, ERF_2).fma(square, ERF_1).fma(square, ERF_0).fma(some, some);
      IntVector far = ONE.sub(FloatVector.fromArray(SPECIES, t, i)).reinterpretAsInts();
      IntVector sign = some.reinterpretAsInts().and(Integer.MIN_VALUE);
      VectorMask<Float> isNear = some.abs().compare(VectorOperators.LT, NEAR);
      far.or(sign).reinterpretAsFloats().blend(near, isNear).intoArray(z, zAt + i);
    }
  }
}
