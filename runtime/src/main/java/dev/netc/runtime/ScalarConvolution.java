package dev.netc.runtime;

import java.util.Arrays;

/**
 * Convolutions of float arrays, forward and backward to their input.
 *
 * <p>The windows of a block of samples are unrolled to rows of a panel (im2col): row {@code l}
 * holds, for each output pixel, the input pixel that weight {@code l} meets. Each output channel is
 * then a weighted sum of rows, see {@link ScalarPanels}. A block is a part of one sample or some
 * whole ones, so that the order of all sums is that of a sample by itself.
 */
final class ScalarConvolution {
  private ScalarConvolution() {}

  /** A good number of samples for a chunk. */
  static int sampleChunk(Convolution conv) {
    return Math.max(1, ScalarPanels.WIDTH / Math.max(1, conv.layout.pixels()));
  }

  /** The samples [from, to) of y; see {@link Convolution#forward}. */
  static void forward(
      Convolution conv,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      Epilogue epilogue) {
    ImageLayout layout = conv.layout;
    ScalarWindows windows = ScalarWindows.local();
    ScalarPanels panels = ScalarPanels.local();
    int pixels = layout.pixels();
    int depth = conv.depth();
    int group = conv.inputChannels / conv.groups;
    int outputs = conv.outputChannels / conv.groups;
    int sampleSize = conv.inputChannels * layout.paddedPlane();
    int block = sampleChunk(conv);
    int outputSize = conv.outputChannels * pixels;
    Arrays.fill(y, yOffset + from * outputSize, yOffset + to * outputSize, 0);
    for (int first = from; first < to; first += block) {
      int samples = Math.min(block, to - first);
      float[] image = layout.isBare() ? x : windows.pad(conv, x, xOffset, first, samples);
      int imageOffset = layout.isBare() ? xOffset + first * sampleSize : 0;
      for (int column = 0; column < samples * pixels; column += ScalarPanels.WIDTH) {
        int width = Math.min(ScalarPanels.WIDTH, samples * pixels - column);
        windows.findRuns(layout, column, width, sampleSize);
        for (int g = 0; g < conv.groups; g++) {
          int groupOffset = imageOffset + g * group * layout.paddedPlane();
          for (int l = 0; l < depth; l += Gemm.DEPTH) {
            int steps = Math.min(Gemm.DEPTH, depth - l);
            windows.unroll(layout, image, groupOffset, l, steps);
            for (int channel = g * outputs; channel < (g + 1) * outputs; channel++) {
              panels.sum(width, steps, w, wOffset + channel * depth + l, 1);
              int at = yOffset + (first * conv.outputChannels + channel) * pixels;
              add(panels.sums, y, at, conv.outputChannels * pixels, pixels, column, width);
            }
          }
        }
      }
      for (int channel = 0; channel < samples * conv.outputChannels; channel++) {
        int within = first * outputSize + channel * pixels;
        epilogue.finish(channel % conv.outputChannels, 0, y, yOffset + within, pixels, within);
      }
    }
  }

  /** The samples [from, to) of dx; see {@link Convolution#backwardData}. */
  static void backwardData(
      Convolution conv,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset) {
    ImageLayout layout = conv.layout;
    ScalarWindows windows = ScalarWindows.local();
    ScalarPanels panels = ScalarPanels.local();
    int pixels = layout.pixels();
    int depth = conv.depth();
    int group = conv.inputChannels / conv.groups;
    int outputs = conv.outputChannels / conv.groups;
    int sampleSize = conv.inputChannels * layout.paddedPlane();
    int block = sampleChunk(conv);
    for (int first = from; first < to; first += block) {
      int samples = Math.min(block, to - first);
      float[] image = layout.isBare() ? dx : windows.padded(samples * sampleSize);
      int imageOffset = layout.isBare() ? dxOffset + first * sampleSize : 0;
      Arrays.fill(image, imageOffset, imageOffset + samples * sampleSize, 0);
      for (int column = 0; column < samples * pixels; column += ScalarPanels.WIDTH) {
        int width = Math.min(ScalarPanels.WIDTH, samples * pixels - column);
        windows.findRuns(layout, column, width, sampleSize);
        for (int g = 0; g < conv.groups; g++) {
          int groupOffset = imageOffset + g * group * layout.paddedPlane();
          for (int c = 0; c < outputs; c += Gemm.DEPTH) {
            int steps = Math.min(Gemm.DEPTH, outputs - c);
            int channel = g * outputs + c;
            int at = dyOffset + (first * conv.outputChannels + channel) * pixels;
            windows.load(dy, at, conv.outputChannels * pixels, pixels, column, width, 0, steps);
            for (int l = 0; l < depth; l++) {
              panels.sum(width, steps, w, wOffset + channel * depth + l, depth);
              windows.addToWindows(layout, image, groupOffset + layout.offsets()[l]);
            }
          }
        }
      }
      if (!layout.isBare()) {
        windows.crop(conv, dx, dxOffset, first, samples);
      }
    }
  }

  /** Adds sums to the current columns of a channel of y. */
  private static void add(
      float[] sums, float[] y, int at, int sampleSize, int pixels, int column, int width) {
    for (int j = 0; j < width; ) {
      int sample = (column + j) / pixels;
      int pixel = (column + j) % pixels;
      int length = Math.min(pixels - pixel, width - j);
      int target = at + sample * sampleSize + pixel;
      for (int i = 0; i < length; i++) {
        y[target + i] += sums[j + i];
      }
      j += length;
    }
  }
}
