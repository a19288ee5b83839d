package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Softmax} with vectors: a loop over rows and their vectors for each of the steps, see
 * {@link VectorMaths} for how such a loop has to be written. C2 may inline them all into one
 * method, and makes objects of vectors beyond some eighty operations: so the lanes of a row's
 * vector meet in memory, without shuffles. What is left of rows behind the last whole vector is
 * done in the same way, padded.
 */
final class VectorSoftmax implements SoftmaxKernel {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  /** The longest rows whose lanes are added up in one chain. */
  private static final int SHORT = 64 * LANES;

  private static final FloatVector ONE = VectorMaths.all(1);
  private static final FloatVector MINUS_LOG2_E = VectorMaths.all(-1.44269504f);

  /** From here on down the power is zero: less is too small for a float, and so slow. */
  private static final int LAST_BITS = Float.floatToRawIntBits(84f);

  @Override
  public void forward(
      float[] x,
      int xAt,
      float[] max,
      int maxAt,
      float[] powers,
      int powersAt,
      float[] sum,
      int sumAt,
      float[] y,
      int yAt,
      int row,
      int rows,
      int columns) {
    int whole = columns / LANES * LANES;
    if (columns < LANES) {
      for (int i = 0; i < rows; i++) {
        max[maxAt + i] = ScalarReductions.PLAIN.max(x, xAt + i * row, columns);
      }
    } else {
      greatest(x, xAt, row, max, maxAt, rows, columns);
    }
    powers(x, xAt, row, max, maxAt, powers, powersAt, row, rows, whole);
    if (whole < columns) {
      restOfPowers(
          x, xAt + whole, max, maxAt, powers, powersAt + whole, row, rows, columns - whole);
    }
    if (columns <= SHORT) {
      sums(powers, powersAt, row, sum, sumAt, rows, whole);
      for (int i = 0; i < rows && whole < columns; i++) {
        for (int j = whole; j < columns; j++) {
          sum[sumAt + i] += powers[powersAt + i * row + j];
        }
      }
    } else {
      for (int i = 0; i < rows; i++) {
        sum[sumAt + i] = (float) Reductions.sum(powers, powersAt + i * row, columns);
      }
    }
    divide(powers, powersAt, row, sum, sumAt, y, yAt, rows, whole);
    for (int i = 0; i < rows && whole < columns; i++) {
      for (int j = whole; j < columns; j++) {
        y[yAt + i * row + j] = powers[powersAt + i * row + j] / sum[sumAt + i];
      }
    }
  }

  private static void greatest(
      float[] x, int xAt, int row, float[] max, int maxAt, int rows, int columns) {
    float[] lanes = VectorScratch.local().lanes(rows * LANES);
    for (int i = 0; i < rows; i++) {
      int from = xAt + i * row;
      // The last vector, of which some may be seen again.
      FloatVector most = FloatVector.fromArray(SPECIES, x, from + columns - LANES);
      for (int j = 0; j < columns - LANES; j += LANES) {
        most = most.max(FloatVector.fromArray(SPECIES, x, from + j));
      }
      most.intoArray(lanes, i * LANES);
    }
    for (int i = 0; i < rows; i++) {
      float most = lanes[i * LANES];
      for (int lane = 1; lane < LANES; lane++) {
        most = Math.max(most, lanes[i * LANES + lane]);
      }
      max[maxAt + i] = most;
    }
  }

  /** z = exp(x - max), where the exponent is not positive. */
  private static void powers(
      float[] x,
      int xAt,
      int xRow,
      float[] max,
      int maxAt,
      float[] z,
      int zAt,
      int zRow,
      int rows,
      int columns) {
    for (int i = 0; i < rows; i++) {
      FloatVector most = FloatVector.broadcast(SPECIES, max[maxAt + i]);
      int from = xAt + i * xRow;
      int to = zAt + i * zRow;
      for (int j = 0; j < columns; j += LANES) {
        FloatVector y = most.sub(FloatVector.fromArray(SPECIES, x, from + j));
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
        bits.or(none).reinterpretAsFloats().intoArray(z, to + j);
      }
    }
  }

  private static void restOfPowers(
      float[] x,
      int xAt,
      float[] max,
      int maxAt,
      float[] z,
      int zAt,
      int row,
      int rows,
      int columns) {
    float[] padded = VectorScratch.local().lanes(LANES);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(x, xAt + i * row, padded, 0, columns);
      Arrays.fill(padded, columns, LANES, max[maxAt + i]);
      powers(padded, 0, 0, max, maxAt + i, padded, 0, 0, 1, LANES);
      System.arraycopy(padded, 0, z, zAt + i * row, columns);
    }
  }

  private static void sums(
      float[] x, int xAt, int row, float[] sum, int sumAt, int rows, int columns) {
    float[] lanes = VectorScratch.local().lanes(rows * LANES);
    for (int i = 0; i < rows; i++) {
      FloatVector some = FloatVector.zero(SPECIES);
      int from = xAt + i * row;
      for (int j = 0; j < columns; j += LANES) {
        some = some.add(FloatVector.fromArray(SPECIES, x, from + j));
      }
      some.intoArray(lanes, i * LANES);
    }
    for (int i = 0; i < rows; i++) {
      int at = i * LANES;
      for (int half = LANES / 2; half > 0; half /= 2) {
        for (int lane = at; lane < at + half; lane++) {
          lanes[lane] += lanes[lane + half];
        }
      }
      sum[sumAt + i] = lanes[at];
    }
  }

  private static void divide(
      float[] x,
      int xAt,
      int row,
      float[] by,
      int byAt,
      float[] z,
      int zAt,
      int rows,
      int columns) {
    for (int i = 0; i < rows; i++) {
      FloatVector divisor = FloatVector.broadcast(SPECIES, by[byAt + i]);
      int from = xAt + i * row;
      int to = zAt + i * row;
      for (int j = 0; j < columns; j += LANES) {
        FloatVector.fromArray(SPECIES, x, from + j).div(divisor).intoArray(z, to + j);
      }
    }
  }
}
