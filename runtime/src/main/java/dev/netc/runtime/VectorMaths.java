package dev.netc.runtime;

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
 * <p>Polynomials are those of S. L. Moshier's Cephes library (1989), found by the Remez algorithm.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // as published
final class VectorMaths {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  private static final float LOG2_E = 1.44269504f;

  /**
   * ln 2 in two parts, of which the first has few bits: its products with whole numbers are exact.
   */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** Added to a small number, this leaves its nearest whole number in the low bits. */
  private static final float ROUNDING = 12582912f;

  private static final int EXPONENT_BIAS = 127;
  private static final int MANTISSA_BITS = 23;
  private static final int MANTISSA = (1 << MANTISSA_BITS) - 1;

  private VectorMaths() {}

  /** A function of a vector. */
  private static FloatVector apply(FloatKernels.Function function, FloatVector x) {
    return switch (function) {
      case EXP -> exp(x);
      case LOG -> log(x);
      case TANH -> tanh(x);
      case SIGMOID -> sigmoid(x);
      case ERF -> erf(x);
    };
  }

  /** y = f(x) for {@code count} elements. */
  static void map(
      FloatKernels.Function function, float[] x, int xOffset, float[] y, int yOffset, int count) {
    // A loop for each function: C2 compiles each by itself, with nothing to decide inside.
    switch (function) {
      case EXP -> exps(x, xOffset, y, yOffset, count);
      case LOG -> logs(x, xOffset, y, yOffset, count);
      case TANH -> tanhs(x, xOffset, y, yOffset, count);
      case SIGMOID -> sigmoids(x, xOffset, y, yOffset, count);
      case ERF -> erfs(x, xOffset, y, yOffset, count);
    }
    int whole = count / LANES * LANES;
    if (whole < count) {
      VectorMask<Float> mask = SPECIES.indexInRange(whole, count);
      FloatVector last = FloatVector.fromArray(SPECIES, x, xOffset + whole, mask);
      apply(function, last).intoArray(y, yOffset + whole, mask);
    }
  }

