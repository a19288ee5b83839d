package dev.netc.runtime;

import java.util.Arrays;

/**
 * The gradient of a convolution's weights: for each weight, the products of dy and the pixels that
 * the weight meets, summed over all output pixels and samples.
 *
 * <p>Two ways, by the geometry alone. If an output channel has many weights, they are adjacent in
 * the inner loop, which adds a pixel's window at a time. If it has few, the output pixels are
 * adjacent: each weight has {@value ScalarPanels#WIDTH} lanes, which are added up in the end.
 */
final class ScalarWeightGradient {
  private static final int FEW_WEIGHTS = 48;
  private static final int MAX_LANED_WEIGHTS = 256;

  private final float[][] lanes = new float[MAX_LANED_WEIGHTS][];

  private static final ThreadLocal<ScalarWeightGradient> LOCAL =
      ThreadLocal.withInitial(ScalarWeightGradient::new);

  private ScalarWeightGradient() {}

  /** Adds to a tile of dw; see {@link Convolution#backwardWeight}. */
  static void add(
      Convolution conv,
      WeightTile tile,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset) {
    boolean laned =
        tile.columns() < FEW_WEIGHTS && tile.columns() * tile.channels() <= MAX_LANED_WEIGHTS;
    if (laned) {
      LOCAL.get().addByLanes(conv, tile, batch, x, xOffset, dy, dyOffset, dw, dwOffset);
    } else {
      addByWindows(conv, tile, batch, x, xOffset, dy, dyOffset, dw, dwOffset);
    }
  }

  private static void addByWindows(
      Convolution conv,
      WeightTile tile,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset) {
    ImageLayout layout = conv.layout;
    ScalarWindows windows = ScalarWindows.local();
    ScalarPanels panels = ScalarPanels.local();
    int pixels = layout.pixels();
    int sampleSize = conv.inputChannels * layout.paddedPlane();
    int groupOffset = groupOffset(conv, tile);
    for (int sample = 0; sample < batch; sample++) {
      float[] image = layout.isBare() ? x : windows.pad(conv, x, xOffset, sample, 1);
      int imageOffset = groupOffset + (layout.isBare() ? xOffset + sample * sampleSize : 0);
      for (int pixel = 0; pixel < pixels; pixel += Gemm.DEPTH) {
        int steps = Math.min(Gemm.DEPTH, pixels - pixel);
        windows.gather(layout, image, imageOffset, pixel, steps, tile.columnFrom(), tile.columns());
        for (int channel = tile.channelFrom(); channel < tile.channelTo(); channel++) {
          int at = dyOffset + (sample * conv.outputChannels + channel) * pixels + pixel;
          panels.sum(tile.columns(), steps, dy, at, 1);
          panels.add(tile.columns(), dw, dwOffset + tile.position(channel), 1);
        }
      }
    }
  }

  private void addByLanes(
      Convolution conv,
      WeightTile tile,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset) {
    ImageLayout layout = conv.layout;
    ScalarWindows windows = ScalarWindows.local();
    int pixels = layout.pixels();
    int sampleSize = conv.inputChannels * layout.paddedPlane();
    int block = ScalarConvolution.sampleChunk(conv);
    clearLanes(tile.columns() * tile.channels());
    for (int first = 0; first < batch; first += block) {
      int samples = Math.min(block, batch - first);
      float[] image = layout.isBare() ? x : windows.pad(conv, x, xOffset, first, samples);
      int imageOffset =
          groupOffset(conv, tile) + (layout.isBare() ? xOffset + first * sampleSize : 0);
      int at = dyOffset + (first * conv.outputChannels + tile.channelFrom()) * pixels;
      for (int column = 0; column < samples * pixels; column += ScalarPanels.WIDTH) {
        int width = Math.min(ScalarPanels.WIDTH, samples * pixels - column);
        windows.findRuns(layout, column, width, sampleSize);
        windows.unroll(layout, image, imageOffset, tile.columnFrom(), tile.columns());
        windows.load(
            dy,
            at,
            conv.outputChannels * pixels,
            pixels,
            column,
            width,
            tile.columns(),
            tile.channels());
        addProducts(tile, width);
      }
    }
    for (int i = 0; i < tile.channels(); i++) {
      int row = dwOffset + tile.position(tile.channelFrom() + i);
      for (int j = 0; j < tile.columns(); j++) {
        dw[row + j] += total(lanes[i * tile.columns() + j]);
      }
    }
  }

  private static int groupOffset(Convolution conv, WeightTile tile) {
    return tile.group() * (conv.inputChannels / conv.groups) * conv.layout.paddedPlane();
  }

  private void clearLanes(int count) {
    for (int i = 0; i < count; i++) {
      if (lanes[i] == null) {
        lanes[i] = new float[ScalarPanels.WIDTH];
      } else {
        Arrays.fill(lanes[i], 0);
      }
    }
  }

  /** Adds to the lanes of each weight the products of its panel row and its channel's. */
  private void addProducts(WeightTile tile, int width) {
    float[][] rows = ScalarPanels.local().rows;
    for (int i = 0; i < tile.channels(); i++) {
      float[] channel = rows[tile.columns() + i];
      for (int j = 0; j < tile.columns(); j++) {
        addProducts(width, channel, rows[j], lanes[i * tile.columns() + j]);
      }
    }
  }

  private static void addProducts(int width, float[] a, float[] b, float[] c) {
    for (int j = 0; j < width; j++) {
      c[j] = Math.fma(a[j], b[j], c[j]);
    }
  }

  /** The sum of all lanes, by halves. */
  private static float total(float[] lanes) {
    for (int half = ScalarPanels.WIDTH / 2; half >= 1; half /= 2) {
      for (int j = 0; j < half; j++) {
        lanes[j] += lanes[half + j];
      }
    }
    return lanes[0];
  }
}
