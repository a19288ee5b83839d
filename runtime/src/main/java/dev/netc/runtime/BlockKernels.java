package dev.netc.runtime;

/** What computes {@link Blocks}: plain loops, or loops with vectors. */
interface BlockKernels {
  /** The functions of one element that have loops of their own. */
  enum Function {
    NEG,
    ABS,
    SIGN,
    FLOOR,
    CEIL,
    ROUND,
    EXP,
    EXPM1,
    LOG,
    LOG1P,
    SQRT,
    SIN,
    COS,
    TANH,
    SIGMOID,
    ERF
  }

  /** The functions of two elements that have loops of their own; swapped, the first is y. */
  enum Operator {
    ADD,
    SUB,
    SUB_SWAPPED,
    MUL,
    DIV,
    DIV_SWAPPED,
    MAX,
    MIN,
    POW,
    REM,
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE
  }

  /** z = f(x) for {@code count} elements; x and z may be the same elements, here and below. */
  void map(Function function, float[] x, int xAt, float[] z, int zAt, int count);

  /** z = x ∘ y. */
  void combine(
      Operator operator, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count);

  /** z = x ∘ y. */
  void combine(Operator operator, float[] x, int xAt, float y, float[] z, int zAt, int count);

  /** z = x y + a. */
  void fma(
      float[] x, int xAt, float[] y, int yAt, float[] a, int aAt, float[] z, int zAt, int count);

  /** z = x y + a. */
  void fma(float[] x, int xAt, float y, float[] a, int aAt, float[] z, int zAt, int count);

  /** z = x y + a. */
  void fma(float[] x, int xAt, float y, float a, float[] z, int zAt, int count);

  /** z = x y (1 - y). */
  void sigmoidSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count);

  /** z = x (1 - y y). */
  void tanhSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count);

  /** z = 1 + erf x and e = exp(-x x). */
  void erfPlusOne(float[] x, int xAt, float[] z, int zAt, float[] e, int eAt, int count);

  /** z = x where c is not zero, else y. */
  void where(
      float[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count);

  /** z = x where c is not zero, else y. */
  void where(float[] c, int cAt, float[] x, int xAt, float y, float[] z, int zAt, int count);

  /** z = x where c is not zero, else y. */
  void where(float[] c, int cAt, float x, float[] y, int yAt, float[] z, int zAt, int count);

  /** z = 1 where x is true, else 0. */
  void load(boolean[] x, int xAt, float[] z, int zAt, int count);

  /** z = whether x is not zero. */
  void store(float[] x, int xAt, boolean[] z, int zAt, int count);
}
