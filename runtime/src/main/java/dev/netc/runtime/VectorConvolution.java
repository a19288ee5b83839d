package dev.netc.runtime;

import java.util.Arrays;

/**
 * Convolutions of float arrays with vectors, forward and backward to their input.
 *
 * <p>The samples are cut into phases, see {@link PhaseLayout}. Then an output channel is a sum of
 * planes, each shifted by an offset that depends on the weight alone: a product of the weights with
 * a matrix that is never written down. Backward to the input is the same for each phase, with
 * weights and offsets exchanged.
 *
 * <p>A unit is a channel of a sample.
 */
final class VectorConvolution {
  /** The positions of a channel that are computed at a time. */
  private static final int BAND = 1024;

  private VectorConvolution() {}

  /** See {@link Convolution#forward}; the units are the channels of y of all samples. */
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
    if (VectorWholeImage.takes(conv)) {
      VectorWholeImage.forward(conv, from, to, x, xOffset, w, wOffset, y, yOffset, epilogue);
      return;
    }
    if (VectorDepthwise.takes(conv)) {
      VectorDepthwise.forward(conv, from, to, x, xOffset, w, wOffset, y, yOffset, epilogue);
      return;
    }
    VectorScratch scratch = VectorScratch.local();
    PhaseLayout phases = conv.phases();
    int channels = conv.outputChannels;
    int outputs = channels / conv.groups;
    int inputs = conv.inputChannels / conv.groups;
    int depth = conv.depth();
    int pixels = conv.layout.pixels();
    // Tiles read whole vectors, and pairs of them, behind the last pixels of each band of rows.
    int read = vectors(phases.run(phases.outputRows())) * VectorTiles.LANES + 2 * VectorTiles.LANES;
    boolean packed =
        vectors(pixels) * ((to - from + channels - 1) / channels) >= VectorPanels.WORTH;
    clearImage(phases, inputs);
    for (int group = 0; group < conv.groups; group++) {
      int packedFirst = -1;
      int packedCount = 0;
      for (int sample = from / channels; sample * channels < to; sample++) {
        int first = Math.max(from - sample * channels, group * outputs);
        int count = Math.min(to - sample * channels, (group + 1) * outputs) - first;
        if (count <= 0) {
          continue;
        }
        int at = xOffset + (sample * conv.inputChannels + group * inputs) * conv.layout.plane();
        float[] image = x;
        if (!phases.isBare() || at + phases.offsets()[depth - 1] + read > x.length) {
          image = loadImage(conv, x, xOffset, sample, group);
          at = 0;
        }
        float[] weights = w;
        if (packed) {
          weights = scratch.packed(VectorPanels.size(count, depth));
          if (packedFirst != first || packedCount != count) {
            VectorPanels.pack(count, depth, w, wOffset + first * depth, depth, weights);
            packedFirst = first;
            packedCount = count;
          }
        }
        int wAt = packed ? -1 : wOffset + first * depth;
        forwardChannels(conv, first, count, image, at, weights, wAt, y, yOffset, sample, epilogue);
      }
    }
  }

  /** True if the sums of a channel may be written where its pixels lie. */
  private static boolean isInPlace(int width, int planeWidth, int rows, int band) {
    return width == planeWidth
        && rows * width % VectorTiles.LANES == 0
        && (band >= rows || band * width % VectorTiles.LANES == 0);
  }

  /**
   * Some output channels of a sample.
   *
   * @param wAt where the weights begin, or -1 if they are packed
   */
  private static void forwardChannels(
      Convolution conv,
      int first,
      int channels,
      float[] image,
      int imageAt,
      float[] w,
      int wAt,
      float[] y,
      int yOffset,
      int sample,
      Epilogue epilogue) {
    VectorScratch scratch = VectorScratch.local();
    PhaseLayout phases = conv.phases();
    int pixels = conv.layout.pixels();
    int rows = phases.outputRows();
    int width = phases.outputWidth();
    int within = (sample * conv.outputChannels + first) * pixels;
    int band = Math.max(1, BAND / phases.planeWidth());
    boolean inPlace =
        (channels & 1) == 0 && isInPlace(phases.outputWidth(), phases.planeWidth(), rows, band);
    for (int row = 0; row < rows; row += band) {
      int count = Math.min(band, rows - row);
      int vectors = vectors(phases.run(count));
      int sumsRow = inPlace ? pixels : vectors * VectorTiles.LANES;
      float[] sums = inPlace ? y : scratch.sums(VectorPanels.padded(channels) * sumsRow);
      int sumsAt = inPlace ? yOffset + within + row * width : 0;
      multiply(
          channels,
          vectors,
          conv.depth(),
          w,
          wAt,
          image,
          imageAt + row * phases.planeWidth(),
          phases.offsets(),
          sums,
          sumsAt,
          sumsRow);
      for (int i = 0; i < channels; i++) {
        int at = within + i * pixels + row * width;
        if (!inPlace) {
          VectorRows.gather(phases, count, sums, i * sumsRow, y, yOffset + at);
        }
        epilogue.finish(first + i, 0, y, yOffset + at, count * width, at);
      }
    }
  }

  /** Sums of planes with weights that are packed, or lie in rows from {@code wAt} on. */
  private static void multiply(
      int channels,
      int vectors,
      int depth,
      float[] w,
      int wAt,
      float[] planes,
      int at,
      int[] offsets,
      float[] sums,
      int sumsAt,
      int sumsRow) {
    if (wAt < 0) {
      VectorPanels.multiply(
          channels, vectors, depth, w, 0, planes, at, offsets, sums, sumsAt, sumsRow, false);
      return;
    }
    VectorScratch scratch = VectorScratch.local();
    int[] wRows = scratch.rows(channels, depth);
    int[] wSteps = scratch.aSteps(depth, 1);
    for (int l = 0; l < depth; l += Gemm.DEPTH) {
      int to = Math.min(depth, l + Gemm.DEPTH);
      VectorTiles.multiply(
          channels, vectors, l, to, w, wAt, wRows, 0, wSteps, planes, at, offsets, sums, sumsAt,
          sumsRow, l > 0);
    }
  }

  /** Prepares the scratch image: zeros where no pixel comes to lie. */
  static void clearImage(PhaseLayout phases, int channels) {
    if (!phases.isBare()) {
      Arrays.fill(image(phases, channels), 0, channels * phases.channelSize(), 0);
    }
  }

  /** Puts the input channels of a group into the scratch image, which has been cleared. */
  static float[] loadImage(Convolution conv, float[] x, int xOffset, int sample, int group) {
    PhaseLayout phases = conv.phases();
    int inputs = conv.inputChannels / conv.groups;
    float[] image = image(phases, inputs);
    int plane = conv.layout.plane();
    int at = xOffset + (sample * conv.inputChannels + group * inputs) * plane;
    for (int i = 0; i < inputs; i++) {
      VectorRows.split(phases, x, at + i * plane, image, i * phases.channelSize());
    }
    return image;
  }

  /** The scratch image with channels in phases, and room for the last vector to read behind it. */
  private static float[] image(PhaseLayout phases, int channels) {
    return VectorScratch.local().image(channels * phases.channelSize() + 2 * VectorTiles.LANES);
  }

  static int vectors(int length) {
    return (length + VectorTiles.LANES - 1) / VectorTiles.LANES;
  }

  /** See {@link Convolution#backwardData}; the units are the channels of dx of all samples. */
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
    if (VectorWholeImage.takes(conv)) {
      VectorWholeImage.backwardData(conv, from, to, dy, dyOffset, w, wOffset, dx, dxOffset);
      return;
    }
    if (VectorDepthwise.takes(conv)) {
      VectorDepthwise.backwardData(conv, from, to, dy, dyOffset, w, wOffset, dx, dxOffset);
      return;
    }
    VectorScratch scratch = VectorScratch.local();
    PhaseLayout phases = conv.phases();
    int channels = conv.inputChannels;
    int inputs = channels / conv.groups;
    int outputs = conv.outputChannels / conv.groups;
    int plane = conv.layout.plane();
    int spreadSize = outputs * phases.gradientSize();
    float[] spread = scratch.operand(spreadSize + 2 * VectorTiles.LANES);
    Arrays.fill(spread, 0, spreadSize, 0);
    for (int group = 0; group < conv.groups; group++) {
      int packedFirst = -1;
      int packedCount = 0;
      for (int sample = from / channels; sample * channels < to; sample++) {
        int first = Math.max(from - sample * channels, group * inputs);
        int count = Math.min(to - sample * channels, (group + 1) * inputs) - first;
        if (count <= 0) {
          continue;
        }
        loadGradient(conv, dy, dyOffset, sample, group, spread);
        float[] weights = scratch.packed(VectorPanels.size(count, outputs * taps(conv)));
        if (packedFirst != first || packedCount != count) {
          int wAt =
              wOffset + group * outputs * conv.depth() + (first - group * inputs) * taps(conv);
          packForData(conv, count, w, wAt, weights);
          packedFirst = first;
          packedCount = count;
        }
        int dxAt = dxOffset + (sample * channels + first) * plane;
        int wAt = 0;
        for (PhaseLayout.Phase phase : phases.phases()) {
          phaseGradient(conv, phase, count, weights, wAt, spread, dx, dxAt);
          wAt += VectorPanels.size(count, outputs * phase.taps().length);
        }
      }
    }
  }

  private static int taps(Convolution conv) {
    return conv.depth() / (conv.inputChannels / conv.groups);
  }

  /** Packs the weights of some input channels, phase by phase. */
  private static void packForData(
      Convolution conv, int channels, float[] w, int wAt, float[] panels) {
    int outputs = conv.outputChannels / conv.groups;
    int to = 0;
    for (PhaseLayout.Phase phase : conv.phases().phases()) {
      int taps = phase.taps().length;
      int[] wSteps = VectorScratch.local().aSteps(outputs * taps, 0);
      for (int i = 0; i < outputs * taps; i++) {
        wSteps[i] = i / taps * conv.depth() + phase.taps()[i % taps];
      }
      VectorPanels.pack(channels, outputs * taps, w, wAt, taps(conv), wSteps, panels, to);
      to += VectorPanels.size(channels, outputs * taps);
    }
  }

  /** Puts the output channels of a group where zeros are around each. */
  private static void loadGradient(
      Convolution conv, float[] dy, int dyOffset, int sample, int group, float[] spread) {
    PhaseLayout phases = conv.phases();
    int outputs = conv.outputChannels / conv.groups;
    int pixels = conv.layout.pixels();
    int from = dyOffset + (sample * conv.outputChannels + group * outputs) * pixels;
    for (int i = 0; i < outputs; i++) {
      int at = i * phases.gradientSize() + phases.margin();
      VectorRows.spread(phases, dy, from + i * pixels, spread, at);
    }
  }

  private static void phaseGradient(
      Convolution conv,
      PhaseLayout.Phase phase,
      int channels,
      float[] weights,
      int wAt,
      float[] spread,
      float[] dx,
      int dxAt) {
    PhaseLayout phases = conv.phases();
    int plane = conv.layout.plane();
    if (phase.isEmpty()) {
      return;
    }
    if (phase.taps().length == 0) {
      for (int i = 0; i < channels; i++) {
        VectorRows.clear(phases, phase, dx, dxAt + i * plane);
      }
      return;
    }
    int width = phases.planeWidth();
    int rows = phase.rows().count();
    int band = Math.max(1, BAND / width);
    int steps = conv.outputChannels / conv.groups * phase.taps().length;
    boolean inPlace =
        (channels & 1) == 0 && phases.isBare() && isInPlace(phases.imageWidth(), width, rows, band);
    for (int row = 0; row < rows; row += band) {
      int count = Math.min(band, rows - row);
      int vectors = vectors((count - 1) * width + phase.columns().count());
      int sumsRow = inPlace ? plane : vectors * VectorTiles.LANES;
      float[] sums =
          inPlace ? dx : VectorScratch.local().sums(VectorPanels.padded(channels) * sumsRow);
      VectorPanels.multiply(
          channels,
          vectors,
          steps,
          weights,
          wAt,
          spread,
          (phase.rows().first() + row) * width + phase.columns().first(),
          phase.gradients(),
          sums,
          inPlace ? dxAt + row * width : 0,
          sumsRow,
          false);
      for (int i = 0; i < channels && !inPlace; i++) {
        VectorRows.join(phases, phase, row, count, sums, i * sumsRow, dx, dxAt + i * plane);
      }
    }
  }
}
