package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;

/** Lays operands out for {@link VectorPackedGemm}: in panels, in the order in which tiles read. */
final class VectorPacking {
  private static final int LANES = VectorTiles.LANES;
  private static final int WIDTH = VectorPackedTile.WIDTH;

  /** The rows of a panel on machines with 16 registers. */
  private static final int SIX = 6;

  /** The columns laid out together: C2 keeps the positions of so many in registers. */
  private static final int FOUR = 4;

  /** The panels of so many rows that are laid out together. */
  private static final int PANELS = 8;

  // Demand for copies, of which plain loops make few.
  private static final Demand STEPS_OF_ROWS = new Demand(1);
  private static final Demand STEPS_OF_COLUMNS = new Demand(1);

  private VectorPacking() {}

  /** The elements of panels of {@code height} rows, and of the rest of a vector behind the last. */
  static int size(int rows, int height) {
    return panel((rows + height - 1) / height * height, height, false) + LANES;
  }

  /** Where the panel that begins with a row has its elements, which lie along the steps or not. */
  static int panel(int row, int height, boolean adjacent) {
    return adjacent ? panel(row) : panel(row / height * step(height));
  }

  /** The elements of a step of a panel whose steps lie side by side. */
  private static int step(int height) {
    return height == SIX ? VectorPackedTile.STEP : height;
  }

  /** Where a row begins whose steps are adjacent. */
  static int panel(int row) {
    return row * VectorRowTile.ROW;
  }

  /**
   * Lays out rows. If they are adjacent along the steps, a panel holds rows as {@link
   * VectorRowTile} reads them, else the elements of a step lie side by side. The last panel has any
   * numbers for the rows that are not there.
   */
  static void rows(
      int rows,
      int height,
      int steps,
      float[] a,
      int aAt,
      int aRowStride,
      int aColumnStride,
      float[] panels) {
    boolean vectors = aColumnStride != 1 && aRowStride == 1 && STEPS_OF_ROWS.isGreat(rows * steps);
    for (int i = 0; i < rows; i += height) {
      int from = aAt + i * aRowStride;
      int to = panel(i, height, aColumnStride == 1);
      int there = Math.min(height, rows - i);
      if (aColumnStride == 1) {
        VectorRows.copy(there, steps, a, from, aRowStride, panels, to, VectorRowTile.ROW);
      } else if (vectors
          && height == SIX
          && rows - i >= PANELS * SIX
          && from + (steps - 1) * aColumnStride <= a.length - PANELS * SIX - LANES) {
        sixRows(steps, a, from, aColumnStride, panels, to);
        i += (PANELS - 1) * SIX;
      } else if (vectors
          && height <= LANES
          && from + (steps - 1) * aColumnStride <= a.length - LANES) {
        // What a vector holds beyond a step is written over by the next one.
        int step = step(height);
        for (int l = 0; l < steps; l++) {
          FloatVector.fromArray(VectorTiles.SPECIES, a, from + l * aColumnStride)
              .intoArray(panels, to + l * step);
        }
      } else {
        for (int r = 0; r < there; r++) {
          row(steps, true, a, from + r * aRowStride, aColumnStride, panels, to + r, step(height));
        }
      }
    }
  }

  /**
   * Lays out eight panels of six rows, whole lines of the cache: such lines lie so far apart that
   * they would be gone before the next panel needs them.
   */
  private static void sixRows(
      int steps, float[] a, int from, int aColumnStride, float[] panels, int to) {
    int apart = panel(VectorPackedTile.STEP);
    for (int l = 0; l < steps; l++) {
      int at = from + l * aColumnStride;
      int next = to + l * VectorPackedTile.STEP;
      FloatVector.fromArray(VectorTiles.SPECIES, a, at).intoArray(panels, next);
      FloatVector.fromArray(VectorTiles.SPECIES, a, at + 6).intoArray(panels, next + apart);
      FloatVector.fromArray(VectorTiles.SPECIES, a, at + 12).intoArray(panels, next + 2 * apart);
      FloatVector.fromArray(VectorTiles.SPECIES, a, at + 18).intoArray(panels, next + 3 * apart);
      FloatVector.fromArray(VectorTiles.SPECIES, a, at + 24).intoArray(panels, next + 4 * apart);
      FloatVector.fromArray(VectorTiles.SPECIES, a, at + 30).intoArray(panels, next + 5 * apart);
      FloatVector.fromArray(VectorTiles.SPECIES, a, at + 36).intoArray(panels, next + 6 * apart);
      FloatVector.fromArray(VectorTiles.SPECIES, a, at + 42).intoArray(panels, next + 7 * apart);
    }
  }

