package dev.netc.runtime;

import java.util.Arrays;

/**
 * The gradient of a convolution's weights with vectors: for each weight, the products of dy and the
 * pixels that the weight meets, summed over all output pixels and samples.
 *
 * <p>Ways are chosen by the geometry alone. Channels by themselves have {@link VectorDepthwise},
 * windows as large as the image {@link VectorWholeImage}. If a row of a window has fewer pixels
 * than a vector, or an output pixel meets few of them, lanes run over output pixels, each weight
 * with a vector of sums. Otherwise lanes run over the weights of a window's row: samples are
 * transposed, so that the channels of a pixel are adjacent.
 *
 * <p>A unit is an output channel.
 */
final class VectorWeightGradient {
  /** The pixels of a sample that make sums a lane apart worth their memory. */
  private static final int MANY_PIXELS = 512;

  /** The output pixels whose products are summed before the sums go to memory. */
  private static final int STEPS = 2 * Gemm.DEPTH;

  private VectorWeightGradient() {}

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
    if (VectorWholeImage.takes(conv)) {
      VectorWholeImage.backwardWeight(
          conv, from, to, batch, x, xOffset, dy, dyOffset, dw, dwOffset, accumulate);
      return;
    }
    if (VectorDepthwise.takes(conv)) {
      VectorDepthwise.backwardWeight(
          conv, from, to, batch, x, xOffset, dy, dyOffset, dw, dwOffset, accumulate);
      return;
    }
    int outputs = conv.outputChannels / conv.groups;
    for (int channel = from; channel < to; ) {
      int end = Math.min(to, (channel / outputs + 1) * outputs);
      if (isOverPixels(conv)) {
        overPixels(conv, channel, end, batch, x, xOffset, dy, dyOffset, dw, dwOffset, accumulate);
      } else {
        overWindows(conv, channel, end, batch, x, xOffset, dy, dyOffset, dw, dwOffset, accumulate);
      }
      channel = end;
    }
  }

  static boolean isOverPixels(Convolution conv) {
    int inputs = conv.inputChannels / conv.groups;
    return rowTaps(conv) * inputs < VectorTiles.LANES
        || (conv.depth() == inputs && conv.layout.pixels() >= MANY_PIXELS);
  }

  /** The weights of a window's row that meet adjacent pixels. */
  private static int rowTaps(Convolution conv) {
    Window columns = conv.layout.columns();
    return columns.dilation() == 1 ? columns.taps() : 1;
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
    int inputs = conv.inputChannels / conv.groups;
    int pixels = conv.layout.pixels();
    int count = to - from;
    int group = from / (conv.outputChannels / conv.groups);
    float[] sums = VectorDots.cleared(count * depth);
    boolean inPlace =
        phases.isBare()
            && phases.outputWidth() == phases.planeWidth()
            && pixels == phases.plane()
            && pixels % lanes == 0;
    if (inPlace) {
      for (int sample = 0; sample < batch; sample++) {
        int xAt = xOffset + (sample * conv.inputChannels + group * inputs) * conv.layout.plane();
        int dyAt = dyOffset + (sample * conv.outputChannels + from) * pixels;
        VectorDots.add(
            count, depth, pixels, dy, dyAt, pixels, x, xAt, phases.offsets(), 0, sums, depth);
      }
    } else {
      int length = VectorConvolution.vectors(phases.run(phases.outputRows())) * lanes;
      int row = Math.max(length, phases.plane());
      float[] spread = scratch.operand(count * row);
      Arrays.fill(spread, 0, count * row, 0);
      VectorConvolution.clearImage(phases, inputs);
      for (int sample = 0; sample < batch; sample++) {
        float[] image = VectorConvolution.loadImage(conv, x, xOffset, sample, group);
        for (int channel = from; channel < to; channel++) {
          int at = dyOffset + (sample * conv.outputChannels + channel) * pixels;
          VectorRows.spread(phases, dy, at, spread, (channel - from) * row);
        }
        // What the image holds behind its end meets zeros of dy, but must not be infinite.
        int imageEnd = inputs * phases.channelSize();
        Arrays.fill(image, imageEnd, imageEnd + lanes, 0);
        VectorDots.add(
            count, depth, length, spread, 0, row, image, 0, phases.offsets(), 0, sums, depth);
      }
    }
    VectorDots.store(count * depth, sums, dw, dwOffset + from * depth, accumulate);
  }

  /** The same, with lanes over the weights of a window's row. */
  private static void overWindows(
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
    VectorScratch scratch = VectorScratch.local();
    Window rows = conv.layout.rows();
    Window columns = conv.layout.columns();
    int inputs = conv.inputChannels / conv.groups;
    int group = from / (conv.outputChannels / conv.groups);
    int pixels = conv.layout.pixels();
    int count = to - from;
    int imageSize = conv.layout.paddedPlane() * inputs;
    int block = Math.max(1, Math.min(batch, STEPS / Math.max(1, pixels)));
    int rowTaps = rowTaps(conv);
    int runs = rows.taps() * columns.taps() / rowTaps;
    int vectors = VectorConvolution.vectors(rowTaps * inputs);
    int sumsRow = runs * vectors * VectorTiles.LANES;
    float[] sums = scratch.sums(VectorPanels.padded(count) * sumsRow);
    float[] image = scratch.image(block * imageSize + 2 * VectorTiles.LANES);
    if (!conv.layout.isBare()) {
      Arrays.fill(image, 0, block * imageSize, 0);
    }
    int[] windows = scratch.bSteps(block * pixels, 0);
    for (int i = 0; i < block * pixels; i++) {
      windows[i] = i / pixels * imageSize + conv.layout.corner(i % pixels) * inputs;
    }
    int[] places = scratch.aSteps(block * pixels, 1);
    for (int i = pixels; i < block * pixels; i++) {
      places[i] = i / pixels * conv.outputChannels * pixels + i % pixels;
    }
    float[] panels = scratch.packed(VectorPanels.size(count, block * pixels));
    for (int sample = 0; sample < batch; sample += block) {
      int samples = Math.min(block, batch - sample);
      for (int i = 0; i < samples; i++) {
        int at =
            xOffset + ((sample + i) * conv.inputChannels + group * inputs) * conv.layout.plane();
        VectorRows.transpose(conv.layout, inputs, x, at, image, i * imageSize);
      }
      int dyAt = dyOffset + (sample * conv.outputChannels + from) * pixels;
      int steps = samples * pixels;
      VectorPanels.pack(count, steps, dy, dyAt, pixels, places, panels, 0);
      for (int run = 0; run < runs; run++) {
        int tap = run * rowTaps;
        int at =
            tap / columns.taps() * rows.dilation() * columns.padded()
                + tap % columns.taps() * columns.dilation();
        VectorPanels.multiply(
            count,
            vectors,
            steps,
            panels,
            0,
            image,
            at * inputs,
            windows,
            sums,
            run * vectors * VectorTiles.LANES,
            sumsRow,
            sample > 0);
      }
    }
    int taps = rowTaps * runs;
    for (int i = 0; i < count; i++) {
      for (int tap = 0; tap < taps && batch > 0; tap++) {
        int sum =
            i * sumsRow + tap / rowTaps * vectors * VectorTiles.LANES + tap % rowTaps * inputs;
        int at = dwOffset + (from + i) * conv.depth() + tap;
        for (int input = 0; input < inputs; input++) {
          dw[at] = accumulate ? dw[at] + sums[sum + input] : sums[sum + input];
          at += taps;
        }
      }
    }
    if (batch == 0 && !accumulate) {
      Arrays.fill(dw, dwOffset + from * conv.depth(), dwOffset + to * conv.depth(), 0);
    }
  }
}
