package dev.netc.runtime;

import dev.netc.runtime.BlockKernels.Function;

/** The functions of {@link VectorMaths} for one element after the other, with the same bits. */
@SuppressWarnings("FloatingPointLiteralPrecision") // as published
final class VectorPlainMaths {
  static final float LOG2_E = 1.44269504f;
  static final float TWICE_LOG2_E = 2 * LOG2_E;

  /** ln 2 in two parts, here and below: see {@link VectorMaths} for what they all are. */
  static final float LN2_HIGH = 0.693359375f;

  static final float LN2_LOW = -2.12194440e-4f;
  static final float ROUNDING = 12582912f;
  static final float BIASED = ROUNDING + VectorMaths.EXPONENT_BIAS;
  static final float EXP_0 = 5.0000001201e-1f;
  static final float EXP_1 = 1.6666665459e-1f;
  static final float EXP_2 = 4.1665795894e-2f;
  static final float EXP_3 = 8.3334519073e-3f;
  static final float EXP_4 = 1.3981999507e-3f;
  static final float EXP_5 = 1.9875691500e-4f;
  static final float POWER_0 = 0.49999994f;
  static final float POWER_1 = 0.16666521f;
  static final float POWER_2 = 0.04166839f;
  static final float POWER_3 = 0.008368745f;
  static final float POWER_4 = 0.0013814541f;
  static final float TANH_1 = 0.66666174f;
  static final float TANH_2 = 0.33333024f;
  static final float TANH_3 = 0.13386577f;
  static final float TANH_4 = 0.04462879f;
  static final float LOG_0 = 3.3333331174e-1f;
  static final float LOG_1 = -2.4999993993e-1f;
  static final float LOG_2 = 2.0000714765e-1f;
  static final float LOG_3 = -1.6668057665e-1f;
  static final float LOG_4 = 1.4249322787e-1f;
  static final float LOG_5 = -1.2420140846e-1f;
  static final float LOG_6 = 1.1676998740e-1f;
  static final float LOG_7 = -1.1514610310e-1f;
  static final float LOG_8 = 7.0376836292e-2f;

  private VectorPlainMaths() {}

