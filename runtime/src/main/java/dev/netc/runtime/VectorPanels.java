package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;

/**
 * Sums of products as {@link VectorTiles} has them, with A packed: a block of rows is a panel, in
 * which the elements that a step of the sum takes lie side by side.
 *
 * <pre>{@code
 * c[cAt + i * cRow + j] = (add ? c[cAt + i * cRow + j] : 0)
 *     + sum over l in [from, to) of A[i, l] * b[bAt + bSteps[l] + j]
 * }</pre>
 *
 * <p>Many rows are packed for the tiles of {@link VectorPackedTile}, on machines with 16 registers.
 *
 * <p>Packed operands are read without a check of bounds for each element, which makes tiles half as
 * fast again. Packing pays where a row meets some {@value #WORTH} vectors or more.
 */
final class VectorPanels {
  /** The vectors that a row has to meet for packing to pay. */
  static final int WORTH = 8;

  /** The rows of a whole panel: machines with 16 registers have no room for eight. */
  private static final int HEIGHT = VectorTiles.LANES == 8 ? 4 : 8;

  /**
   * From so many rows on, machines with 16 registers have tiles of six rows, and copy what those
   * read of B first: that pays if enough tiles read the copy.
   */
  private static final int TALL = VectorTiles.LANES == 8 ? 48 : Integer.MAX_VALUE;

  /** The tall rows, a multiple of six, whose panels stay in the second cache. */
  private static final int TALL_BLOCK = 96;

  /** The rows of a panel of tall rows. */
  private static final int SIX = 6;

  private VectorPanels() {}

  /** The elements of packed rows. */
  static int size(int rows, int steps) {
    return rows >= TALL
        ? (rows + SIX - 1) / SIX * VectorPackedTile.STEP * steps
        : padded(rows) * steps;
  }

  /** The rows that {@code rows} rows take when packed: c must have as many. */
  static int padded(int rows) {
    return rows + (rows & 1);
  }

  /** The height of the panel that begins the last {@code rows} rows, an even number. */
  private static int height(int rows) {
    return Math.min(rows, HEIGHT);
  }

  /** Packs {@code rows} rows of {@code steps} adjacent elements. */
  static void pack(int rows, int steps, float[] a, int aAt, int aRow, float[] panels) {
    int[] table = VectorScratch.local().aSteps(steps, 1);
    pack(rows, steps, a, aAt, aRow, table, panels, 0);
  }

  /** Packs {@code rows} rows whose elements lie at {@code aSteps}. */
  static void pack(
      int rows, int steps, float[] a, int aAt, int aRow, int[] aSteps, float[] panels, int to) {
    boolean tall = rows >= TALL;
    for (int i = 0; i < rows; ) {
      int height = tall ? SIX : height(padded(rows - i));
      int step = tall ? VectorPackedTile.STEP : height;
      int from = aAt + i * aRow;
      if (height == 8 && rows - i >= 8) {
        pack8(steps, a, from, aRow, aSteps, panels, to);
      } else if (height == 4 && rows - i >= 4) {
        pack4(steps, a, from, aRow, aSteps, panels, to);
      } else {
        for (int r = 0; r < step; r++) {
          boolean exists = r < height && i + r < rows;
          packRow(steps, exists, a, from + r * aRow, aSteps, panels, to + r, step);
        }
      }
      i += height;
      to += step * steps;
    }
  }

  private static void packRow(
      int steps,
      boolean exists,
      float[] a,
      int from,
      int[] aSteps,
      float[] panels,
      int to,
      int step) {
    for (int l = 0; l < steps; l++) {
      panels[to + l * step] = exists ? a[from + aSteps[l]] : 0;
    }
  }

  private static void pack4(
      int steps, float[] a, int from, int aRow, int[] aSteps, float[] panels, int to) {
    int from1 = from + aRow;
    int from2 = from1 + aRow;
    int from3 = from2 + aRow;
    for (int l = 0; l < steps; l++) {
      int step = aSteps[l];
      int at = to + l * 4;
      panels[at] = a[from + step];
      panels[at + 1] = a[from1 + step];
      panels[at + 2] = a[from2 + step];
      panels[at + 3] = a[from3 + step];
    }
  }

  private static void pack8(
      int steps, float[] a, int from, int aRow, int[] aSteps, float[] panels, int to) {
    int from1 = from + aRow;
    int from2 = from1 + aRow;
    int from3 = from2 + aRow;
    int from4 = from3 + aRow;
    int from5 = from4 + aRow;
    int from6 = from5 + aRow;
    int from7 = from6 + aRow;
    for (int l = 0; l < steps; l++) {
      int step = aSteps[l];
      int at = to + l * 8;
      panels[at] = a[from + step];
      panels[at + 1] = a[from1 + step];
      panels[at + 2] = a[from2 + step];
      panels[at + 3] = a[from3 + step];
      panels[at + 4] = a[from4 + step];
      panels[at + 5] = a[from5 + step];
      panels[at + 6] = a[from6 + step];
      panels[at + 7] = a[from7 + step];
    }
  }

