package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Cuts images into the phases of a {@link Pooling}, and puts them together again. */
final class VectorPhases {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  /** The even lanes, twice. */
  private static final VectorShuffle<Float> EVEN =
      VectorShuffle.fromOp(SPECIES, lane -> 2 * lane % LANES);

  /** The odd lanes, twice. */
  private static final VectorShuffle<Float> ODD =
      VectorShuffle.fromOp(SPECIES, lane -> 2 * lane % LANES + 1);

  /** Each lane of the first half twice. */
  private static final VectorShuffle<Float> TWICE_LOWER =
      VectorShuffle.fromOp(SPECIES, lane -> lane / 2);

  /** Each lane of the second half twice. */
  private static final VectorShuffle<Float> TWICE_UPPER =
      VectorShuffle.fromOp(SPECIES, lane -> lane / 2 + LANES / 2);

  private static final VectorMask<Float> UPPER_LANES =
      VectorMask.fromLong(SPECIES, ((1L << LANES) - 1) & -(1L << (LANES / 2)));

  private static final VectorMask<Float> ODD_LANES =
      VectorMask.fromLong(SPECIES, 0xAAAAAAAAAAAAAAAAL & ((1L << LANES) - 1));

  private VectorPhases() {}

  /**
   * Cuts an image, of which vectors may write what does not matter behind each row; the padding
   * there is put right.
   *
   * @param padding what lies around the image, and lies above it in the phases already
   */
  static void split(Pooling pool, float[] x, int image, float[] phases, float padding) {
    Window columns = pool.columns;
    int width = columns.size();
    int first = pool.columnStart(columns.before());
    int second = pool.columnStart(columns.before() + 1);
    boolean padded = pool.rows.after() + columns.before() + columns.after() > 0;
    int[] starts = pool.rowStarts();
    for (int row = 0; row < starts.length; row++) {
      int from = image + row * width;
      int to = starts[row];
      if (columns.stride() == 1) {
        System.arraycopy(x, from, phases, to + first, width);
      } else if (columns.stride() == 2) {
        split(x, from, width, phases, to + first, to + second);
      } else {
        for (int c = 0; c < width; c++) {
          phases[to + pool.columnStart(columns.before() + c)] = x[from + c];
        }
      }
      if (padded) {
        pad(pool, phases, row, padding);
      }
    }
  }

  /** Puts the padding right on both sides of a row, and below the last ones. */
  private static void pad(Pooling pool, float[] phases, int row, float padding) {
    Window columns = pool.columns;
    int start = pool.rowStarts()[row];
    int last = columns.before() + columns.size();
    boolean lowest = row >= pool.rows.size() - pool.rows.stride();
    int below = pool.phaseRows() - 1 - (pool.rows.before() + row) / pool.rows.stride();
    int end = pool.pitch() * (lowest ? below + 1 : 1);
    for (int phase = 0; phase < columns.stride(); phase++) {
      int at = start + phase * pool.phaseSize();
      Arrays.fill(phases, at, at + ceil(columns.before() - phase, columns.stride()), padding);
      Arrays.fill(phases, at + ceil(last - phase, columns.stride()), at + end, padding);
    }
  }

  private static int ceil(int count, int stride) {
    return Math.max(0, count + stride - 1) / stride;
  }

  private static void split(float[] x, int from, int width, float[] phases, int first, int second) {
    int column = 0;
    for (; column < width && from + column + 2 * LANES <= x.length; column += 2 * LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, x, from + column);
      FloatVector b = FloatVector.fromArray(SPECIES, x, from + column + LANES);
      a.rearrange(EVEN).blend(b.rearrange(EVEN), UPPER_LANES).intoArray(phases, first + column / 2);
      a.rearrange(ODD).blend(b.rearrange(ODD), UPPER_LANES).intoArray(phases, second + column / 2);
    }
    for (; column < width; column += 2) {
      phases[first + column / 2] = x[from + column];
      if (column + 1 < width) {
        phases[second + column / 2] = x[from + column + 1];
      }
    }
  }

  /**
   * Puts an image together.
   *
   * @param end where nothing may be written any more: before, rows may overwrite what comes later
   */
  static void join(Pooling pool, float[] phases, float[] x, int image, int end) {
    Window columns = pool.columns;
    int width = columns.size();
    int first = pool.columnStart(columns.before());
    int second = pool.columnStart(columns.before() + 1);
    int[] starts = pool.rowStarts();
    for (int row = 0; row < starts.length; row++) {
      int from = starts[row];
      int to = image + row * width;
      if (columns.stride() == 1) {
        System.arraycopy(phases, from + first, x, to, width);
      } else if (columns.stride() == 2) {
        join(phases, from + first, from + second, x, to, width, end);
      } else {
        for (int c = 0; c < width; c++) {
          x[to + c] = phases[from + pool.columnStart(columns.before() + c)];
        }
      }
    }
  }

  private static void join(
      float[] phases, int first, int second, float[] x, int to, int width, int end) {
    int column = 0;
    for (; column < width && to + column + 2 * LANES <= end; column += 2 * LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, phases, first + column / 2);
      FloatVector b = FloatVector.fromArray(SPECIES, phases, second + column / 2);
      a.rearrange(TWICE_LOWER).blend(b.rearrange(TWICE_LOWER), ODD_LANES).intoArray(x, to + column);
      a.rearrange(TWICE_UPPER)
          .blend(b.rearrange(TWICE_UPPER), ODD_LANES)
          .intoArray(x, to + column + LANES);
    }
    for (; column < width; column += 2) {
      x[to + column] = phases[first + column / 2];
      if (column + 1 < width) {
        x[to + column + 1] = phases[second + column / 2];
      }
    }
  }
}
