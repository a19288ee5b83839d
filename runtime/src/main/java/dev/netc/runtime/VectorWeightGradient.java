package dev.netc.runtime;

import java.util.Arrays;

/**
 * The gradient of a convolution's weights with vectors: for each weight, the products of dy and the
 * pixels that the weight meets, summed over all output pixels and samples.
 *
 * <p>Two ways, by the geometry alone. If there are few weights, each has a vector of sums, and
 * lanes run over pixels. Otherwise lanes run over output channels, for which dy is transposed.
 */
final class VectorWeightGradient {
  /** The weights of a group whose sums may be kept a lane apart. */
  private static final int FEW_WEIGHTS = 4096;

  /** The weights of an output channel that make a unit, where lanes run over channels. */
  private static final int BLOCK = 24;

  private VectorWeightGradient() {}

  /** The units: output channels if lanes run over pixels, else blocks of weights of all. */
  static int units(Convolution conv) {
    return hasFewWeights(conv)
        ? conv.outputChannels
        : conv.groups * ((conv.depth() + BLOCK - 1) / BLOCK);
  }

  private static boolean hasFewWeights(Convolution conv) {
    return conv.outputChannels / conv.groups * conv.depth() <= FEW_WEIGHTS;
  }

  /** See {@link Convolution#backwardWeight}. */
  static void add(
      Convolution conv,
      int from,
      int to,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset,
      boolean accumulate) {
    boolean few = hasFewWeights(conv);
    int perGroup = units(conv) / conv.groups;
    for (int unit = from; unit < to; ) {
      int group = unit / perGroup;
      int end = Math.min(to, (group + 1) * perGroup);
      if (few) {
        overPixels(conv, unit, end, batch, x, xOffset, dy, dyOffset, dw, dwOffset, accumulate);
      } else {
        int first = unit % perGroup * BLOCK;
        int last = Math.min(conv.depth(), (end - group * perGroup) * BLOCK);
        overChannels(
            conv,
            group,
            first,
            last - first,
            batch,
            x,
            xOffset,
            dy,
            dyOffset,
            dw,
            dwOffset,
            accumulate);
      }
      unit = end;
    }
  }

  /** The gradient of the weights of output channels [from, to), all of one group. */
  private static void overPixels(
      Convolution conv,
      int from,
      int to,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset,
      boolean accumulate) {
    PhaseLayout phases = conv.phases();
    VectorScratch scratch = VectorScratch.local();
    int lanes = VectorTiles.LANES;
    int depth = conv.depth();
    int pixels = conv.layout.pixels();
    int length = (phases.run(phases.outputRows()) + lanes - 1) / lanes * lanes;
    int row = Math.max(length, phases.plane());
    float[] sums = scratch.lanes((to - from) * depth * lanes);
    Arrays.fill(sums, 0, (to - from) * depth * lanes, 0);
    float[] spread = scratch.operand((to - from) * row);
    Arrays.fill(spread, 0, (to - from) * row, 0);
    VectorConvolution.clearImage(phases, conv.inputChannels / conv.groups);
    int group = from / (conv.outputChannels / conv.groups);
    for (int sample = 0; sample < batch; sample++) {
      float[] image = VectorConvolution.loadImage(conv, x, xOffset, sample, group);
      for (int channel = from; channel < to; channel++) {
        int at = (channel - from) * row;
        VectorRows.spread(
            phases, dy, dyOffset + (sample * conv.outputChannels + channel) * pixels, spread, at);
      }
      // What the image holds behind its end meets zeros of dy, but must not be infinite.
      Arrays.fill(image, imageEnd(conv), imageEnd(conv) + lanes, 0);
      VectorDots.add(
          to - from, depth, length, spread, 0, row, image, 0, phases.offsets(), 0, sums, depth);
    }
    for (int channel = from; channel < to; channel++) {
      for (int l = 0; l < depth; l++) {
        float sum = VectorDots.sum(sums, ((channel - from) * depth + l) * lanes);
        int at = dwOffset + channel * depth + l;
        dw[at] = accumulate ? dw[at] + sum : sum;
      }
    }
  }

  private static int imageEnd(Convolution conv) {
    return conv.inputChannels / conv.groups * conv.phases().channelSize();
  }

  /** The gradient of {@code count} weights of each output channel of a group. */
  private static void overChannels(
      Convolution conv,
      int group,
      int first,
      int count,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset,
      boolean accumulate) {
    PhaseLayout phases = conv.phases();
    VectorScratch scratch = VectorScratch.local();
    int lanes = VectorTiles.LANES;
    int outputs = conv.outputChannels / conv.groups;
    int vectors = (outputs + lanes - 1) / lanes;
    int row = vectors * lanes;
    int pixels = conv.layout.pixels();
    float[] sums = scratch.sums(count * row);
    float[] transposed = scratch.operand(pixels * row);
    int[] dySteps = scratch.bSteps(pixels, row);
    VectorConvolution.clearImage(phases, conv.inputChannels / conv.groups);
    for (int sample = 0; sample < batch; sample++) {
      float[] image = VectorConvolution.loadImage(conv, x, xOffset, sample, group);
      int at = dyOffset + (sample * conv.outputChannels + group * outputs) * pixels;
      transpose(outputs, pixels, dy, at, transposed, row);
      for (int pixel = 0; pixel < pixels; pixel += Gemm.DEPTH) {
        VectorTiles.multiply(
            count,
            vectors,
            pixel,
            Math.min(pixels, pixel + Gemm.DEPTH),
            image,
            0,
            phases.offsets(),
            first,
            phases.pixels(),
            transposed,
            0,
            dySteps,
            sums,
            0,
            row,
            sample > 0 || pixel > 0);
      }
    }
    int depth = conv.depth();
    for (int output = 0; output < outputs; output++) {
      int at = dwOffset + (group * outputs + output) * depth + first;
      for (int l = 0; l < count; l++) {
        float sum = batch == 0 ? 0 : sums[l * row + output];
        dw[at + l] = accumulate ? dw[at + l] + sum : sum;
      }
    }
  }

  /** Rows of output channels, one for each pixel, with zeros behind. */
  private static void transpose(
      int channels, int pixels, float[] dy, int from, float[] rows, int row) {
    int channel = 0;
    for (; channel + 8 <= channels; channel += 8) {
      transpose8(pixels, dy, from + channel * pixels, rows, channel, row);
    }
    for (; channel < row; channel++) {
      int at = from + channel * pixels;
      for (int pixel = 0; pixel < pixels; pixel++) {
        rows[pixel * row + channel] = channel < channels ? dy[at + pixel] : 0;
      }
    }
  }

  private static void transpose8(int pixels, float[] dy, int from, float[] rows, int to, int row) {
    int from1 = from + pixels;
    int from2 = from1 + pixels;
    int from3 = from2 + pixels;
    int from4 = from3 + pixels;
    int from5 = from4 + pixels;
    int from6 = from5 + pixels;
    int from7 = from6 + pixels;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = to + pixel * row;
      rows[at] = dy[from + pixel];
      rows[at + 1] = dy[from1 + pixel];
      rows[at + 2] = dy[from2 + pixel];
      rows[at + 3] = dy[from3 + pixel];
      rows[at + 4] = dy[from4 + pixel];
      rows[at + 5] = dy[from5 + pixel];
      rows[at + 6] = dy[from6 + pixel];
      rows[at + 7] = dy[from7 + pixel];
    }
  }
}
