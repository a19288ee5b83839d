package dev.netc.runtime;

import java.util.Arrays;

/**
 * The sums of {@link VectorReductions} by plain loops: in the same order, so with the same bits.
 */
final class VectorPlainReductions {
  private static final int LANES = VectorTiles.LANES;
  private static final int FOUR = 4 * LANES;

  private VectorPlainReductions() {}

  static double sum(float[] x, int at, int count) {
    float[] lanes = VectorScratch.local().lanes(FOUR);
    double total = 0;
    int whole = count / FOUR * FOUR;
    int i = 0;
    while (i < whole) {
      int end = Math.min(whole, i + VectorReductions.CHAIN * FOUR);
      Arrays.fill(lanes, 0, FOUR, 0);
      for (; i < end; i += FOUR) {
        add(x, at + i, lanes, FOUR);
      }
      total += together(lanes, FOUR);
    }
    if (i <= count - LANES) {
      Arrays.fill(lanes, 0, LANES, 0);
      for (; i <= count - LANES; i += LANES) {
        add(x, at + i, lanes, LANES);
      }
      total += together(lanes, LANES);
    }
    for (; i < count; i++) {
      total += x[at + i];
    }
    return total;
  }

  static double dot(float[] x, int xAt, float[] y, int yAt, int count) {
    float[] lanes = VectorScratch.local().lanes(FOUR);
    double total = 0;
    int whole = count / FOUR * FOUR;
    int i = 0;
    while (i < whole) {
      int end = Math.min(whole, i + VectorReductions.CHAIN * FOUR);
      Arrays.fill(lanes, 0, FOUR, 0);
      for (; i < end; i += FOUR) {
        add(x, xAt + i, y, yAt + i, lanes, FOUR);
      }
      total += together(lanes, FOUR);
    }
    if (i <= count - LANES) {
      Arrays.fill(lanes, 0, LANES, 0);
      for (; i <= count - LANES; i += LANES) {
        add(x, xAt + i, y, yAt + i, lanes, LANES);
      }
      total += together(lanes, LANES);
    }
    for (; i < count; i++) {
      total += x[xAt + i] * y[yAt + i];
    }
    return total;
  }

  static double centredDot(
      float[] x, int xAt, float xCentre, float[] y, int yAt, float yCentre, int count) {
    float[] lanes = VectorScratch.local().lanes(FOUR);
    double total = 0;
    int whole = count / FOUR * FOUR;
    int i = 0;
    while (i < whole) {
      int end = Math.min(whole, i + VectorReductions.CHAIN * FOUR);
      Arrays.fill(lanes, 0, FOUR, 0);
      for (; i < end; i += FOUR) {
        for (int lane = 0; lane < FOUR; lane++) {
          lanes[lane] += (y[yAt + i + lane] - yCentre) * (x[xAt + i + lane] - xCentre);
        }
      }
      total += together(lanes, FOUR);
    }
    return total
        + ScalarReductions.PLAIN.centredDot(
            x, xAt + whole, xCentre, y, yAt + whole, yCentre, count - whole);
  }

  /** One vector or four of them: first these together, then halves of one. */
  static float together(float[] lanes, int count) {
    if (count == FOUR) {
      for (int lane = 0; lane < LANES; lane++) {
        float even = lanes[lane] + lanes[lane + LANES];
        lanes[lane] = even + (lanes[lane + 2 * LANES] + lanes[lane + 3 * LANES]);
      }
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }

  static void columnSums(float[] x, int xAt, int xRow, int rows, float[] z, int zAt, int columns) {
    float[] sums = VectorScratch.local().sums(columns);
    Arrays.fill(z, zAt, zAt + columns, 0);
    for (int i = 0; i < rows; ) {
      int end = Math.min(rows, i + VectorReductions.CHAIN);
      Arrays.fill(sums, 0, columns, 0);
      for (; i < end; i++) {
        add(x, xAt + i * xRow, sums, columns);
      }
      for (int j = 0; j < columns; j++) {
        z[zAt + j] += sums[j];
      }
    }
  }

  static void columnDots(
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
    float[] sums = VectorScratch.local().sums(columns);
    Arrays.fill(z, zAt, zAt + columns, 0);
    for (int i = 0; i < rows; ) {
      int end = Math.min(rows, i + VectorReductions.CHAIN);
      Arrays.fill(sums, 0, columns, 0);
      for (; i < end; i++) {
        add(x, xAt + i * xRow, y, yAt + i * yRow, sums, columns);
      }
      for (int j = 0; j < columns; j++) {
        z[zAt + j] += sums[j];
      }
    }
  }

  private static void add(float[] x, int at, float[] sums, int count) {
    for (int j = 0; j < count; j++) {
      sums[j] += x[at + j];
    }
  }

  private static void add(float[] x, int xAt, float[] y, int yAt, float[] sums, int count) {
    for (int j = 0; j < count; j++) {
      sums[j] += x[xAt + j] * y[yAt + j];
    }
  }
}
