package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;

/**
 * {@link Blocks} with vectors where there is much to do. Where there is little, and for what is
 * left at the end, plain loops take their place, which give the same bits. Loops with vectors are
 * methods of their own, not entered before: until C2 has compiled one, vectors are objects.
 */
final class VectorBlocks implements BlockKernels {
  private static final ScalarBlocks PLAIN = ScalarBlocks.PLAIN;

  private static final Demand[] MAPS = Demand.array(Function.values().length, 32);
  private static final Demand[] PAIRS = Demand.array(Operator.values().length, 1);
  private static final Demand[] WITH_NUMBERS = Demand.array(Operator.values().length, 1);
  private static final Demand[] SUMS_OF_PRODUCTS = Demand.array(3, 1);
  private static final Demand[] CHOICES = Demand.array(3, 1);
  private static final Demand SIGMOID_SLOPES = new Demand(1);
  private static final Demand TANH_SLOPES = new Demand(1);
  private static final Demand LOADS = new Demand(1);
  private static final Demand STORES = new Demand(1);

  /** C2 of JDK 17 makes objects of masks that are stored. */
  private static final boolean STORES_MASKS = Runtime.version().feature() > 17;

  private static int whole(int count) {
    return count / LANES * LANES;
  }

  @Override
  public void map(Function function, float[] x, int xAt, float[] z, int zAt, int count) {
    if (!MAPS[function.ordinal()].isGreat(count)) {
      VectorPlainMaths.map(function, x, xAt, z, zAt, count);
      return;
    }
    int whole = whole(count);
    switch (function) {
      case NEG -> VectorLoops.neg(x, xAt, z, zAt, whole);
      case ABS -> VectorLoops.abs(x, xAt, z, zAt, whole);
      case SQRT -> VectorLoops.sqrt(x, xAt, z, zAt, whole);
      case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF -> {
        VectorMaths.map(function, x, xAt, z, zAt, count);
        return;
      }
      case SIGN, FLOOR, CEIL, ROUND, SIN, COS -> whole = 0;
    }
    PLAIN.map(function, x, xAt + whole, z, zAt + whole, count - whole);
  }

  @Override
  public void combine(
      Operator operator, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    int whole = PAIRS[operator.ordinal()].isGreat(count) ? whole(count) : 0;
    if (whole > 0) {
      switch (operator) {
        case ADD -> VectorLoops.add(x, xAt, y, yAt, z, zAt, whole);
        case SUB -> VectorLoops.sub(x, xAt, y, yAt, z, zAt, whole);
        case SUB_SWAPPED -> VectorLoops.sub(y, yAt, x, xAt, z, zAt, whole);
        case MUL -> VectorLoops.mul(x, xAt, y, yAt, z, zAt, whole);
        case DIV -> VectorLoops.div(x, xAt, y, yAt, z, zAt, whole);
        case DIV_SWAPPED -> VectorLoops.div(y, yAt, x, xAt, z, zAt, whole);
        case MAX -> VectorLoops.max(x, xAt, y, yAt, z, zAt, whole);
        case MIN -> VectorLoops.min(x, xAt, y, yAt, z, zAt, whole);
        case POW, REM -> whole = 0;
        case EQ -> VectorLoops.eq(x, xAt, y, yAt, z, zAt, whole);
        case NE -> VectorLoops.ne(x, xAt, y, yAt, z, zAt, whole);
        case LT -> VectorLoops.lt(x, xAt, y, yAt, z, zAt, whole);
        case LE -> VectorLoops.le(x, xAt, y, yAt, z, zAt, whole);
        case GT -> VectorLoops.lt(y, yAt, x, xAt, z, zAt, whole);
        case GE -> VectorLoops.le(y, yAt, x, xAt, z, zAt, whole);
      }
    }
    PLAIN.combine(operator, x, xAt + whole, y, yAt + whole, z, zAt + whole, count - whole);
  }

  @Override
  public void combine(
      Operator operator, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    int whole = WITH_NUMBERS[operator.ordinal()].isGreat(count) ? whole(count) : 0;
    if (whole > 0) {
      switch (operator) {
        case ADD -> VectorLoops.add(x, xAt, y, z, zAt, whole);
        case SUB -> VectorLoops.sub(x, xAt, y, z, zAt, whole);
        case SUB_SWAPPED -> VectorLoops.subSwapped(x, xAt, y, z, zAt, whole);
        case MUL -> VectorLoops.mul(x, xAt, y, z, zAt, whole);
        case DIV -> VectorLoops.div(x, xAt, y, z, zAt, whole);
        case DIV_SWAPPED -> VectorLoops.divSwapped(x, xAt, y, z, zAt, whole);
        case MAX -> VectorLoops.max(x, xAt, y, z, zAt, whole);
        case MIN -> VectorLoops.min(x, xAt, y, z, zAt, whole);
        case POW, REM -> whole = 0;
        case EQ -> VectorLoops.eq(x, xAt, y, z, zAt, whole);
        case NE -> VectorLoops.ne(x, xAt, y, z, zAt, whole);
        case LT -> VectorLoops.lt(x, xAt, y, z, zAt, whole);
        case LE -> VectorLoops.le(x, xAt, y, z, zAt, whole);
        case GT -> VectorLoops.gt(x, xAt, y, z, zAt, whole);
        case GE -> VectorLoops.ge(x, xAt, y, z, zAt, whole);
      }
    }
    PLAIN.combine(operator, x, xAt + whole, y, z, zAt + whole, count - whole);
  }

