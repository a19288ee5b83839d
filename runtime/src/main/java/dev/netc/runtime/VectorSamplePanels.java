package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The products of {@link SamplePanels} with vectors, along samples. A block of W's rows stays in
 * the second cache while all panels go by. Wide panels read it where it lies; for narrow ones it is
 * copied with all steps, since memory is quickest where it is read in order.
 */
final class VectorSamplePanels {
  /** The samples of a narrow panel: the last one may be as narrow. */
  private static final int NARROW = VectorPackedTile.WIDTH;

  /** The samples of a panel: machines with 16 registers have no room for wide tiles. */
  private static final int WIDTH = LANES == 8 ? NARROW : VectorWideTile.WIDTH;

  /** The rows of W in a block for wide panels, a multiple of the height of each tile. */
  private static final int ROWS = 48;

  /** The samples of a panel, zero where turning them takes too long. */
  static final int SAMPLES = VectorPacking.CAN_COLLECT ? WIDTH : 0;

  private VectorSamplePanels() {}

  /** See {@link FloatKernels#multiplyPanels}. */
  static void multiply(
      int samples,
      int from,
      int to,
      int n,
      int k,
      float[] x,
      int xOffset,
      boolean xInPanels,
      float[] w,
      int wOffset,
      int wRowStride,
      float[] y,
      int yOffset,
      boolean yInPanels,
      Epilogue epilogue) {
    VectorScratch scratch = VectorScratch.local();
    int whole = samples / WIDTH * WIDTH;
    int rest = samples - whole;
    int lastWidth = rest == 0 ? 0 : rest <= NARROW ? NARROW : WIDTH;
    float[] right = x;
    int xAt = xOffset;
    float[] last = x;
    int lastAt = xOffset + whole * k;
    if (!xInPanels) {
      right = scratch.operand((whole + lastWidth) * k);
      xAt = 0;
      turn(whole, WIDTH, k, x, xOffset, right, 0);
      turn(rest, lastWidth, k, x, xOffset + whole * k, right, whole * k);
      last = right;
      lastAt = whole * k;
    } else if (rest < lastWidth) {
      last = scratch.operand(k * lastWidth);
      lastAt = 0;
      widen(k, rest, lastWidth, x, xOffset + whole * k, last);
    }
    boolean copies = WIDTH == NARROW || lastWidth == NARROW;
    int blockRows = whole > 0 || lastWidth > NARROW ? ROWS : VectorPackedGemm.TRANSPOSED_ROWS;
    int block = VectorPacking.panel(blockRows);
    int restAt = copies ? (k + Gemm.DEPTH - 1) / Gemm.DEPTH * block : 0;
    float[] left = scratch.packed(restAt + VectorWideTile.HEIGHT * k);
    for (int row = from; row < to; row += blockRows) {
      int rows = Math.min(blockRows, to - row);
      int wAt = wOffset + row * wRowStride;
      if (copies) {
        VectorPacking.wholeRows(rows, k, w, wAt, wRowStride, left, block);
      }
      int wholeRows = rows - rows % VectorWideTile.HEIGHT;
      for (int i = wholeRows; i < rows; i++) {
        System.arraycopy(w, wAt + i * wRowStride, left, restAt + (i - wholeRows) * k, k);
      }
      float[] sums = scratch.sums(blockRows * WIDTH);
      for (int first = 0; first < samples; first += WIDTH) {
        boolean isLast = first == whole;
        int there = isLast ? rest : WIDTH;
        int width = isLast ? lastWidth : WIDTH;
        boolean inPlace = yInPanels && there == width;
        float[] c = inPlace ? y : sums;
        int cAt = inPlace ? yOffset + first * n + row * width : 0;
        float[] panel = isLast ? last : right;
        int panelAt = isLast ? lastAt : xAt + first * k;
        if (width == NARROW) {
          narrowSums(rows, k, left, block, panel, panelAt, c, cAt);
        } else {
          wideSums(wholeRows, wholeRows, k, w, wAt, wRowStride, panel, panelAt, c, cAt);
          int at = cAt + wholeRows * WIDTH;
          wideSums(
              VectorWideTile.HEIGHT, rows - wholeRows, k, left, restAt, k, panel, panelAt, c, at);
        }
        if (!yInPanels) {
          int at = yOffset + first * n + row;
          VectorPacking.transpose(rows, there, c, cAt, width, y, at, n);
          continue;
        }
        finish(rows, width, row - from, epilogue, c, cAt);
        if (!inPlace) {
          narrow(rows, rest, width, c, y, yOffset + first * n + row * rest);
        }
      }
    }
    if (!yInPanels) {
      epilogue.finishRows(0, samples, to - from, y, yOffset + from, n);
    }
  }