  /**
   * Lays out rows that are adjacent along k, with all their steps.
   *
   * @param part the steps of a panel
   * @param block how far panels of the same rows lie apart
   */
  static void wholeRows(
      int rows, int k, int part, float[] a, int aAt, int aRowStride, float[] panels, int block) {
    for (int i = 0; i < rows; i++) {
      int from = aAt + i * aRowStride;
      int to = panel(i);
      for (int depth = 0; depth < k; depth += part) {
        System.arraycopy(a, from + depth, panels, to, Math.min(part, k - depth));
        to += block;
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
      if (!STEPS_OF_COLUMNS.isGreat(steps * WIDTH)) {
        for (int l = 0; l < steps; l++) {
          System.arraycopy(b, bAt + l * bRowStride, panel, to + l * WIDTH, WIDTH);
        }
        return;
      }
      for (int l = 0; l < steps; l++) {
        int from = bAt + l * bRowStride;
        FloatVector.fromArray(VectorTiles.SPECIES, b, from).intoArray(panel, to + l * WIDTH);
        FloatVector.fromArray(VectorTiles.SPECIES, b, from + LANES)
            .intoArray(panel, to + l * WIDTH + LANES);
      }
      return;
    }
    if (bRowStride == 1 && !VectorTiles.COLLECTS) {
      for (; j + FOUR <= width; j += FOUR) {
        fourColumns(steps, b, bAt + j * bColumnStride, bColumnStride, panel, to + j);
      }
    } else if (bRowStride == 1 && width >= LANES) {
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

  /** Writes the transpose of {@code rows} x {@code columns} elements. */
  static void transpose(
      int rows,
      int columns,
      float[] source,
      int sourceAt,
      int sourceRow,
      float[] target,
      int targetAt,
      int targetRow) {
    int row = 0;
    if (VectorTiles.COLLECTS) {
      int[] places = VectorScratch.local().places(LANES);
      for (int i = 0; i < LANES; i++) {
        places[i] = i * sourceRow;
      }
      for (; row + LANES <= rows; row += LANES) {
        for (int j = 0; j < columns; j++) {
          int from = sourceAt + row * sourceRow + j;
          FloatVector.fromArray(VectorTiles.SPECIES, source, from, places, 0)
              .intoArray(target, targetAt + j * targetRow + row);
        }
      }
    } else {
      for (; row + LANES <= rows; row += LANES) {
        int from = sourceAt + row * sourceRow;
        turnEight(columns, source, from, sourceRow, target, targetAt + row, targetRow);
      }
    }
    for (; row < rows; row += LANES) {
      int end = Math.min(rows, row + LANES);
      for (int j = 0; j < columns; j++) {
        for (int i = row; i < end; i++) {
          target[targetAt + j * targetRow + i] = source[sourceAt + i * sourceRow + j];
        }
      }
    }
  }

  /** Writes the transpose of eight rows of {@code columns} elements. */
  private static void turnEight(
      int columns,
      float[] source,
      int sourceAt,
      int sourceRow,
      float[] target,
      int targetAt,
      int targetRow) {
    int from1 = sourceAt + sourceRow;
    int from2 = from1 + sourceRow;
    int from3 = from2 + sourceRow;
    int from4 = from3 + sourceRow;
    int from5 = from4 + sourceRow;
    int from6 = from5 + sourceRow;
    int from7 = from6 + sourceRow;
    for (int j = 0; j < columns; j++) {
      int to = targetAt + j * targetRow;
      target[to] = source[sourceAt + j];
      target[to + 1] = source[from1 + j];
      target[to + 2] = source[from2 + j];
      target[to + 3] = source[from3 + j];
      target[to + 4] = source[from4 + j];
      target[to + 5] = source[from5 + j];
      target[to + 6] = source[from6 + j];
      target[to + 7] = source[from7 + j];
    }
  }

  /** Lays out four columns of a panel. */
  private static void fourColumns(
      int steps, float[] source, int sourceAt, int sourceRow, float[] panel, int panelAt) {
    int from1 = sourceAt + sourceRow;
    int from2 = from1 + sourceRow;
    int from3 = from2 + sourceRow;
    for (int l = 0; l < steps; l++) {
      int to = panelAt + l * WIDTH;
      panel[to] = source[sourceAt + l];
      panel[to + 1] = source[from1 + l];
      panel[to + 2] = source[from2 + l];
      panel[to + 3] = source[from3 + l];
    }
  }
}