  @Override
  public void fma(
      float[] x, int xAt, float[] y, int yAt, float[] a, int aAt, float[] z, int zAt, int count) {
    int whole = SUMS_OF_PRODUCTS[0].isGreat(count) ? whole(count) : 0;
    if (whole > 0) {
      VectorLoops.fma(x, xAt, y, yAt, a, aAt, z, zAt, whole);
    }
    PLAIN.fma(x, xAt + whole, y, yAt + whole, a, aAt + whole, z, zAt + whole, count - whole);
  }

  @Override
  public void fma(float[] x, int xAt, float y, float[] a, int aAt, float[] z, int zAt, int count) {
    int whole = SUMS_OF_PRODUCTS[1].isGreat(count) ? whole(count) : 0;
    if (whole > 0) {
      VectorLoops.fma(x, xAt, y, a, aAt, z, zAt, whole);
    }
    PLAIN.fma(x, xAt + whole, y, a, aAt + whole, z, zAt + whole, count - whole);
  }

  @Override
  public void fma(float[] x, int xAt, float y, float a, float[] z, int zAt, int count) {
    int whole = SUMS_OF_PRODUCTS[2].isGreat(count) ? whole(count) : 0;
    if (whole > 0) {
      VectorLoops.fma(x, xAt, y, a, z, zAt, whole);
    }
    PLAIN.fma(x, xAt + whole, y, a, z, zAt + whole, count - whole);
  }

  @Override
  public void sigmoidSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    int whole = SIGMOID_SLOPES.isGreat(count) ? whole(count) : 0;
    if (whole > 0) {
      VectorLoops.sigmoidSlope(x, xAt, y, yAt, z, zAt, whole);
    }
    PLAIN.sigmoidSlope(x, xAt + whole, y, yAt + whole, z, zAt + whole, count - whole);
  }

  @Override
  public void tanhSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    int whole = TANH_SLOPES.isGreat(count) ? whole(count) : 0;
    if (whole > 0) {
      VectorLoops.tanhSlope(x, xAt, y, yAt, z, zAt, whole);
    }
    PLAIN.tanhSlope(x, xAt + whole, y, yAt + whole, z, zAt + whole, count - whole);
  }

  @Override
  public void erfPlusOne(float[] x, int xAt, float[] z, int zAt, float[] e, int eAt, int count) {
    VectorErf.erfPlusOne(x, xAt, z, zAt, e, eAt, count);
  }

  @Override
  public void where(
      float[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    if (CHOICES[0].isGreat(count)) {
      VectorWhere.where(c, cAt, x, xAt, y, yAt, z, zAt, count);
    } else {
      PLAIN.where(c, cAt, x, xAt, y, yAt, z, zAt, count);
    }
  }

  @Override
  public void where(
      float[] c, int cAt, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    if (CHOICES[1].isGreat(count)) {
      VectorWhere.where(c, cAt, x, xAt, y, z, zAt, count);
    } else {
      PLAIN.where(c, cAt, x, xAt, y, z, zAt, count);
    }
  }

  @Override
  public void where(
      float[] c, int cAt, float x, float[] y, int yAt, float[] z, int zAt, int count) {
    if (CHOICES[2].isGreat(count)) {
      VectorWhere.where(c, cAt, x, y, yAt, z, zAt, count);
    } else {
      PLAIN.where(c, cAt, x, y, yAt, z, zAt, count);
    }
  }

  @Override
  public void load(boolean[] x, int xAt, float[] z, int zAt, int count) {
    int whole = LOADS.isGreat(count) ? whole(count) : 0;
    if (whole > 0) {
      VectorLoops.load(x, xAt, z, zAt, whole);
    }
    PLAIN.load(x, xAt + whole, z, zAt + whole, count - whole);
  }

  @Override
  public void store(float[] x, int xAt, boolean[] z, int zAt, int count) {
    int whole = STORES_MASKS && STORES.isGreat(count) ? whole(count) : 0;
    if (whole > 0) {
      VectorLoops.store(x, xAt, z, zAt, whole);
    }
    PLAIN.store(x, xAt + whole, z, zAt + whole, count - whole);
  }
}
