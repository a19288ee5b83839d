package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The choices of {@link Blocks} with vectors, by bits: of a blend by a mask C2 of JDK 17 makes
 * objects.
 *
 * <p>Two vectors a step are not only quicker: a method of one is short enough for C2 to put it into
 * others, beside loops of theirs, and there it made objects of all vectors, for good.
 */
final class VectorWhere {
  private static final int TWO = 2 * LANES;

  /** All bits but the sign. */
  private static final int SIZE = 0x7fff_ffff;

  private VectorWhere() {}

  /** See {@link BlockKernels#where}. */
  static void where(
      float[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    int i = 0;
    for (; i <= count - TWO; i += TWO) {
      int next = i + LANES;
      IntVector size0 = FloatVector.fromArray(SPECIES, c, cAt + i).reinterpretAsInts().and(SIZE);
      IntVector size1 = FloatVector.fromArray(SPECIES, c, cAt + next).reinterpretAsInts().and(SIZE);
      IntVector holds0 = size0.neg().lanewise(VectorOperators.ASHR, 31);
      IntVector holds1 = size1.neg().lanewise(VectorOperators.ASHR, 31);
      IntVector x0 = FloatVector.fromArray(SPECIES, x, xAt + i).reinterpretAsInts();
      IntVector x1 = FloatVector.fromArray(SPECIES, x, xAt + next).reinterpretAsInts();
      IntVector y0 = FloatVector.fromArray(SPECIES, y, yAt + i).reinterpretAsInts();
      IntVector y1 = FloatVector.fromArray(SPECIES, y, yAt + next).reinterpretAsInts();
      IntVector z0 = x0.lanewise(VectorOperators.XOR, y0).and(holds0);
      IntVector z1 = x1.lanewise(VectorOperators.XOR, y1).and(holds1);
      z0.lanewise(VectorOperators.XOR, y0).reinterpretAsFloats().intoArray(z, zAt + i);
      z1.lanewise(VectorOperators.XOR, y1).reinterpretAsFloats().intoArray(z, zAt + next);
    }
    if (i <= count - LANES) {
      IntVector size = FloatVector.fromArray(SPECIES, c, cAt + i).reinterpretAsInts().and(SIZE);
      IntVector holds = size.neg().lanewise(VectorOperators.ASHR, 31);
      IntVector other = FloatVector.fromArray(SPECIES, y, yAt + i).reinterpretAsInts();
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .reinterpretAsInts()
          .lanewise(VectorOperators.XOR, other)
          .and(holds)
          .lanewise(VectorOperators.XOR, other)
          .reinterpretAsFloats()
          .intoArray(z, zAt + i);
      i += LANES;
    }
    ScalarBlocks.PLAIN.where(c, cAt + i, x, xAt + i, y, yAt + i, z, zAt + i, count - i);
  }

  /** See {@link BlockKernels#where}. */
  static void where(
      float[] c, int cAt, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    IntVector other = FloatVector.broadcast(SPECIES, y).reinterpretAsInts();
    int i = 0;
    for (; i <= count - TWO; i += TWO) {
      int next = i + LANES;
      IntVector size0 = FloatVector.fromArray(SPECIES, c, cAt + i).reinterpretAsInts().and(SIZE);
      IntVector size1 = FloatVector.fromArray(SPECIES, c, cAt + next).reinterpretAsInts().and(SIZE);
      IntVector holds0 = size0.neg().lanewise(VectorOperators.ASHR, 31);
      IntVector holds1 = size1.neg().lanewise(VectorOperators.ASHR, 31);
      IntVector x0 = FloatVector.fromArray(SPECIES, x, xAt + i).reinterpretAsInts();
      IntVector x1 = FloatVector.fromArray(SPECIES, x, xAt + next).reinterpretAsInts();
      IntVector z0 = x0.lanewise(VectorOperators.XOR, other).and(holds0);
      IntVector z1 = x1.lanewise(VectorOperators.XOR, other).and(holds1);
      z0.lanewise(VectorOperators.XOR, other).reinterpretAsFloats().intoArray(z, zAt + i);
      z1.lanewise(VectorOperators.XOR, other).reinterpretAsFloats().intoArray(z, zAt + next);
    }
    if (i <= count - LANES) {
      IntVector size = FloatVector.fromArray(SPECIES, c, cAt + i).reinterpretAsInts().and(SIZE);
      IntVector holds = size.neg().lanewise(VectorOperators.ASHR, 31);
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .reinterpretAsInts()
          .lanewise(VectorOperators.XOR, other)
          .and(holds)
          .lanewise(VectorOperators.XOR, other)
          .reinterpretAsFloats()
          .intoArray(z, zAt + i);
      i += LANES;
    }
    ScalarBlocks.PLAIN.where(c, cAt + i, x, xAt + i, y, z, zAt + i, count - i);
  }

  /** See {@link BlockKernels#where}. */
  static void where(
      float[] c, int cAt, float x, float[] y, int yAt, float[] z, int zAt, int count) {
    IntVector chosen = FloatVector.broadcast(SPECIES, x).reinterpretAsInts();
    int i = 0;
    for (; i <= count - TWO; i += TWO) {
      int next = i + LANES;
      IntVector size0 = FloatVector.fromArray(SPECIES, c, cAt + i).reinterpretAsInts().and(SIZE);
      IntVector size1 = FloatVector.fromArray(SPECIES, c, cAt + next).reinterpretAsInts().and(SIZE);
      IntVector holds0 = size0.neg().lanewise(VectorOperators.ASHR, 31);
      IntVector holds1 = size1.neg().lanewise(VectorOperators.ASHR, 31);
      IntVector y0 = FloatVector.fromArray(SPECIES, y, yAt + i).reinterpretAsInts();
      IntVector y1 = FloatVector.fromArray(SPECIES, y, yAt + next).reinterpretAsInts();
      IntVector z0 = y0.lanewise(VectorOperators.XOR, chosen).and(holds0);
      IntVector z1 = y1.lanewise(VectorOperators.XOR, chosen).and(holds1);
      z0.lanewise(VectorOperators.XOR, y0).reinterpretAsFloats().intoArray(z, zAt + i);
      z1.lanewise(VectorOperators.XOR, y1).reinterpretAsFloats().intoArray(z, zAt + next);
    }
    if (i <= count - LANES) {
      IntVector size = FloatVector.fromArray(SPECIES, c, cAt + i).reinterpretAsInts().and(SIZE);
      IntVector holds = size.neg().lanewise(VectorOperators.ASHR, 31);
      IntVector other = FloatVector.fromArray(SPECIES, y, yAt + i).reinterpretAsInts();
      other
          .lanewise(VectorOperators.XOR, chosen)
          .and(holds)
          .lanewise(VectorOperators.XOR, other)
          .reinterpretAsFloats()
          .intoArray(z, zAt + i);
      i += LANES;
    }
    ScalarBlocks.PLAIN.where(c, cAt + i, x, y, yAt + i, z, zAt + i, count - i);
  }
}
