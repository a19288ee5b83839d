package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;

/** Lays operands out for {@link VectorPackedGemm}: in panels, in the order in which tiles read. */
final class VectorPacking {
  private static final int LANES = VectorTiles.LANES;
  private static final int WIDTH = VectorPackedTile.WIDTH;

  /** With vectors of eight, C2 of JDK 17 reads what it collects before it was written. */
  static final boolean CAN_COLLECT = LANES != 8 || Runtime.version().feature() > 17;

  private VectorPacking() {}

  /**
   * The elements of panels of {@code height} rows: the last has zeros, or any numbers, for the rows
   * that are not there, and behind it is room for the rest of a vector.
   */
  static int size(int rows, int height, int steps) {
    return (rows + height - 1) / height * height * steps + LANES;
  }

  /** Lays out rows: in a panel, the elements of a step lie side by side. */
  static void rows(
      int rows,
      int height,
      int steps,
      float[] a,
      int aAt,
      int aRowStride,
      int aColumnStride,
      float[] panels) {
    for (int i = 0; i < rows; i += height) {
      int from = aAt + i * aRowStride;
      int to = i * steps;
      int there = Math.min(height, rows - i);
      if (aRowStride == 1 && from + (steps - 1) * aColumnStride <= a.length - LANES) {
        // What a vector holds beyond the panel's height is written over by the next one.
        for (int l = 0; l < steps; l++) {
          FloatVector.fromArray(VectorTiles.SPECIES, a, from + l * aColumnStride)
              .intoArray(panels, to + l * height);
        }
      } else if (aColumnStride == 1 && there == height && 2 * height == LANES) {
        pairs(steps, a, from, aRowStride, panels, to);
      } else {
        for (int r = 0; r < height; r++) {
          row(steps, r < there, a, from + r * aRowStride, aColumnStride, panels, to + r, height);
        }
      }
    }
  }

  /** Half as many rows as a vector has lanes: two steps are a vector. */
  private static void pairs(int steps, float[] a, int from, int aRow, float[] panels, int to) {
    int height = LANES / 2;
    int[] places = VectorScratch.local().places(LANES);
    for (int r = 0; r < height; r++) {
      places[r] = r * aRow;
      places[height + r] = r * aRow + 1;
    }
    int l = 0;
    for (; l + 2 <= steps; l += 2) {
      FloatVector.fromArray(VectorTiles.SPECIES, a, from + l, places, 0)
          .intoArray(panels, to + l * height);
    }
    if (l < steps) {
      for (int r = 0; r < height; r++) {
        panels[to + l * height + r] = a[from + r * aRow + l];
      }
    }
  }

  private static void row(
      int steps,
      boolean exists,
      float[] a,
      int from,
      int stride,
      float[] panels,
      int to,
      int height) {
    for (int l = 0; l < steps; l++) {
      panels[to + l * height] = exists ? a[from + l * stride] : 0;
    }
  }

  /** Lays out the columns of one panel, with zeros for those that are not there. */
  static void columns(
      int width,
      int steps,
      float[] b,
      int bAt,
      int bRowStride,
      int bColumnStride,
      float[] panel,
      int to) {
    int j = 0;
    if (bColumnStride == 1 && width == WIDTH) {
      for (int l = 0; l < steps; l++) {
        int from = bAt + l * bRowStride;
        FloatVector.fromArray(VectorTiles.SPECIES, b, from).intoArray(panel, to + l * WIDTH);
        FloatVector.fromArray(VectorTiles.SPECIES, b, from + LANES)
            .intoArray(panel, to + l * WIDTH + LANES);
      }
      return;
    }
    if (bRowStride == 1 && CAN_COLLECT && width >= LANES) {
      int[] places = VectorScratch.local().places(LANES);
      for (int i = 0; i < LANES; i++) {
        places[i] = i * bColumnStride;
      }
      for (; j + LANES <= width; j += LANES) {
        int from = bAt + j * bColumnStride;
        for (int l = 0; l < steps; l++) {
          FloatVector.fromArray(VectorTiles.SPECIES, b, from + l, places, 0)
              .intoArray(panel, to + l * WIDTH + j);
        }
      }
    }
    for (; j < width; j++) {
      row(steps, true, b, bAt + j * bColumnStride, bRowStride, panel, to + j, WIDTH);
    }
    for (; j < WIDTH; j++) {
      row(steps, false, b, 0, 0, panel, to + j, WIDTH);
    }
  }
}