  /**
   * All tiles of {@code rows} rows and {@code vectors} vectors, for all steps of the sum.
   *
   * @param steps the elements of a row
   * @param add whether to add to what c holds
   */
  static void multiply(
      int rows,
      int vectors,
      int steps,
      float[] panels,
      int panelsAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    int even = padded(rows);
    int whole = even / HEIGHT * HEIGHT;
    for (int l = 0; l < steps; l += Gemm.DEPTH) {
      int to = Math.min(steps, l + Gemm.DEPTH);
      boolean adds = add || l > 0;
      if (rows >= TALL) {
        for (int i = 0; i < rows; i += TALL_BLOCK) {
          int some = Math.min(TALL_BLOCK, rows - i);
          int aAt = panelsAt + i / SIX * VectorPackedTile.STEP * steps;
          int cTo = cAt + i * cRow;
          tall(some, vectors, l, to, steps, panels, aAt, b, bAt, bSteps, c, cTo, cRow, adds);
        }
        continue;
      }
      for (int i = 0; i < even; ) {
        int end = i < whole ? whole : even;
        int height = i < whole ? HEIGHT : even - whole;
        columns(
            i, end, height, vectors, l, to, steps, panels, panelsAt, b, bAt, bSteps, c, cAt, cRow,
            adds);
        i = end;
      }
    }
  }

  /**
   * The tiles of some of the rows of a tall product. What they read of B is copied first, two
   * vectors at a time, of which the second may lie behind the last one that counts.
   */
  private static void tall(
      int rows,
      int vectors,
      int from,
      int to,
      int steps,
      float[] panels,
      int panelsAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    float[] columns = VectorScratch.local().lanes(Gemm.DEPTH * VectorPackedTile.WIDTH);
    for (int j = 0; j < vectors; j += 2) {
      int at = bAt + j * VectorTiles.LANES;
      for (int l = from; l < to; l++) {
        int target = (l - from) * VectorPackedTile.WIDTH;
        FloatVector.fromArray(VectorTiles.SPECIES, b, at + bSteps[l]).intoArray(columns, target);
        FloatVector.fromArray(VectorTiles.SPECIES, b, at + bSteps[l] + VectorTiles.LANES)
            .intoArray(columns, target + VectorTiles.LANES);
      }
      int width = Math.min(2, vectors - j) * VectorTiles.LANES;
      VectorPackedGemm.tiles(
          rows,
          width,
          to - from,
          false,
          panels,
          panelsAt + from * VectorPackedTile.STEP,
          steps * VectorPackedTile.STEP,
          columns,
          0,
          c,
          cAt + j * VectorTiles.LANES,
          cRow,
          add);
    }
  }

  /** The tiles of rows that make whole panels of one height. */
  private static void columns(
      int rowFrom,
      int rowTo,
      int height,
      int vectors,
      int from,
      int to,
      int steps,
      float[] panels,
      int panelsAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    for (int j = 0; j < vectors; ) {
      int width = width(height, vectors - j);
      int lanes = j * VectorTiles.LANES;
      for (int i = rowFrom; i < rowTo; i += height) {
        int aAt = panelsAt + i * steps;
        int at = cAt + i * cRow + lanes;
        tile(height, width, from, to, panels, aAt, b, bAt + lanes, bSteps, c, at, cRow, add);
      }
      j += width;
    }
  }

  /** The vectors of the next tile: at most sixteen sums, for machines with few registers eight. */
  private static int width(int height, int vectors) {
    int most = height > 4 || (height == 4 && VectorTiles.LANES == 8) ? 2 : 4;
    if (vectors >= most) {
      return most;
    }
    return height > 2 && vectors >= 2 ? 2 : 1;
  }

  private static void tile(
      int height,
      int width,
      int from,
      int to,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int[] bSteps,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    switch (height * 8 + width) {
      case 66 -> {
        if (add) {
          float[] sums = VectorScratch.local().tile(8 * 2 * VectorTiles.LANES);
          VectorPanelTile.times8x2(
              from, to, a, aAt, b, bAt, bSteps, sums, 0, 2 * VectorTiles.LANES);
          VectorFinish.sumRows(8, 2 * VectorTiles.LANES, sums, c, cAt, cRow);
        } else {
          VectorPanelTile.times8x2(from, to, a, aAt, b, bAt, bSteps, c, cAt, cRow);
        }
      }
      case 65 -> VectorPanelTile.times8x1(from, to, a, aAt, b, bAt, bSteps, c, cAt, cRow, add);
      case 50 -> VectorPanelTile.times6x2(from, to, a, aAt, b, bAt, bSteps, c, cAt, cRow, add);
      case 49 -> VectorPanelTile.times6x1(from, to, a, aAt, b, bAt, bSteps, c, cAt, cRow, add);
      case 36 -> {
        if (add) {
          float[] sums = VectorScratch.local().tile(4 * 4 * VectorTiles.LANES);
          VectorPanelTile4.times4x4(
              from, to, a, aAt, b, bAt, bSteps, sums, 0, 4 * VectorTiles.LANES);
          VectorFinish.sumRows(4, 4 * VectorTiles.LANES, sums, c, cAt, cRow);
        } else {
          VectorPanelTile4.times4x4(from, to, a, aAt, b, bAt, bSteps, c, cAt, cRow);
        }
      }
      case 34 -> VectorPanelTile4.times4x2(from, to, a, aAt, b, bAt, bSteps, c, cAt, cRow, add);
      case 33 -> VectorPanelTile4.times4x1(from, to, a, aAt, b, bAt, bSteps, c, cAt, cRow, add);
      case 20 -> VectorPanelTile4.times2x4(from, to, a, aAt, b, bAt, bSteps, c, cAt, cRow, add);
      case 17 -> VectorPanelTile4.times2x1(from, to, a, aAt, b, bAt, bSteps, c, cAt, cRow, add);
      default -> throw new AssertionError(height + " x " + width);
    }
  }
}