  /** z = f(x) for {@code count} elements. */
  static void map(Function function, float[] x, int xAt, float[] z, int zAt, int count) {
    switch (function) {
      case EXP -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = exp(x[xAt + i]);
        }
      }
      case EXPM1 -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = expm1(x[xAt + i]);
        }
      }
      case LOG -> log(function, 0, x, xAt, z, zAt, count);
      case LOG1P -> log(function, 1, x, xAt, z, zAt, count);
      case SIGMOID -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = sigmoid(x[xAt + i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = tanh(x[xAt + i]);
        }
      }
      case ERF -> VectorMaths.map(function, x, xAt, z, zAt, count);
      default -> ScalarBlocks.PLAIN.map(function, x, xAt, z, zAt, count);
    }
  }

  /** 2 to the power of what has been rounded into the low bits, with a bias. */
  private static float power(int bits) {
    return Float.intBitsToFloat(bits << VectorMaths.MANTISSA_BITS);
  }

  private static float exp(float x) {
    float y = Math.min(Math.max(x, -176f), 89f);
    float n = Math.fma(y, LOG2_E, ROUNDING) - ROUNDING;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
    float p = Math.fma(r * r, expPolynomial(r), r) + 1;
    float half = Math.fma(n, 0.5f, ROUNDING);
    float other = n - (half - ROUNDING) + ROUNDING;
    return p
        * power(Float.floatToRawIntBits(half) + VectorMaths.EXPONENT_BIAS)
        * power(Float.floatToRawIntBits(other) + VectorMaths.EXPONENT_BIAS);
  }

  private static float expm1(float x) {
    float y = Math.min(Math.max(x, -176f), 89f);
    float n = Math.fma(y, LOG2_E, ROUNDING) - ROUNDING;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
    float p = Math.fma(expPolynomial(r), r * r, r);
    float exponent = Math.max(n, -30f) - 1 + ROUNDING;
    float half = power(Float.floatToRawIntBits(exponent) + VectorMaths.EXPONENT_BIAS);
    float result = Math.fma(half, p, half - 0.5f);
    return result + result;
  }

  private static float expPolynomial(float r) {
    float p = Math.fma(EXP_5, r, EXP_4);
    p = Math.fma(p, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    p = Math.fma(p, r, EXP_1);
    return Math.fma(p, r, EXP_0);
  }

  private static float sigmoid(float x) {
    float y = Math.abs(x);
    int rounded =
        Math.min(
            Float.floatToRawIntBits(Math.fma(y, LOG2_E, BIASED)), VectorMaths.INFINITE_POWER_BITS);
    float n = Float.intBitsToFloat(rounded) - BIASED;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
    float p = Math.fma(POWER_4, r, POWER_3);
    p = Math.fma(p, r, POWER_2);
    p = Math.fma(p, r, POWER_1);
    p = Math.fma(p, r, POWER_0);
    p = Math.fma(Math.fma(p, r, 1), r, 1);
    float t = 1 / Math.fma(p, power(rounded), 1);
    return Math.abs(t - (Float.floatToRawIntBits(x) < 0 ? 0 : 1));
  }

  private static float tanh(float x) {
    int bits = Float.floatToRawIntBits(x);
    int sizeBits = bits & Integer.MAX_VALUE;
    float size = Float.intBitsToFloat(Math.min(sizeBits, VectorMaths.FLAT_TANH_BITS));
    float rounded = Math.fma(size, TWICE_LOG2_E, BIASED);
    float n = rounded - BIASED;
    float s = Math.fma(n, -LN2_LOW / 2, Math.fma(n, -LN2_HIGH / 2, size));
    float p = Math.fma(TANH_4, s, TANH_3);
    p = Math.fma(p, s, TANH_2);
    p = Math.fma(p, s, TANH_1);
    p = Math.fma(p, s, 1);
    p = Math.fma(p, s * s, s);
    float power = power(Float.floatToRawIntBits(rounded));
    float e = Math.fma(power, p, Math.fma(power, 0.5f, -0.5f));
    int result = Float.floatToRawIntBits(e / (e + 1)) | bits & Integer.MIN_VALUE;
    return Float.intBitsToFloat(sizeBits > 0x7f800000 ? -1 : result);
  }

  /** ln(x + a); where that has no ordinary value, as {@link ScalarBlocks} does it. */
  static void log(Function function, float a, float[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      float some = x[xAt + i];
      float sum = some + a;
      if (sum >= Float.MIN_NORMAL && sum < Float.POSITIVE_INFINITY) {
        z[zAt + i] = log(sum, some - (sum - a));
      } else {
        ScalarBlocks.PLAIN.map(function, x, xAt + i, z, zAt + i, 1);
      }
    }
  }

  private static float log(float sum, float lost) {
    int bits = Float.floatToRawIntBits(sum);
    int exponent = bits - VectorMaths.ROOT_HALF_BITS >> VectorMaths.MANTISSA_BITS;
    int shifted = exponent << VectorMaths.MANTISSA_BITS;
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(1) - shifted);
    float r = Math.fma(lost, scale, Float.intBitsToFloat(bits - shifted) - 1);
    float p = Math.fma(LOG_8, r, LOG_7);
    p = Math.fma(p, r, LOG_6);
    p = Math.fma(p, r, LOG_5);
    p = Math.fma(p, r, LOG_4);
    p = Math.fma(p, r, LOG_3);
    p = Math.fma(p, r, LOG_2);
    p = Math.fma(p, r, LOG_1);
    p = Math.fma(p, r, LOG_0);
    float square = r * r;
    float y = Math.fma(exponent, LN2_LOW, p * r * square);
    return Math.fma(exponent, LN2_HIGH, r + Math.fma(square, -0.5f, y));
  }
}