  private static void exps(float[] x, int from, float[] y, int to, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      exp(FloatVector.fromArray(SPECIES, x, from + i)).intoArray(y, to + i);
    }
  }

  private static void logs(float[] x, int from, float[] y, int to, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      log(FloatVector.fromArray(SPECIES, x, from + i)).intoArray(y, to + i);
    }
  }

  private static void tanhs(float[] x, int from, float[] y, int to, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      tanh(FloatVector.fromArray(SPECIES, x, from + i)).intoArray(y, to + i);
    }
  }

  private static void sigmoids(float[] x, int from, float[] y, int to, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      sigmoid(FloatVector.fromArray(SPECIES, x, from + i)).intoArray(y, to + i);
    }
  }

  private static void erfs(float[] x, int from, float[] y, int to, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      erf(FloatVector.fromArray(SPECIES, x, from + i)).intoArray(y, to + i);
    }
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  /** e^x = 2^n e^r with |r| at most half of ln 2. */
  private static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(-104f).min(89f);
    FloatVector n = bounded.fma(constant(LOG2_E), constant(ROUNDING)).sub(ROUNDING);
    FloatVector r = n.fma(constant(-LN2_HIGH), bounded);
    r = n.fma(constant(-LN2_LOW), r);
    FloatVector p = constant(1.9875691500e-4f);
    p = p.fma(r, constant(1.3981999507e-3f));
    p = p.fma(r, constant(8.3334519073e-3f));
    p = p.fma(r, constant(4.1665795894e-2f));
    p = p.fma(r, constant(1.6666665459e-1f));
    p = p.fma(r, constant(5.0000001201e-1f));
    p = p.fma(r.mul(r), r).add(1f);
    // 2^n in two factors: one alone is out of range where the result is tiny or infinite.
    FloatVector half = n.fma(constant(0.5f), constant(ROUNDING));
    FloatVector rest = n.sub(half.sub(ROUNDING)).add(ROUNDING);
    return p.mul(power(half)).mul(power(rest));
  }

  /** 2^n, of n + ROUNDING. */
  private static FloatVector power(FloatVector rounded) {
    IntVector bits = rounded.reinterpretAsInts().add(EXPONENT_BIAS);
    return bits.lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
  }

  private static FloatVector sigmoid(FloatVector x) {
    return constant(1f).div(exp(x.neg()).add(1f));
  }

  private static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector square = x.mul(x);
    FloatVector p = constant(-5.70498872745e-3f);
    p = p.fma(square, constant(2.06390887954e-2f));
    p = p.fma(square, constant(-5.37397155531e-2f));
    p = p.fma(square, constant(1.33314422036e-1f));
    p = p.fma(square, constant(-3.33332819422e-1f));
    FloatVector near = p.mul(square).fma(x, x);
    FloatVector far = constant(1f).sub(constant(2f).div(exp(size.add(size)).add(1f)));
    VectorMask<Float> isNear = size.compare(VectorOperators.LT, 0.625f);
    return withSign(far, x).blend(near, isNear);
  }

  /** A number that is not negative, with the sign of another. */
  private static FloatVector withSign(FloatVector size, FloatVector x) {
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return size.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  /** ln x = n ln 2 + ln m with m between the root of 1/2 and that of 2. */
  private static FloatVector log(FloatVector x) {
    VectorMask<Float> isTiny = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    FloatVector normal = x.blend(x.mul(8388608f), isTiny);
    IntVector bits = normal.reinterpretAsInts();
    IntVector mantissa = bits.and(MANTISSA).or(EXPONENT_BIAS << MANTISSA_BITS);
    FloatVector m = mantissa.reinterpretAsFloats();
    // The exponent as a float: in the low bits of ROUNDING, whose own bits are whole.
    IntVector exponent = bits.lanewise(VectorOperators.LSHR, MANTISSA_BITS).and(255);
    FloatVector n =
        exponent
            .add(Float.floatToRawIntBits(ROUNDING))
            .reinterpretAsFloats()
            .sub(ROUNDING + EXPONENT_BIAS);
    n = n.blend(n.sub(MANTISSA_BITS), isTiny);
    VectorMask<Float> isGreat = m.compare(VectorOperators.GT, 1.41421356f);
    m = m.blend(m.mul(0.5f), isGreat);
    n = n.blend(n.add(1f), isGreat);
    FloatVector r = m.sub(1f);
    FloatVector square = r.mul(r);
    FloatVector p = constant(7.0376836292e-2f);
    p = p.fma(r, constant(-1.1514610310e-1f));
    p = p.fma(r, constant(1.1676998740e-1f));
    p = p.fma(r, constant(-1.2420140846e-1f));
    p = p.fma(r, constant(1.4249322787e-1f));
    p = p.fma(r, constant(-1.6668057665e-1f));
    p = p.fma(r, constant(2.0000714765e-1f));
    p = p.fma(r, constant(-2.4999993993e-1f));
    p = p.fma(r, constant(3.3333331174e-1f));
    FloatVector y = p.mul(r).mul(square);
    y = n.fma(constant(LN2_LOW), y);
    y = square.fma(constant(-0.5f), y);
    FloatVector result = n.fma(constant(LN2_HIGH), r.add(y));
    result =
        result.blend(
            Float.POSITIVE_INFINITY, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
    result = result.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    result = result.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
    return result.blend(x, x.compare(VectorOperators.NE, x));
  }

  private static FloatVector erf(FloatVector x) {
    FloatVector square = x.mul(x);
    FloatVector p = constant(7.853861353153693e-5f);
    p = p.fma(square, constant(-8.010193625184903e-4f));
    p = p.fma(square, constant(5.188327685732524e-3f));
    p = p.fma(square, constant(-2.685381193529856e-2f));
    p = p.fma(square, constant(1.128358514861418e-1f));
    p = p.fma(square, constant(-3.761262582423300e-1f));
    p = p.fma(square, constant(1.128379165726710f));
    FloatVector near = p.mul(x);
    FloatVector size = x.abs();
    FloatVector inverse = constant(1f).div(size);
    FloatVector z = inverse.mul(inverse);
    FloatVector q = constant(2.326819970068386e-2f);
    q = q.fma(z, constant(-1.387039388740657e-1f));
    q = q.fma(z, constant(3.687424674597105e-1f));
    q = q.fma(z, constant(-5.824733027278666e-1f));
    q = q.fma(z, constant(6.210004621745983e-1f));
    q = q.fma(z, constant(-4.944515323274145e-1f));
    q = q.fma(z, constant(3.404879937665872e-1f));
    q = q.fma(z, constant(-2.741127028184656e-1f));
    q = q.fma(z, constant(5.638259427386472e-1f));
    FloatVector tail = exp(square.neg()).mul(inverse).mul(q);
    FloatVector far = constant(1f).sub(tail);
    // From 4 on it is 1 to the last place, while the polynomial is right up to 2 and small beyond.
    far = far.blend(1f, size.compare(VectorOperators.GE, 4f));
    FloatVector result = withSign(far, x).blend(near, size.compare(VectorOperators.LT, 1f));
    return result.blend(x, x.compare(VectorOperators.NE, x));
  }
}
