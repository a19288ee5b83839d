package dev.netc.runtime;

import dev.netc.runtime.FloatKernels.Function;
import dev.netc.runtime.FloatKernels.Operator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link Blocks} with vectors: one for each function, so that C2 has nothing to decide
 * inside. What is left at the end is done as {@link ScalarBlocks} does it, which gives the same
 * bits for all that is here.
 */
final class VectorBlocks {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;
  private static final FloatVector ZERO = FloatVector.broadcast(SPECIES, 0f);

  /**
   * Truth values are one less one where the contrary holds: of a blend of constants C2 of JDK 17
   * makes objects.
   */
  private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1f);

  /** C2 of JDK 17 makes objects of masks that are stored. */
  private static final boolean STORES_MASKS = Runtime.version().feature() > 17;

  private VectorBlocks() {}

  private static int whole(int count) {
    return count / LANES * LANES;
  }

  /** See {@link FloatKernels#map}. */
  static void map(Function function, float[] x, int xAt, float[] z, int zAt, int count) {
    switch (function) {
      case NEG -> neg(x, xAt, z, zAt, count);
      case ABS -> abs(x, xAt, z, zAt, count);
      case SQRT -> sqrt(x, xAt, z, zAt, count);
      case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF ->
          VectorMaths.map(function, x, xAt, z, zAt, count);
      case SIGN, FLOOR, CEIL, ROUND, SIN, COS -> ScalarBlocks.map(function, x, xAt, z, zAt, count);
    }
  }

  private static void neg(float[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).neg().intoArray(z, zAt + i);
    }
    int i = whole(count);
    ScalarBlocks.map(Function.NEG, x, xAt + i, z, zAt + i, count - i);
  }

  private static void abs(float[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).abs().intoArray(z, zAt + i);
    }
    int i = whole(count);
    ScalarBlocks.map(Function.ABS, x, xAt + i, z, zAt + i, count - i);
  }

  private static void sqrt(float[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).sqrt().intoArray(z, zAt + i);
    }
    int i = whole(count);
    ScalarBlocks.map(Function.SQRT, x, xAt + i, z, zAt + i, count - i);
  }

  /** See {@link FloatKernels#combine}. */
  static void combine(
      Operator operator, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    switch (operator) {
      case ADD -> add(x, xAt, y, yAt, z, zAt, count);
      case SUB -> sub(x, xAt, y, yAt, z, zAt, count);
      case SUB_SWAPPED -> subSwapped(x, xAt, y, yAt, z, zAt, count);
      case MUL -> mul(x, xAt, y, yAt, z, zAt, count);
      case DIV -> div(x, xAt, y, yAt, z, zAt, count);
      case DIV_SWAPPED -> divSwapped(x, xAt, y, yAt, z, zAt, count);
      case MAX -> max(x, xAt, y, yAt, z, zAt, count);
      case MIN -> min(x, xAt, y, yAt, z, zAt, count);
      case POW, REM -> {
        ScalarBlocks.combine(operator, x, xAt, y, yAt, z, zAt, count);
        return;
      }
      case EQ -> eq(x, xAt, y, yAt, z, zAt, count);
      case NE -> ne(x, xAt, y, yAt, z, zAt, count);
      case LT -> lt(x, xAt, y, yAt, z, zAt, count);
      case LE -> le(x, xAt, y, yAt, z, zAt, count);
      case GT -> gt(x, xAt, y, yAt, z, zAt, count);
      case GE -> ge(x, xAt, y, yAt, z, zAt, count);
    }
    int i = whole(count);
    ScalarBlocks.combine(operator, x, xAt + i, y, yAt + i, z, zAt + i, count - i);
  }

  /** See {@link FloatKernels#combine}. */
  static void combine(
      Operator operator, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    switch (operator) {
      case ADD -> add(x, xAt, y, z, zAt, count);
      case SUB -> sub(x, xAt, y, z, zAt, count);
      case SUB_SWAPPED -> subSwapped(x, xAt, y, z, zAt, count);
      case MUL -> mul(x, xAt, y, z, zAt, count);
      case DIV -> div(x, xAt, y, z, zAt, count);
      case DIV_SWAPPED -> divSwapped(x, xAt, y, z, zAt, count);
      case MAX -> max(x, xAt, y, z, zAt, count);
      case MIN -> min(x, xAt, y, z, zAt, count);
      case POW, REM -> {
        ScalarBlocks.combine(operator, x, xAt, y, z, zAt, count);
        return;
      }
      case EQ -> eq(x, xAt, y, z, zAt, count);
      case NE -> ne(x, xAt, y, z, zAt, count);
      case LT -> lt(x, xAt, y, z, zAt, count);
      case LE -> le(x, xAt, y, z, zAt, count);
      case GT -> gt(x, xAt, y, z, zAt, count);
      case GE -> ge(x, xAt, y, z, zAt, count);
    }
    int i = whole(count);
    ScalarBlocks.combine(operator, x, xAt + i, y, z, zAt + i, count - i);
  }

  /** See {@link FloatKernels#sigmoidSlope}. */
  static void sigmoidSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, yAt + i);
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .mul(value.mul(ONE.sub(value)))
          .intoArray(z, zAt + i);
    }
    int i = whole(count);
    ScalarBlocks.sigmoidSlope(x, xAt + i, y, yAt + i, z, zAt + i, count - i);
  }

  /** See {@link FloatKernels#tanhSlope}. */
  static void tanhSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, yAt + i);
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .mul(ONE.sub(value.mul(value)))
          .intoArray(z, zAt + i);
    }
    int i = whole(count);
    ScalarBlocks.tanhSlope(x, xAt + i, y, yAt + i, z, zAt + i, count - i);
  }

  private static void add(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .add(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  private static void sub(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .sub(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  private static void subSwapped(
      float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, y, yAt + i)
          .sub(FloatVector.fromArray(SPECIES, x, xAt + i))
          .intoArray(z, zAt + i);
    }
  }

  /** z = x y, of whole vectors. */
  static void mul(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .mul(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  private static void div(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .div(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  private static void divSwapped(
      float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, y, yAt + i)
          .div(FloatVector.fromArray(SPECIES, x, xAt + i))
          .intoArray(z, zAt + i);
    }
  }

  private static void max(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .max(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  private static void min(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .min(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  private static void eq(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .compare(VectorOperators.EQ, FloatVector.fromArray(SPECIES, y, yAt + i));
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void ne(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .compare(VectorOperators.NE, FloatVector.fromArray(SPECIES, y, yAt + i));
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void lt(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .compare(VectorOperators.LT, FloatVector.fromArray(SPECIES, y, yAt + i));
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void le(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .compare(VectorOperators.LE, FloatVector.fromArray(SPECIES, y, yAt + i));
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void gt(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .compare(VectorOperators.GT, FloatVector.fromArray(SPECIES, y, yAt + i));
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void ge(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .compare(VectorOperators.GE, FloatVector.fromArray(SPECIES, y, yAt + i));
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void add(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).add(all).intoArray(z, zAt + i);
    }
  }

  private static void sub(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).sub(all).intoArray(z, zAt + i);
    }
  }

  private static void subSwapped(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      all.sub(FloatVector.fromArray(SPECIES, x, xAt + i)).intoArray(z, zAt + i);
    }
  }

  private static void mul(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).mul(all).intoArray(z, zAt + i);
    }
  }

  private static void div(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).div(all).intoArray(z, zAt + i);
    }
  }

  private static void divSwapped(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      all.div(FloatVector.fromArray(SPECIES, x, xAt + i)).intoArray(z, zAt + i);
    }
  }

  private static void max(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).max(all).intoArray(z, zAt + i);
    }
  }

  private static void min(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).min(all).intoArray(z, zAt + i);
    }
  }

  private static void eq(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.EQ, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void ne(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.NE, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void lt(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.LT, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void le(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.LE, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void gt(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.GT, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  private static void ge(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.GE, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  /** See {@link FloatKernels#fma}. */
  static void fma(
      float[] x, int xAt, float[] y, int yAt, float[] a, int aAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .fma(
              FloatVector.fromArray(SPECIES, y, yAt + i),
              FloatVector.fromArray(SPECIES, a, aAt + i))
          .intoArray(z, zAt + i);
    }
    int i = whole(count);
    ScalarBlocks.fma(x, xAt + i, y, yAt + i, a, aAt + i, z, zAt + i, count - i);
  }

  /** See {@link FloatKernels#fma}. */
  static void fma(float[] x, int xAt, float y, float[] a, int aAt, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .fma(all, FloatVector.fromArray(SPECIES, a, aAt + i))
          .intoArray(z, zAt + i);
    }
    int i = whole(count);
    ScalarBlocks.fma(x, xAt + i, y, a, aAt + i, z, zAt + i, count - i);
  }

  /** See {@link FloatKernels#fma}. */
  static void fma(float[] x, int xAt, float y, float a, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    FloatVector more = FloatVector.broadcast(SPECIES, a);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).fma(all, more).intoArray(z, zAt + i);
    }
    int i = whole(count);
    ScalarBlocks.fma(x, xAt + i, y, a, z, zAt + i, count - i);
  }

  /** See {@link FloatKernels#load}. */
  static void load(boolean[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds = VectorMask.fromArray(SPECIES, x, xAt + i);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
    int i = whole(count);
    ScalarBlocks.load(x, xAt + i, z, zAt + i, count - i);
  }

  /** See {@link FloatKernels#store}. */
  static void store(float[] x, int xAt, boolean[] z, int zAt, int count) {
    int whole = STORES_MASKS ? whole(count) : 0;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .compare(VectorOperators.NE, ZERO)
          .intoArray(z, zAt + i);
    }
    ScalarBlocks.store(x, xAt + whole, z, zAt + whole, count - whole);
  }
}
