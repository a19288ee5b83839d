package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Sums and extremes with the Vector API, of several vectors at a time. */
final class VectorReductions implements ReductionKernels {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;
  private static final int FOUR = 4 * LANES;

  /** The most additions of a lane before it goes into a wider sum. */
  static final int CHAIN = 64;

  /**
   * The lanes by as much further as there are in a half, and so on: they bring all together, in an
   * order of ours, as a vector's own reduction has another one in the interpreter. Written out
   * where it is done: a vector that is handed over becomes an object if C2 does not inline the
   * call.
   */
  static final VectorShuffle<Float> HALF = rotation(Math.max(1, LANES / 2));

  static final VectorShuffle<Float> QUARTER = rotation(Math.max(1, LANES / 4));
  static final VectorShuffle<Float> EIGHTH = rotation(Math.max(1, LANES / 8));
  static final VectorShuffle<Float> SIXTEENTH = rotation(Math.max(1, LANES / 16));

  private static final Demand SUMS = new Demand(4);
  private static final Demand DOTS = new Demand(4);
  private static final Demand CENTRED_DOTS = new Demand(4);
  private static final Demand EXTREMES = new Demand(4);
  private static final Demand COLUMN_SUMS = new Demand(1);
  private static final Demand LAST_COLUMN_SUMS = new Demand(1);
  private static final Demand COLUMN_DOTS = new Demand(1);
  private static final Demand LAST_COLUMN_DOTS = new Demand(1);

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % LANES);
  }

  @Override
  public double sum(float[] x, int at, int count) {
    if (!SUMS.isGreat(count)) {
      return VectorPlainReductions.sum(x, at, count);
    }
    double total = 0;
    int whole = count / FOUR * FOUR;
    int i = 0;
    while (i < whole) {
      int end = Math.min(whole, i + CHAIN * FOUR);
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = FloatVector.zero(SPECIES);
      FloatVector s2 = FloatVector.zero(SPECIES);
      FloatVector s3 = FloatVector.zero(SPECIES);
      for (; i < end; i += FOUR) {
        s0 = s0.add(FloatVector.fromArray(SPECIES, x, at + i));
        s1 = s1.add(FloatVector.fromArray(SPECIES, x, at + i + LANES));
        s2 = s2.add(FloatVector.fromArray(SPECIES, x, at + i + 2 * LANES));
        s3 = s3.add(FloatVector.fromArray(SPECIES, x, at + i + 3 * LANES));
      }
      s0 = s0.add(s1).add(s2.add(s3));
      if (LANES > 1) {
        s0 = s0.add(s0.rearrange(HALF));
      }
      if (LANES > 2) {
        s0 = s0.add(s0.rearrange(QUARTER));
      }
      if (LANES > 4) {
        s0 = s0.add(s0.rearrange(EIGHTH));
      }
      if (LANES > 8) {
        s0 = s0.add(s0.rearrange(SIXTEENTH));
      }
      total += s0.lane(0);
    }
    if (i <= count - LANES) {
      FloatVector rest = FloatVector.zero(SPECIES);
      for (; i <= count - LANES; i += LANES) {
        rest = rest.add(FloatVector.fromArray(SPECIES, x, at + i));
      }
      if (LANES > 1) {
        rest = rest.add(rest.rearrange(HALF));
      }
      if (LANES > 2) {
        rest = rest.add(rest.rearrange(QUARTER));
      }
      if (LANES > 4) {
        rest = rest.add(rest.rearrange(EIGHTH));
      }
      if (LANES > 8) {
        rest = rest.add(rest.rearrange(SIXTEENTH));
      }
      total += rest.lane(0);
    }
    for (; i < count; i++) {
      total += x[at + i];
    }
    return total;
  }

  @Override
  public double dot(float[] x, int xAt, float[] y, int yAt, int count) {
    if (!DOTS.isGreat(count)) {
      return VectorPlainReductions.dot(x, xAt, y, yAt, count);
    }
    double total = 0;
    int whole = count / FOUR * FOUR;
    int i = 0;
    while (i < whole) {
      int end = Math.min(whole, i + CHAIN * FOUR);
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = FloatVector.zero(SPECIES);
      FloatVector s2 = FloatVector.zero(SPECIES);
      FloatVector s3 = FloatVector.zero(SPECIES);
      for (; i < end; i += FOUR) {
        int a = xAt + i;
        int b = yAt + i;
        s0 = FloatVector.fromArray(SPECIES, x, a).mul(FloatVector.fromArray(SPECIES, y, b)).add(s0);
        s1 =
            FloatVector.fromArray(SPECIES, x, a + LANES)
                .mul(FloatVector.fromArray(SPECIES, y, b + LANES))
                .add(s1);
        s2 =
            FloatVector.fromArray(SPECIES, x, a + 2 * LANES)
                .mul(FloatVector.fromArray(SPECIES, y, b + 2 * LANES))
                .add(s2);
        s3 =
            FloatVector.fromArray(SPECIES, x, a + 3 * LANES)
                .mul(FloatVector.fromArray(SPECIES, y, b + 3 * LANES))
                .add(s3);
      }
      s0 = s0.add(s1).add(s2.add(s3));
      if (LANES > 1) {
        s0 = s0.add(s0.rearrange(HALF));
      }
      if (LANES > 2) {
        s0 = s0.add(s0.rearrange(QUARTER));
      }
      if (LANES > 4) {
        s0 = s0.add(s0.rearrange(EIGHTH));
      }
      if (LANES > 8) {
        s0 = s0.add(s0.rearrange(SIXTEENTH));
      }
      total += s0.lane(0);
    }
    if (i <= count - LANES) {
      FloatVector rest = FloatVector.zero(SPECIES);
      for (; i <= count - LANES; i += LANES) {
        rest =
            FloatVector.fromArray(SPECIES, x, xAt + i)
                .mul(FloatVector.fromArray(SPECIES, y, yAt + i))
                .add(rest);
      }
      if (LANES > 1) {
        rest = rest.add(rest.rearrange(HALF));
      }
      if (LANES > 2) {
        rest = rest.add(rest.rearrange(QUARTER));
      }
      if (LANES > 4) {
        rest = rest.add(rest.rearrange(EIGHTH));
      }
      if (LANES > 8) {
        rest = rest.add(rest.rearrange(SIXTEENTH));
      }
      total += rest.lane(0);
    }
    for (; i < count; i++) {
      total += x[xAt + i] * y[yAt + i];
    }
    return total;
  }

  @Override
  public double centredDot(
      float[] x, int xAt, float xCentre, float[] y, int yAt, float yCentre, int count) {
    if (!CENTRED_DOTS.isGreat(count)) {
      return VectorPlainReductions.centredDot(x, xAt, xCentre, y, yAt, yCentre, count);
    }
    float[] lanes = VectorScratch.local().lanes(LANES);
    double total = 0;
    int whole = count / FOUR * FOUR;
    for (int i = 0; i < whole; i += CHAIN * FOUR) {
      int chain = Math.min(CHAIN * FOUR, whole - i);
      centredProducts(x, xAt + i, xCentre, y, yAt + i, yCentre, chain, lanes);
      total += VectorPlainReductions.together(lanes, LANES);
    }
    return total
        + ScalarReductions.PLAIN.centredDot(
            x, xAt + whole, xCentre, y, yAt + whole, yCentre, count - whole);
  }

  /** The sums of a chain, lane by lane. */
  private static void centredProducts(
      float[] x,
      int xAt,
      float xCentre,
      float[] y,
      int yAt,
      float yCentre,
      int count,
      float[] lanes) {
    FloatVector a = FloatVector.broadcast(SPECIES, xCentre);
    FloatVector b = FloatVector.broadcast(SPECIES, yCentre);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    for (int i = 0; i < count; i += FOUR) {
      int u = xAt + i;
      int v = yAt + i;
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, u).sub(a);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, u + LANES).sub(a);
      FloatVector x2 = FloatVector.fromArray(SPECIES, x, u + 2 * LANES).sub(a);
      FloatVector x3 = FloatVector.fromArray(SPECIES, x, u + 3 * LANES).sub(a);
      s0 = FloatVector.fromArray(SPECIES, y, v).sub(b).mul(x0).add(s0);
      s1 = FloatVector.fromArray(SPECIES, y, v + LANES).sub(b).mul(x1).add(s1);
      s2 = FloatVector.fromArray(SPECIES, y, v + 2 * LANES).sub(b).mul(x2).add(s2);
      s3 = FloatVector.fromArray(SPECIES, y, v + 3 * LANES).sub(b).mul(x3).add(s3);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
  }

  @Override
  public float max(float[] x, int at, int count) {
    if (count < LANES || !EXTREMES.isGreat(count)) {
      return ScalarReductions.PLAIN.max(x, at, count);
    }
    FloatVector most = FloatVector.fromArray(SPECIES, x, at);
    for (int i = LANES; i <= count - LANES; i += LANES) {
      most = most.max(FloatVector.fromArray(SPECIES, x, at + i));
    }
    // The last vector, of which some may have been seen.
    most = most.max(FloatVector.fromArray(SPECIES, x, at + count - LANES));
    most = most.max(most.rearrange(HALF));
    most = most.max(most.rearrange(QUARTER));
    most = most.max(most.rearrange(EIGHTH));
    return most.max(most.rearrange(SIXTEENTH)).lane(0);
  }

  @Override
  public float min(float[] x, int at, int count) {
    if (count < LANES || !EXTREMES.isGreat(count)) {
      return ScalarReductions.PLAIN.min(x, at, count);
    }
    FloatVector least = FloatVector.fromArray(SPECIES, x, at);
    for (int i = LANES; i <= count - LANES; i += LANES) {
      least = least.min(FloatVector.fromArray(SPECIES, x, at + i));
    }
    least = least.min(FloatVector.fromArray(SPECIES, x, at + count - LANES));
    least = least.min(least.rearrange(HALF));
    least = least.min(least.rearrange(QUARTER));
    least = least.min(least.rearrange(EIGHTH));
    return least.min(least.rearrange(SIXTEENTH)).lane(0);
  }

  @Override
  public void columnSums(float[] x, int xAt, int xRow, int rows, float[] z, int zAt, int columns) {
    if (columns < LANES) {
      ScalarReductions.PLAIN.columnSums(x, xAt, xRow, rows, z, zAt, columns);
      return;
    }
    if (!COLUMN_SUMS.isGreat(rows * columns)) {
      VectorPlainReductions.columnSums(x, xAt, xRow, rows, z, zAt, columns);
      return;
    }
    // All columns of some rows: they are few pages of memory.
    int whole = columns / FOUR * FOUR;
    int eights = LANES == 8 ? columns / (2 * FOUR) * 2 * FOUR : 0;
    Arrays.fill(z, zAt, zAt + whole, 0);
    for (int i = 0; i < rows; i += CHAIN) {
      for (int j = 0; j < eights; j += 2 * FOUR) {
        eightColumnSums(x, xAt + i * xRow + j, xRow, Math.min(CHAIN, rows - i), z, zAt + j);
      }
      for (int j = eights; j < whole; j += FOUR) {
        fourColumnSums(x, xAt + i * xRow + j, xRow, Math.min(CHAIN, rows - i), z, zAt + j);
      }
    }
    int rest = columns - whole;
    if (!LAST_COLUMN_SUMS.isGreat(rows * rest)) {
      VectorPlainReductions.columnSums(x, xAt + whole, xRow, rows, z, zAt + whole, rest);
      return;
    }
    for (int j = whole; j < columns; j += LANES) {
      // The last vector may do columns again.
      int first = Math.min(j, columns - LANES);
      Arrays.fill(z, zAt + first, zAt + first + LANES, 0);
      for (int i = 0; i < rows; i += CHAIN) {
        int at = xAt + i * xRow + first;
        vectorOfColumnSums(x, at, xRow, Math.min(CHAIN, rows - i), z, zAt + first);
      }
    }
  }

  /**
   * A chain of rows, here and below. So that C2 soon takes these methods up: it counts calls, and
   * what it has not compiled makes objects of all vectors.
   */
  private static void fourColumnSums(float[] x, int xAt, int xRow, int rows, float[] z, int zAt) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    for (int i = 0; i < rows; i++) {
      int at = xAt + i * xRow;
      s0 = s0.add(FloatVector.fromArray(SPECIES, x, at));
      s1 = s1.add(FloatVector.fromArray(SPECIES, x, at + LANES));
      s2 = s2.add(FloatVector.fromArray(SPECIES, x, at + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(SPECIES, x, at + 3 * LANES));
    }
    FloatVector.fromArray(SPECIES, z, zAt).add(s0).intoArray(z, zAt);
    FloatVector.fromArray(SPECIES, z, zAt + LANES).add(s1).intoArray(z, zAt + LANES);
    FloatVector.fromArray(SPECIES, z, zAt + 2 * LANES).add(s2).intoArray(z, zAt + 2 * LANES);
    FloatVector.fromArray(SPECIES, z, zAt + 3 * LANES).add(s3).intoArray(z, zAt + 3 * LANES);
  }

  /** The same for vectors of eight, of which four are two lines of the cache only. */
  private static void eightColumnSums(float[] x, int xAt, int xRow, int rows, float[] z, int zAt) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector s4 = FloatVector.zero(SPECIES);
    FloatVector s5 = FloatVector.zero(SPECIES);
    FloatVector s6 = FloatVector.zero(SPECIES);
    FloatVector s7 = FloatVector.zero(SPECIES);
    for (int i = 0; i < rows; i++) {
      int at = xAt + i * xRow;
      s0 = s0.add(FloatVector.fromArray(SPECIES, x, at));
      s1 = s1.add(FloatVector.fromArray(SPECIES, x, at + LANES));
      s2 = s2.add(FloatVector.fromArray(SPECIES, x, at + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(SPECIES, x, at + 3 * LANES));
      s4 = s4.add(FloatVector.fromArray(SPECIES, x, at + 4 * LANES));
      s5 = s5.add(FloatVector.fromArray(SPECIES, x, at + 5 * LANES));
      s6 = s6.add(FloatVector.fromArray(SPECIES, x, at + 6 * LANES));
      s7 = s7.add(FloatVector.fromArray(SPECIES, x, at + 7 * LANES));
    }
    FloatVector.fromArray(SPECIES, z, zAt).add(s0).intoArray(z, zAt);
    FloatVector.fromArray(SPECIES, z, zAt + LANES).add(s1).intoArray(z, zAt + LANES);
    FloatVector.fromArray(SPECIES, z, zAt + 2 * LANES).add(s2).intoArray(z, zAt + 2 * LANES);
    FloatVector.fromArray(SPECIES, z, zAt + 3 * LANES).add(s3).intoArray(z, zAt + 3 * LANES);
    FloatVector.fromArray(SPECIES, z, zAt + 4 * LANES).add(s4).intoArray(z, zAt + 4 * LANES);
    FloatVector.fromArray(SPECIES, z, zAt + 5 * LANES).add(s5).intoArray(z, zAt + 5 * LANES);
    FloatVector.fromArray(SPECIES, z, zAt + 6 * LANES).add(s6).intoArray(z, zAt + 6 * LANES);
    FloatVector.fromArray(SPECIES, z, zAt + 7 * LANES).add(s7).intoArray(z, zAt + 7 * LANES);
  }

  private static void vectorOfColumnSums(
      float[] x, int xAt, int xRow, int rows, float[] z, int zAt) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < rows; i++) {
      sum = sum.add(FloatVector.fromArray(SPECIES, x, xAt + i * xRow));
    }
    FloatVector.fromArray(SPECIES, z, zAt).add(sum).intoArray(z, zAt);
  }

  @Override
  public void columnDots(
      float[] x,
      int xAt,
      int xRow,
      float[] y,
      int yAt,
      int yRow,
      int rows,
      float[] z,
      int zAt,
      int columns) {
    if (columns < LANES) {
      ScalarReductions.PLAIN.columnDots(x, xAt, xRow, y, yAt, yRow, rows, z, zAt, columns);
      return;
    }
    if (!COLUMN_DOTS.isGreat(rows * columns)) {
      VectorPlainReductions.columnDots(x, xAt, xRow, y, yAt, yRow, rows, z, zAt, columns);
      return;
    }
    int whole = columns / (2 * LANES) * 2 * LANES;
    Arrays.fill(z, zAt, zAt + whole, 0);
    for (int i = 0; i < rows; i += CHAIN) {
      for (int j = 0; j < whole; j += 2 * LANES) {
        int xFrom = xAt + i * xRow + j;
        int yFrom = yAt + i * yRow + j;
        twoColumnDots(x, xFrom, xRow, y, yFrom, yRow, Math.min(CHAIN, rows - i), z, zAt + j);
      }
    }
    int rest = columns - whole;
    if (!LAST_COLUMN_DOTS.isGreat(rows * rest)) {
      VectorPlainReductions.columnDots(
          x, xAt + whole, xRow, y, yAt + whole, yRow, rows, z, zAt + whole, rest);
      return;
    }
    for (int j = whole; j < columns; j += LANES) {
      // The last vector may do columns again.
      int first = Math.min(j, columns - LANES);
      Arrays.fill(z, zAt + first, zAt + first + LANES, 0);
      for (int i = 0; i < rows; i += CHAIN) {
        int xFrom = xAt + i * xRow + first;
        int yFrom = yAt + i * yRow + first;
        int there = Math.min(CHAIN, rows - i);
        vectorOfColumnDots(x, xFrom, xRow, y, yFrom, yRow, there, z, zAt + first);
      }
    }
  }

  private static void twoColumnDots(
      float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, int rows, float[] z, int zAt) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    for (int i = 0; i < rows; i++) {
      int a = xAt + i * xRow;
      int b = yAt + i * yRow;
      s0 = FloatVector.fromArray(SPECIES, x, a).mul(FloatVector.fromArray(SPECIES, y, b)).add(s0);
      s1 =
          FloatVector.fromArray(SPECIES, x, a + LANES)
              .mul(FloatVector.fromArray(SPECIES, y, b + LANES))
              .add(s1);
    }
    FloatVector.fromArray(SPECIES, z, zAt).add(s0).intoArray(z, zAt);
    FloatVector.fromArray(SPECIES, z, zAt + LANES).add(s1).intoArray(z, zAt + LANES);
  }

  private static void vectorOfColumnDots(
      float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, int rows, float[] z, int zAt) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < rows; i++) {
      sum =
          FloatVector.fromArray(SPECIES, x, xAt + i * xRow)
              .mul(FloatVector.fromArray(SPECIES, y, yAt + i * yRow))
              .add(sum);
    }
    FloatVector.fromArray(SPECIES, z, zAt).add(sum).intoArray(z, zAt);
  }
}
