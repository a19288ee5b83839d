package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The products of {@link SamplePanels} with vectors, along samples. A block of W's rows is copied
 * with all their steps, since memory is quickest where it is read in order, and stays in the second
 * cache while all panels go by.
 */
final class VectorSamplePanels {
  private static final int WIDTH = VectorPackedTile.WIDTH;

  /** The rows of W in a block. */
  private static final int ROWS = VectorPackedGemm.TRANSPOSED_ROWS;

  /** The samples of a panel. */
  static final int SAMPLES = WIDTH;

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
    int lanes = rest == 0 ? whole : whole + WIDTH;
    float[] last = x;
    if (rest > 0) {
      last = scratch.operand(k * WIDTH);
      widen(k, rest, x, xOffset + whole * k, last);
    }
    int part = VectorGemm.depth(k);
    int block = VectorPacking.panel(ROWS);
    float[] left = scratch.packed((k + part - 1) / part * block);
    for (int row = from; row < to; row += ROWS) {
      int rows = Math.min(ROWS, to - row);
      VectorPacking.wholeRows(
          rows, k, part, w, wOffset + row * wRowStride, wRowStride, left, block);
      float[] sums = scratch.sums(rows * lanes);
      if (yInPanels) {
        int at = yOffset + row * WIDTH;
        block(rows, whole, k, left, block, x, xOffset, y, at, n * WIDTH);
        for (int first = 0; first < whole; first += WIDTH) {
          finish(rows, row - from, epilogue, y, at + first * n);
        }
        if (rest > 0) {
          block(rows, WIDTH, k, left, block, last, 0, sums, 0, 0);
          finish(rows, row - from, epilogue, sums, 0);
          narrow(rows, rest, sums, y, yOffset + whole * n + row * rest);
        }
      } else {
        block(rows, whole, k, left, block, x, xOffset, sums, 0, rows * WIDTH);
        if (rest > 0) {
          block(rows, WIDTH, k, left, block, last, 0, sums, whole * rows, 0);
        }
        for (int first = 0; first < samples; first += WIDTH) {
          int width = Math.min(WIDTH, samples - first);
          int at = yOffset + first * n + row;
          VectorPacking.transpose(rows, width, sums, first * rows, WIDTH, y, at, n);
        }
      }
    }
    if (!yInPanels) {
      epilogue.finishRows(0, samples, to - from, y, yOffset + from, n);
    }
  }

  /** See {@link FloatKernels#turn}. */
  static void turn(int samples, int k, float[] x, int xAt, float[] y, int yAt) {
    int whole = samples / WIDTH * WIDTH;
    for (int at = 0; at < whole * k; at += WIDTH * k) {
      VectorPacking.columns(WIDTH, k, x, xAt + at, 1, k, y, yAt + at);
    }
    int rest = samples - whole;
    if (rest > 0) {
      float[] panel = VectorScratch.local().operand(k * WIDTH);
      VectorPacking.columns(rest, k, x, xAt + whole * k, 1, k, panel, 0);
      narrow(k, rest, panel, y, yAt + whole * k);
    }
  }

  /** Makes a panel whole, with zeros for samples that are not there. */
  private static void widen(int k, int width, float[] x, int xAt, float[] panel) {
    for (int l = 0; l < k; l++) {
      System.arraycopy(x, xAt + l * width, panel, l * WIDTH, width);
      Arrays.fill(panel, l * WIDTH + width, (l + 1) * WIDTH, 0);
    }
  }

  /** The opposite. */
  private static void narrow(int rows, int width, float[] sums, float[] y, int yAt) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(sums, i * WIDTH, y, yAt + i * width, width);
    }
  }

  /**
   * The sums of some rows of W.
   *
   * @param cPanel how far apart panels of the result lie
   */
  private static void block(
      int rows,
      int lanes,
      int k,
      float[] left,
      int block,
      float[] x,
      int xAt,
      float[] c,
      int cAt,
      int cPanel) {
    int part = VectorGemm.depth(k);
    for (int depth = 0; depth < k; depth += part) {
      int steps = Math.min(part, k - depth);
      int from = depth / part * block;
      for (int first = 0; first < lanes; first += WIDTH) {
        int xFrom = xAt + first * k + depth * WIDTH;
        int to = cAt + first / WIDTH * cPanel;
        VectorPackedGemm.tiles(
            rows,
            WIDTH,
            steps,
            true,
            left,
            from,
            VectorPackedGemm.ADJACENT,
            x,
            xFrom,
            c,
            to,
            WIDTH,
            depth > 0);
      }
    }
  }

  private static void finish(int rows, int row, Epilogue epilogue, float[] c, int at) {
    if (!epilogue.changesColumns()) {
      return;
    }
    FloatVector low = FloatVector.broadcast(SPECIES, epilogue.low());
    FloatVector high = FloatVector.broadcast(SPECIES, epilogue.high());
    for (int i = 0; i < rows; i++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, epilogue.columnFactor(row + i));
      FloatVector summand = FloatVector.broadcast(SPECIES, epilogue.columnSummand(row + i));
      int from = at + i * WIDTH;
      FloatVector.fromArray(SPECIES, c, from)
          .mul(factor)
          .add(summand)
          .max(low)
          .min(high)
          .intoArray(c, from);
      FloatVector.fromArray(SPECIES, c, from + LANES)
          .mul(factor)
          .add(summand)
          .max(low)
          .min(high)
          .intoArray(c, from + LANES);
    }
  }
}
