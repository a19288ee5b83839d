package dev.netc.runtime;

import dev.netc.runtime.BlockKernels.Function;
import dev.netc.runtime.BlockKernels.Operator;

/**
 * Functions of adjacent elements, a block of an array at a time: what loops of networks are made of
 * that C2 does not vectorise, since they choose, call functions, or start at several offsets.
 *
 * <p>Each method sets {@code count} elements of its last array to a function of as many elements of
 * the others, all from the given positions on. An operand without a position is one number for all
 * elements. The result may be the very elements of an operand, but not overlap them otherwise.
 *
 * <p>Truth values are elements that are zero for false; methods that find truths make 1 of true.
 */
public final class Blocks {
  private static final BlockKernels BEST = FloatKernels.BEST.blocks();

  private static final int USUAL_SCRATCH = 4096;

  private static final ThreadLocal<float[]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[USUAL_SCRATCH]);

  private static final ThreadLocal<float[]> ROWS = ThreadLocal.withInitial(() -> new float[0]);

  private Blocks() {}

  /** At least so many elements, this thread's until its next call. What they hold is arbitrary. */
  public static float[] scratch(int length) {
    float[] scratch = SCRATCH.get();
    if (scratch.length < length) {
      scratch = new float[length];
      SCRATCH.set(scratch);
    }
    return scratch;
  }

  /** The same, of other memory: for several rows. */
  public static float[] rows(int length) {
    float[] rows = ROWS.get();
    if (rows.length < length) {
      rows = new float[length];
      ROWS.set(rows);
    }
    return rows;
  }

  /** z = every {@code stride}th element of x. */
  public static void load(float[] x, int xAt, int stride, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      z[zAt + i] = x[xAt + i * stride];
    }
  }

  /** z = x as numbers. */
  public static void load(boolean[] x, int xAt, float[] z, int zAt, int count) {
    BEST.load(x, xAt, z, zAt, count);
  }

  /** z = x as truth values. */
  public static void store(float[] x, int xAt, boolean[] z, int zAt, int count) {
    BEST.store(x, xAt, z, zAt, count);
  }

  /**
   * z = the random numbers of a stream, uniform in [0, 1), from number {@code index} on.
   *
   * @param low half of the key
   * @param high half of the key
   */
  public static void uniform(
      int low, int high, int stream, long index, float[] z, int zAt, int count) {
    RandomBits.uniform(low, high, stream, index, z, zAt, count);
  }

  /** z = -x. */
  public static void neg(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.NEG, x, xAt, z, zAt, count);
  }

  /** z = |x|. */
  public static void abs(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.ABS, x, xAt, z, zAt, count);
  }

  /** z = the sign of x: -1, 0 or 1. */
  public static void sign(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.SIGN, x, xAt, z, zAt, count);
  }

  /** z = x rounded down. */
  public static void floor(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.FLOOR, x, xAt, z, zAt, count);
  }

  /** z = x rounded up. */
  public static void ceil(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.CEIL, x, xAt, z, zAt, count);
  }

  /** z = x rounded to the nearest whole number, halves to the even one. */
  public static void round(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.ROUND, x, xAt, z, zAt, count);
  }

  /** z = e<sup>x</sup>. */
  public static void exp(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.EXP, x, xAt, z, zAt, count);
  }

  /** z = e<sup>x</sup> - 1. */
  public static void expm1(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.EXPM1, x, xAt, z, zAt, count);
  }

  /** z = the natural logarithm of x. */
  public static void log(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.LOG, x, xAt, z, zAt, count);
  }

  /** z = the natural logarithm of 1 + x. */
  public static void log1p(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.LOG1P, x, xAt, z, zAt, count);
  }

  /** z = the square root of x. */
  public static void sqrt(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.SQRT, x, xAt, z, zAt, count);
  }

  /** z = the sine of x. */
  public static void sin(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.SIN, x, xAt, z, zAt, count);
  }

  /** z = the cosine of x. */
  public static void cos(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.COS, x, xAt, z, zAt, count);
  }

  /** z = the hyperbolic tangent of x. */
  public static void tanh(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.TANH, x, xAt, z, zAt, count);
  }

  /** z = 1 / (1 + e<sup>-x</sup>). */
  public static void sigmoid(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.SIGMOID, x, xAt, z, zAt, count);
  }

  /** z = the error function of x. */
  public static void erf(float[] x, int xAt, float[] z, int zAt, int count) {
    BEST.map(Function.ERF, x, xAt, z, zAt, count);
  }

  /** z = x + y. */
  public static void add(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.ADD, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x + y. */
  public static void add(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.ADD, x, xAt, y, z, zAt, count);
  }

  /** z = x - y. */
  public static void sub(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.SUB, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x - y. */
  public static void sub(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.SUB, x, xAt, y, z, zAt, count);
  }

  /** z = x - y. */
  public static void sub(float x, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.SUB_SWAPPED, y, yAt, x, z, zAt, count);
  }

  /** z = x * y. */
  public static void mul(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.MUL, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x * y. */
  public static void mul(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.MUL, x, xAt, y, z, zAt, count);
  }

  /** z = x / y. */
  public static void div(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.DIV, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x / y. */
  public static void div(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.DIV, x, xAt, y, z, zAt, count);
  }

  /** z = x / y. */
  public static void div(float x, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.DIV_SWAPPED, y, yAt, x, z, zAt, count);
  }

  /** z = the greater of x and y; NaN if one is. */
  public static void max(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.MAX, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = the greater of x and y; NaN if one is. */
  public static void max(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.MAX, x, xAt, y, z, zAt, count);
  }

  /** z = the less of x and y; NaN if one is. */
  public static void min(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.MIN, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = the less of x and y; NaN if one is. */
  public static void min(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.MIN, x, xAt, y, z, zAt, count);
  }

  /** z = x to the power of y. */
  public static void pow(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.POW, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x to the power of y. */
  public static void pow(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.POW, x, xAt, y, z, zAt, count);
  }

  /** z = the remainder of x / y, with the sign of y. */
  public static void rem(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.REM, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = the remainder of x / y, with the sign of y. */
  public static void rem(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.REM, x, xAt, y, z, zAt, count);
  }

  /** z = x == y. */
  public static void eq(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.EQ, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x == y. */
  public static void eq(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.EQ, x, xAt, y, z, zAt, count);
  }

  /** z = x != y. */
  public static void ne(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.NE, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x != y. */
  public static void ne(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.NE, x, xAt, y, z, zAt, count);
  }

  /** z = x &lt; y. */
  public static void lt(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.LT, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x &lt; y. */
  public static void lt(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.LT, x, xAt, y, z, zAt, count);
  }

  /** z = x &lt; y. */
  public static void lt(float x, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.GT, y, yAt, x, z, zAt, count);
  }

  /** z = x &lt;= y. */
  public static void le(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.LE, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x &lt;= y. */
  public static void le(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.combine(Operator.LE, x, xAt, y, z, zAt, count);
  }

  /** z = x &lt;= y. */
  public static void le(float x, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.combine(Operator.GE, y, yAt, x, z, zAt, count);
  }

  /** z = not x. */
  public static void not(float[] x, int xAt, float[] z, int zAt, int count) {
    eq(x, xAt, 0f, z, zAt, count);
  }

  /** z = x and y, which are 0 or 1. */
  public static void and(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    mul(x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x or y, which are 0 or 1. */
  public static void or(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    max(x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x y + a, rounded once. */
  public static void fma(
      float[] x, int xAt, float[] y, int yAt, float[] a, int aAt, float[] z, int zAt, int count) {
    BEST.fma(x, xAt, y, yAt, a, aAt, z, zAt, count);
  }

  /** z = x y + a, rounded once. */
  public static void fma(
      float[] x, int xAt, float y, float[] a, int aAt, float[] z, int zAt, int count) {
    BEST.fma(x, xAt, y, a, aAt, z, zAt, count);
  }

  /** z = x y + a, rounded once. */
  public static void fma(float[] x, int xAt, float y, float a, float[] z, int zAt, int count) {
    BEST.fma(x, xAt, y, a, z, zAt, count);
  }

  /** z = x times the slope of sigmoid where its value is y: x y (1 - y). */
  public static void sigmoidSlope(
      float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.sigmoidSlope(x, xAt, y, yAt, z, zAt, count);
  }

  /** z = 1 + erf(x) and e = exp(-x²), from which the slope of erf comes. */
  public static void erfPlusOne(
      float[] x, int xAt, float[] z, int zAt, float[] e, int eAt, int count) {
    BEST.erfPlusOne(x, xAt, z, zAt, e, eAt, count);
  }

  /** z = x times the slope of tanh where its value is y: x (1 - y y). */
  public static void tanhSlope(
      float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.tanhSlope(x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x where the condition c holds, else y. */
  public static void where(
      float[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.where(c, cAt, x, xAt, y, yAt, z, zAt, count);
  }

  /** z = x where the condition c holds, else y. */
  public static void where(
      float[] c, int cAt, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    BEST.where(c, cAt, x, xAt, y, z, zAt, count);
  }

  /** z = x where the condition c holds, else y. */
  public static void where(
      float[] c, int cAt, float x, float[] y, int yAt, float[] z, int zAt, int count) {
    BEST.where(c, cAt, x, y, yAt, z, zAt, count);
  }
}
