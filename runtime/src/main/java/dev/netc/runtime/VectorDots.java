package dev.netc.runtime;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products along adjacent elements, a tile of rows and columns at a time, each sum kept a
 * lane apart:
 *
 * <pre>{@code
 * sums[((i * sumsRow) + j) * LANES + lane]
 *     += sum over l of a[aAt + i * aRow + l] * b[bAt + bColumns[j] + l]
 * }</pre>
 *
 * where {@code l} runs over the elements of a lane, in order. {@link #sum} adds the lanes up, in an
 * order of its own that does not depend on how the JVM reduces a vector.
 */
final class VectorDots {
  /** The rows of a whole tile. */
  static final int HEIGHT = 4;

  private static final int WIDTH = 4;

  /** The columns of a tile where such of four would leave some over. */
  private static final int WIDER = 5;

  /** Whether registers hold four times as many sums, and what they are made of. */
  private static final boolean WIDER_FITS = VectorTiles.LANES == 16;

  /** Whether they hold eight sums only: half the rows, or half the columns, are a tile then. */
  private static final boolean EIGHT_FIT = VectorTiles.LANES == 8;

  /** The columns of a tile of one row: so many streams of memory are read at a time. */
  private static final int WIDE = 8;

  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  private static final IntVector BIT2 = lanesWith(2);
  private static final IntVector BIT4 = lanesWith(4);
  private static final IntVector BIT8 = lanesWith(8);
  private static final VectorShuffle<Integer> SWAP2 = swap(2);
  private static final VectorShuffle<Integer> SWAP4 = swap(4);
  private static final VectorShuffle<Integer> SWAP8 = swap(8);

  private VectorDots() {}

  /**
   * Adds to the sums of {@code rows} rows of A and {@code columns} columns of B.
   *
   * @param length a multiple of the lanes
   */
  static void add(
      int rows,
      int columns,
      int length,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int[] bColumns,
      int firstColumn,
      float[] sums,
      int sumsRow) {
    for (int i = 0; i < rows; ) {
      int height = rows - i >= HEIGHT ? HEIGHT : rows - i >= 2 ? 2 : 1;
      int from = aAt + i * aRow;
      for (int j = 0; j < columns; ) {
        int width = width(height, columns - j);
        int at = (i * sumsRow + j) * LANES;
        int column = firstColumn + j;
        int b0 = bAt + bColumns[column];
        if (width == WIDE) {
          VectorDotTiles.tile1x8(length, a, from, b, bAt, bColumns, column, sums, at);
        } else if (width == WIDTH) {
          int b1 = bAt + bColumns[column + 1];
          int b2 = bAt + bColumns[column + 2];
          int b3 = bAt + bColumns[column + 3];
          if (height == HEIGHT && EIGHT_FIT) {
            int row = sumsRow * LANES;
            int low = from + 2 * aRow;
            int lowAt = at + 2 * row;
            VectorDotTiles.tile2x4(length, a, from, aRow, b, b0, b1, b2, b3, sums, at, row);
            VectorDotTiles.tile2x4(length, a, low, aRow, b, b0, b1, b2, b3, sums, lowAt, row);
          } else if (height == HEIGHT) {
            VectorDotTiles.tile4x4(
                length, a, from, aRow, b, b0, b1, b2, b3, sums, at, sumsRow * LANES);
          } else if (height == 2) {
            VectorDotTiles.tile2x4(
                length, a, from, aRow, b, b0, b1, b2, b3, sums, at, sumsRow * LANES);
          } else {
            VectorDotTiles.tile1x4(length, a, from, b, b0, b1, b2, b3, sums, at);
          }
        } else if (width == WIDER) {
          int b1 = bAt + bColumns[column + 1];
          int b2 = bAt + bColumns[column + 2];
          int b3 = bAt + bColumns[column + 3];
          int b4 = bAt + bColumns[column + 4];
          int row = sumsRow * LANES;
          if (height == HEIGHT) {
            VectorDotTiles.tile4x5(length, a, from, aRow, b, b0, b1, b2, b3, b4, sums, at, row);
          } else {
            VectorDotTiles.tile2x5(length, a, from, aRow, b, b0, b1, b2, b3, b4, sums, at, row);
          }
        } else if (width == 2) {
          int b1 = bAt + bColumns[column + 1];
          VectorDotTiles.tile4x2(length, a, from, aRow, b, b0, b1, sums, at, sumsRow * LANES);
        } else if (height == HEIGHT) {
          VectorDotTiles.tile4x1(length, a, from, aRow, b, b0, sums, at, sumsRow * LANES);
        } else if (height == 2) {
          VectorDotTiles.tile2x1(length, a, from, aRow, b, b0, sums, at, sumsRow * LANES);
        } else {
          VectorDotTiles.tile1x1(length, a, from, b, b0, sums, at);
        }
        j += width;
      }
      i += height;
    }
  }

  private static int width(int height, int columns) {
    if (height == 1 && columns % WIDE == 0) {
      return WIDE;
    }
    if (WIDER_FITS && height > 1 && columns >= WIDER && columns % WIDTH > 0) {
      return WIDER;
    }
    if (EIGHT_FIT && height == HEIGHT && columns >= 2 && columns < WIDTH) {
      return 2;
    }
    return columns >= WIDTH ? WIDTH : 1;
  }

  /** The sum of the lanes from {@code at} on. */
  static float sum(float[] lanes, int at) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[at + i] += lanes[at + half + i];
      }
    }
    return lanes[at];
  }

  /**
   * The sums of the lanes of as many sums as a vector has lanes, each as {@link #sum} adds them.
   * Two vectors become one: the lanes of one whose number has a bit, and those of the other whose
   * number has it not, meet those that differ in this bit. In methods of few operations: C2 makes
   * objects of what it does not inline, which is all beyond some eighty.
   */
  static void sums(float[] lanes, int at, float[] results) {
    if (LANES < 8) {
      for (int i = 0; i < LANES; i++) {
        results[i] = sum(lanes, at + i * LANES);
      }
      return;
    }
    if (LANES == 16) {
      halves(lanes, at);
    }
    quarters(lanes, at);
    eighths(lanes, at);
    last(lanes, at, results);
  }

  /** The first step for vectors of sixteen: of two that are eight apart, the first becomes both. */
  private static void halves(float[] lanes, int at) {
    for (int i = at; i < at + 8 * LANES; i += LANES) {
      IntVector one = bits(lanes, i);
      IntVector other = bits(lanes, i + 8 * LANES);
      IntVector moved = one.lanewise(XOR, other).lanewise(AND, BIT8);
      FloatVector low = one.lanewise(XOR, moved).reinterpretAsFloats();
      low.add(other.lanewise(XOR, moved).rearrange(SWAP8).reinterpretAsFloats())
          .intoArray(lanes, i);
    }
  }

  /** The next step: of two that are four apart, the first becomes both. */
  private static void quarters(float[] lanes, int at) {
    for (int i = at; i < at + 4 * LANES; i += LANES) {
      IntVector one = bits(lanes, i);
      IntVector other = bits(lanes, i + 4 * LANES);
      IntVector moved = one.lanewise(XOR, other).lanewise(AND, BIT4);
      FloatVector low = one.lanewise(XOR, moved).reinterpretAsFloats();
      low.add(other.lanewise(XOR, moved).rearrange(SWAP4).reinterpretAsFloats())
          .intoArray(lanes, i);
    }
  }

  /** The next step: of two that are two apart, the first becomes both. */
  private static void eighths(float[] lanes, int at) {
    for (int i = at; i < at + 2 * LANES; i += LANES) {
      IntVector one = bits(lanes, i);
      IntVector other = bits(lanes, i + 2 * LANES);
      IntVector moved = one.lanewise(XOR, other).lanewise(AND, BIT2);
      FloatVector low = one.lanewise(XOR, moved).reinterpretAsFloats();
      low.add(other.lanewise(XOR, moved).rearrange(SWAP2).reinterpretAsFloats())
          .intoArray(lanes, i);
    }
  }

  /**
   * The last step, of two that follow one another: element by element, as C2 makes objects of
   * vectors here, where there is no loop.
   */
  private static void last(float[] lanes, int at, float[] results) {
    for (int i = 0; i < LANES; i += 2) {
      results[i] = lanes[at + i] + lanes[at + i + 1];
      results[i + 1] = lanes[at + LANES + i + 1] + lanes[at + LANES + i];
    }
  }

  private static IntVector bits(float[] lanes, int at) {
    return FloatVector.fromArray(SPECIES, lanes, at).reinterpretAsInts();
  }

  /** Ones in the lanes whose number has a bit. */
  private static IntVector lanesWith(int bit) {
    int[] ones = IntStream.range(0, LANES).map(i -> (i & bit) != 0 ? -1 : 0).toArray();
    return IntVector.fromArray(INTS, ones, 0);
  }

  /** Lanes whose numbers differ in a bit change places. */
  private static VectorShuffle<Integer> swap(int bit) {
    return VectorShuffle.fromOp(INTS, i -> (i ^ bit) & (LANES - 1));
  }

  /** Scratch memory for {@code count} sums and some more, all zero. */
  static float[] cleared(int count) {
    int length = (count + LANES - 1) / LANES * LANES * LANES;
    float[] sums = VectorScratch.local().lanes(length);
    Arrays.fill(sums, 0, length, 0);
    return sums;
  }

  /** Writes {@code count} sums that began as {@link #cleared}, or adds them to what is there. */
  static void store(int count, float[] sums, float[] target, int to, boolean accumulate) {
    float[] results = VectorScratch.local().results(LANES);
    for (int i = 0; i < count; i += LANES) {
      sums(sums, i * LANES, results);
      for (int j = i; j < Math.min(count, i + LANES); j++) {
        float sum = results[j - i];
        target[to + j] = accumulate ? target[to + j] + sum : sum;
      }
    }
  }
}