  /** Lays rows out in panels, which are all whole: with zeros for samples that are not there. */
  private static void turn(
      int samples, int panel, int k, float[] rows, int from, float[] panels, int to) {
    for (int first = 0; first < samples; first += panel) {
      for (int part = 0; part < panel; part += NARROW) {
        int width = Math.max(0, Math.min(NARROW, samples - first - part));
        int at = from + (first + part) * k;
        VectorPacking.columns(width, k, rows, at, 1, k, panels, to + first * k + part, panel);
      }
    }
  }

  /** Makes a panel whole, with zeros for samples that are not there. */
  private static void widen(int k, int there, int width, float[] x, int xAt, float[] panel) {
    for (int l = 0; l < k; l++) {
      System.arraycopy(x, xAt + l * there, panel, l * width, there);
      Arrays.fill(panel, l * width + there, (l + 1) * width, 0);
    }
  }

  /** The opposite for some rows of a result. */
  private static void narrow(int rows, int there, int width, float[] sums, float[] y, int yAt) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(sums, i * width, y, yAt + i * there, there);
    }
  }

  /** The sums of some rows of W and a panel: rows of as many elements, one behind another. */
  private static void narrowSums(
      int rows, int k, float[] left, int block, float[] panel, int panelAt, float[] c, int cAt) {
    for (int depth = 0; depth < k; depth += Gemm.DEPTH) {
      int steps = Math.min(Gemm.DEPTH, k - depth);
      int from = depth / Gemm.DEPTH * block;
      int at = panelAt + depth * NARROW;
      VectorPackedGemm.tiles(
          rows, NARROW, steps, true, left, from, panel, at, c, cAt, NARROW, depth > 0);
    }
  }

  /**
   * The same for a wide panel.
   *
   * @param rows what tiles read, a multiple of their height
   * @param there the rows that C has room for
   */
  private static void wideSums(
      int rows,
      int there,
      int k,
      float[] a,
      int aAt,
      int aRow,
      float[] panel,
      int panelAt,
      float[] c,
      int cAt) {
    if (there == 0) {
      return;
    }
    float[] sums = VectorScratch.local().tile(ROWS * WIDTH);
    for (int depth = 0; depth < k; depth += Gemm.DEPTH) {
      int steps = Math.min(Gemm.DEPTH, k - depth);
      int at = panelAt + depth * WIDTH;
      if (depth == 0 && there == rows) {
        VectorWideTile.tiles(rows, steps, a, aAt, aRow, panel, at, c, cAt);
        continue;
      }
      VectorWideTile.tiles(rows, steps, a, aAt + depth, aRow, panel, at, sums, 0);
      if (depth == 0) {
        System.arraycopy(sums, 0, c, cAt, there * WIDTH);
      } else {
        add(there * WIDTH, sums, c, cAt);
      }
    }
  }

  private static void add(int count, float[] sums, float[] c, int cAt) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector.fromArray(SPECIES, c, cAt + i)
          .add(FloatVector.fromArray(SPECIES, sums, i))
          .intoArray(c, cAt + i);
    }
  }

  private static void finish(int rows, int width, int row, Epilogue epilogue, float[] c, int at) {
    if (!epilogue.changesColumns()) {
      return;
    }
    FloatVector low = FloatVector.broadcast(SPECIES, epilogue.low());
    FloatVector high = FloatVector.broadcast(SPECIES, epilogue.high());
    for (int i = 0; i < rows; i++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, epilogue.columnFactor(row + i));
      FloatVector summand = FloatVector.broadcast(SPECIES, epilogue.columnSummand(row + i));
      int end = at + (i + 1) * width;
      for (int from = at + i * width; from < end; from += LANES) {
        FloatVector.fromArray(SPECIES, c, from)
            .mul(factor)
            .add(summand)
            .max(low)
            .min(high)
            .intoArray(c, from);
      }
    }
  }
}
