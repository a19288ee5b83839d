package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.Winograd.POINTS;
import static dev.netc.runtime.Winograd.TILE;

import java.util.Arrays;

/**
 * Convolutions by {@link Winograd}'s algorithm, with vectors of tiles. The points of a block of
 * tiles lie in panels of two vectors, and those of the weights in panels of a few filters, so that
 * each point is a matrix product as {@link VectorPackedGemm} has them.
 *
 * <p>A unit is a channel of a sample. An object is what a thread keeps of a call.
 */
final class VectorWinograd {
  private static final int WIDTH = VectorPackedTile.WIDTH;

  /** The filters of a panel: machines with 16 registers have no room for eight. */
  private static final int HEIGHT = LANES == 8 ? 6 : 8;

  /** The weights of a step of a panel, of which as many count as it has filters. */
  private static final int STEP = VectorPackedTile.STEP;

  /** The panels of filters whose sums are computed together. */
  private static final int GROUP = 4;

  /** The input channels whose products are summed before the sums go to memory. */
  private static final int STEPS = 64;

  /** The tiles of a block at most. */
  private static final int MOST_TILES = 64;

  /** The points of a block's images: with weights and sums they stay in the second cache. */
  private static final int MOST_POINTS = 300_000;

  /** The points of weights that are kept for all blocks; more are made anew for each. */
  private static final int MOST_KEPT = 210_000;

  private static final ThreadLocal<VectorWinograd> LOCAL =
      ThreadLocal.withInitial(VectorWinograd::new);

  private final float[] tiles = new float[POINTS * LANES];
  private final float[] between = new float[POINTS * LANES];
  private final float[] tile = new float[HEIGHT * WIDTH];
  private float[] images = {};
  private float[] points = {};
  private float[] weights = {};
  private float[] sums = {};
  private float[] pixels = {};
  private int[] places = {};
  private int[] windows = {};
  private int[] interleaved = {};

  /** The output channels of this call. */
  private int filter;

  private int filters;

  /** The block's rows of tiles, counted over all samples, and its vectors of tiles. */
  private int row;

  private int end;
  private int vectors;

  /** How far apart points of images, of weights, of sums, and sums of filters lie. */
  private int pointStep;

  private int weightStep;
  private int sumStep;
  private int sumRow;

  /** The input channels whose weights are there. */
  private int steps;

  private VectorWinograd() {}

  /** Writes the units [from, to) of y. */
  static void convolve(
      Winograd form,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      Epilogue epilogue) {
    VectorWinograd work = LOCAL.get();
    for (int unit = from; unit < to; ) {
      int sample = unit / form.outputs;
      work.filter = unit % form.outputs;
      work.filters = Math.min(form.outputs - work.filter, to - unit);
      int samples = work.filters == form.outputs ? (to - unit) / form.outputs : 1;
      work.channels(form, sample, samples, x, xOffset, w, wOffset, y, yOffset, epilogue);
      unit += samples * work.filters;
    }
  }

  private void channels(
      Winograd form,
      int sample,
      int samples,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      Epilogue epilogue) {
    int most = Math.min(MOST_TILES, MOST_POINTS / (POINTS * form.inputs) / WIDTH * WIDTH);
    int blockRows = form.blockRows(samples, Math.max(WIDTH, most));
    int panels = (filters + HEIGHT - 1) / HEIGHT;
    boolean kept = panels * STEP * POINTS * form.inputs <= MOST_KEPT;
    int group = Math.min(GROUP, panels);
    steps = kept ? form.inputs : Math.min(STEPS, form.inputs);
    prepare(form, blockRows, kept ? panels : group, group);
    if (kept) {
      takeWeights(form, 0, panels, 0, steps, w, wOffset);
    }
    int last = (sample + samples) * form.tileRows;
    for (row = sample * form.tileRows; row < last; row = end) {
      end = Math.min(last, row + blockRows);
      takeImages(form, x, xOffset);
      for (int panel = 0; panel < panels; panel += group) {
        int count = Math.min(group, panels - panel);
        for (int input = 0; input < form.inputs; input += steps) {
          int inputs = Math.min(steps, form.inputs - input);
          if (!kept) {
            takeWeights(form, panel, count, input, inputs, w, wOffset);
          }
          multiply(input, inputs, count, kept ? panel * POINTS * weightStep : 0);
        }
        giveResults(form, panel * HEIGHT, count * HEIGHT, y, yOffset, epilogue);
      }
    }
  }

  /** Makes room for blocks of so many rows of tiles. */
  private void prepare(Winograd form, int blockRows, int panels, int group) {
    VectorScratch scratch = VectorScratch.local();
    // The odd vectors keep points from meeting in the same places of a cache.
    weightStep = (steps * STEP + LANES - 1) / LANES * LANES + LANES;
    pointStep = form.inputs * WIDTH + LANES;
    int tilePanels = (blockRows * form.tileColumns + WIDTH - 1) / WIDTH;
    sumRow = tilePanels * WIDTH;
    sumStep = group * HEIGHT * sumRow + LANES;
    weights = scratch.packed(panels * POINTS * weightStep);
    points = scratch.operand(tilePanels * POINTS * pointStep);
    sums = scratch.sums(POINTS * sumStep);
    pixels = scratch.results(TILE * TILE * sumRow);
    int padded = form.samplesOf(blockRows) * form.paddedImage();
    images = scratch.image(padded);
    Arrays.fill(images, 0, padded, 0);
    places = scratch.rows(sumRow, 0);
    windows = scratch.aSteps(weightStep, 0);
    for (int i = 0; i < steps * STEP; i++) {
      windows[i] = i / STEP * form.inputStep + i % STEP * form.outputStep;
    }
    int width = form.columns.positions();
    interleaved = scratch.bSteps(width + LANES, 0);
    for (int i = 0; i < width; i++) {
      interleaved[i] = i % TILE * sumRow + i / TILE;
    }
  }

