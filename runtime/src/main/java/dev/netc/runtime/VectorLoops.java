package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link VectorBlocks} that are arithmetic or comparisons, over whole vectors: one for
 * each function, so that C2 has nothing to decide inside.
 */
final class VectorLoops {
  private static final FloatVector ZERO = FloatVector.broadcast(SPECIES, 0f);

  /**
   * Truth values are one less one where the contrary holds: of a blend of constants C2 of JDK 17
   * makes objects.
   */
  private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1f);

  private VectorLoops() {}

  static void neg(float[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).neg().intoArray(z, zAt + i);
    }
  }

  static void abs(float[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).abs().intoArray(z, zAt + i);
    }
  }

  static void sqrt(float[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).sqrt().intoArray(z, zAt + i);
    }
  }

  static void add(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .add(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  static void sub(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .sub(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  static void mul(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .mul(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  static void div(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .div(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  static void max(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .max(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  static void min(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .min(FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(z, zAt + i);
    }
  }

  static void eq(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .compare(VectorOperators.EQ, FloatVector.fromArray(SPECIES, y, yAt + i));
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void ne(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .compare(VectorOperators.NE, FloatVector.fromArray(SPECIES, y, yAt + i));
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void lt(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .compare(VectorOperators.LT, FloatVector.fromArray(SPECIES, y, yAt + i));
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void le(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .compare(VectorOperators.LE, FloatVector.fromArray(SPECIES, y, yAt + i));
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void add(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).add(all).intoArray(z, zAt + i);
    }
  }

  static void sub(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).sub(all).intoArray(z, zAt + i);
    }
  }

  static void subSwapped(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      all.sub(FloatVector.fromArray(SPECIES, x, xAt + i)).intoArray(z, zAt + i);
    }
  }

  static void mul(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).mul(all).intoArray(z, zAt + i);
    }
  }

  static void div(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).div(all).intoArray(z, zAt + i);
    }
  }

  static void divSwapped(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      all.div(FloatVector.fromArray(SPECIES, x, xAt + i)).intoArray(z, zAt + i);
    }
  }

  static void max(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).max(all).intoArray(z, zAt + i);
    }
  }

  static void min(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).min(all).intoArray(z, zAt + i);
    }
  }

  static void eq(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.EQ, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void ne(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.NE, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void lt(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.LT, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void le(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.LE, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void gt(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.GT, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void ge(float[] x, int xAt, float y, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(SPECIES, x, xAt + i).compare(VectorOperators.GE, all);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void fma(
      float[] x, int xAt, float[] y, int yAt, float[] a, int aAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .fma(
              FloatVector.fromArray(SPECIES, y, yAt + i),
              FloatVector.fromArray(SPECIES, a, aAt + i))
          .intoArray(z, zAt + i);
    }
  }

  static void fma(float[] x, int xAt, float y, float[] a, int aAt, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .fma(all, FloatVector.fromArray(SPECIES, a, aAt + i))
          .intoArray(z, zAt + i);
    }
  }

  static void fma(float[] x, int xAt, float y, float a, float[] z, int zAt, int count) {
    FloatVector all = FloatVector.broadcast(SPECIES, y);
    FloatVector more = FloatVector.broadcast(SPECIES, a);
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).fma(all, more).intoArray(z, zAt + i);
    }
  }

  static void sigmoidSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, yAt + i);
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .mul(value.mul(ONE.sub(value)))
          .intoArray(z, zAt + i);
    }
  }

  static void tanhSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, yAt + i);
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .mul(ONE.sub(value.mul(value)))
          .intoArray(z, zAt + i);
    }
  }

  static void load(boolean[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      VectorMask<Float> holds = VectorMask.fromArray(SPECIES, x, xAt + i);
      ONE.lanewise(VectorOperators.SUB, ONE, holds.not()).intoArray(z, zAt + i);
    }
  }

  static void store(float[] x, int xAt, boolean[] z, int zAt, int count) {
    for (int i = 0; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .compare(VectorOperators.NE, ZERO)
          .intoArray(z, zAt + i);
    }
  }
}