  /**
   * The points of the weights of some panels for some input channels, in the order in which the
   * weights lie: what leads back to and fro through memory takes several times as long.
   */
  private void takeWeights(
      Winograd form, int panel, int panels, int input, int inputs, float[] w, int wOffset) {
    int windowCount = inputs * STEP;
    int wAt = wOffset + filter * form.outputStep + input * form.inputStep + form.firstTap();
    if (form.outputStep > form.inputStep) {
      for (int i = 0; i < panels; i++) {
        for (int l = 0; l < windowCount; l += LANES) {
          takeWindows(form, panel + i, i, l, windowCount, w, wAt);
        }
      }
    } else {
      for (int l = 0; l < windowCount; l += LANES) {
        for (int i = 0; i < panels; i++) {
          takeWindows(form, panel + i, i, l, windowCount, w, wAt);
        }
      }
    }
  }

  /** The points of a vector of windows of a panel that has the place {@code to}. */
  private void takeWindows(
      Winograd form, int panel, int to, int window, int windowCount, float[] w, int wAt) {
    int first = panel * HEIGHT;
    int[] table = windows;
    if (first + STEP > filters || window + LANES > windowCount) {
      table = VectorScratch.local().places(weightStep);
      for (int i = window; i < window + LANES; i++) {
        table[i] = i < windowCount && first + i % STEP < filters ? windows[i] : 0;
      }
    }
    int wFrom = wAt + first * form.outputStep;
    VectorWinogradTransform.windows(
        w, wFrom, form.tapRow(), form.tapColumn(), table, window, tiles);
    VectorWinogradTransform.weightRows(tiles, between);
    int at = to * POINTS * weightStep + window;
    VectorWinogradTransform.weightColumns(between, weights, at, weightStep);
  }

  /** The points of the block's images. */
  private void takeImages(Winograd form, float[] x, int xOffset) {
    int count = form.places(row, end, places);
    vectors = (count + LANES - 1) / LANES;
    Arrays.fill(places, count, vectors * LANES, 0);
    int first = row / form.tileRows;
    int last = (end - 1) / form.tileRows;
    int width = form.columns.size();
    int padded = form.paddedWidth();
    for (int c = 0; c < form.inputs; c++) {
      for (int sample = first; sample <= last; sample++) {
        int top = form.firstRow(Math.max(0, row - sample * form.tileRows));
        int bottom = form.lastRow(Math.min(form.tileRows, end - sample * form.tileRows));
        int from = xOffset + (sample * form.inputs + c) * form.image() + top * width;
        int to = (sample - first) * form.paddedImage() + form.paddedStart() + top * padded;
        VectorRows.copy(bottom - top, width, x, from, width, images, to, padded);
      }
      for (int v = 0; v < vectors; v++) {
        VectorWinogradTransform.tiles(images, places, v * LANES, padded, tiles);
        VectorWinogradTransform.imageRows(tiles, between);
        int to = v / 2 * POINTS * pointStep + c * WIDTH + v % 2 * LANES;
        VectorWinogradTransform.imageColumns(between, points, to, pointStep);
      }
    }
  }

  /** At each point, the sums over the input channels. */
  private void multiply(int input, int inputs, int panels, int weightsAt) {
    for (int point = 0; point < POINTS; point++) {
      for (int v = 0; v < vectors; v += 2) {
        int at = (v / 2 * POINTS + point) * pointStep + input * WIDTH;
        for (int panel = 0; panel < panels; panel++) {
          int wAt = weightsAt + (panel * POINTS + point) * weightStep;
          int to = point * sumStep + panel * HEIGHT * sumRow + v * LANES;
          if (input == 0) {
            tile(inputs, wAt, at, sums, to, sumRow);
          } else {
            tile(inputs, wAt, at, tile, 0, WIDTH);
            VectorPackedTile.add(HEIGHT, tile, sums, to, sums, to, sumRow);
          }
        }
      }
    }
  }

  private void tile(int inputs, int wAt, int at, float[] target, int to, int row) {
    if (HEIGHT == 8) {
      VectorPackedTile.packed8(inputs, weights, wAt, points, at, target, to, row);
    } else {
      VectorPackedTile.steps6(inputs, weights, wAt, points, at, target, to, row);
    }
  }

  /** Puts the pixels of some filters to their place. */
  private void giveResults(
      Winograd form, int first, int count, float[] y, int yOffset, Epilogue epilogue) {
    int width = form.columns.positions();
    for (int i = 0; i < Math.min(count, filters - first); i++) {
      for (int v = 0; v < vectors; v++) {
        int from = i * sumRow + v * LANES;
        VectorWinogradTransform.resultColumns(sums, from, sumStep, between);
        VectorWinogradTransform.resultRows(between, pixels, v * LANES, sumRow);
      }
      int channel = filter + first + i;
      for (int sample = row / form.tileRows; sample * form.tileRows < end; sample++) {
        int begin = sample * form.tileRows;
        int top = TILE * Math.max(0, row - begin);
        int bottom = Math.min(form.rows.positions(), TILE * (end - begin));
        int within = (sample * form.outputs + channel) * form.result();
        for (int line = top; line < bottom; line++) {
          int tile = (begin + line / TILE - row) * form.tileColumns;
          VectorWinogradTransform.pixels(
              pixels,
              line % TILE * TILE * sumRow + tile,
              interleaved,
              width,
              y,
              yOffset + within + line * width,
              yOffset + within + form.result());
        }
        int at = within + top * width;
        epilogue.finish(channel, 0, y, yOffset + at, (bottom - top) * width, at);
      }
    }
  }
}
