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
 * <p>A unit is a block of channels of a sample.
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
      int yOffset) {
    int outputs = conv.outputChannels / conv.groups;
    for (int channel = from; channel < to; ) {
      int sample = channel / conv.outputChannels;
      int group = channel % conv.outputChannels / outputs;
      int end = Math.min(to, sample * conv.outputChannels + (group + 1) * outputs);
      int first = channel % conv.outputChannels;
      loadImage(conv, x, xOffset, sample, group);
      forwardGroup(
          conv,
          first,
          end - channel,
          w,
          wOffset,
          y,
          yOffset + sample * conv.outputChannels * conv.layout.pixels());
      channel = end;
    }
  }

  /** Puts the input channels of a group into the scratch image. */
  static float[] loadImage(Convolution conv, float[] x, int xOffset, int sample, int group) {
    PhaseLayout phases = conv.phases();
    int inputs = conv.inputChannels / conv.groups;
    float[] image = image(phases, inputs);
    int plane = conv.layout.plane();
    int at = xOffset + (sample * conv.inputChannels + group * inputs) * plane;
    for (int i = 0; i < inputs; i++) {
      phases.split(x, at + i * plane, image, i * phases.channelSize());
    }
    return image;
  }

  /** The scratch image with channels in phases, and room for the last vector to read behind it. */
  static float[] image(PhaseLayout phases, int channels) {
    return VectorScratch.local().image(channels * phases.channelSize() + VectorTiles.LANES);
  }

  private static void forwardGroup(
      Convolution conv, int first, int channels, float[] w, int wOffset, float[] y, int yOffset) {
    VectorScratch scratch = VectorScratch.local();
    PhaseLayout phases = conv.phases();
    int depth = conv.depth();
    float[] image = image(phases, conv.inputChannels / conv.groups);
    int[] wRows = scratch.rows(channels, depth);
    int[] wSteps = scratch.aSteps(depth, 1);
    int rows = phases.outputRows();
    int band = Math.max(1, BAND / phases.planeWidth());
    for (int row = 0; row < rows; row += band) {
      int count = Math.min(band, rows - row);
      int vectors = vectors(phases.run(count));
      int sumsRow = vectors * VectorTiles.LANES;
      float[] sums = scratch.sums(channels * sumsRow);
      for (int l = 0; l < depth; l += Gemm.DEPTH) {
        VectorTiles.multiply(
            channels,
            vectors,
            l,
            Math.min(depth, l + Gemm.DEPTH),
            w,
            wOffset + first * depth,
            wRows,
            0,
            wSteps,
            image,
            row * phases.planeWidth(),
            phases.offsets(),
            sums,
            0,
            sumsRow,
            l > 0);
      }
      for (int i = 0; i < channels; i++) {
        int at = yOffset + (first + i) * conv.layout.pixels();
        phases.gather(row, row + count, sums, i * sumsRow, y, at);
      }
    }
  }

  private static int vectors(int length) {
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
    int inputs = conv.inputChannels / conv.groups;
    int taps = conv.depth() / inputs;
    int plane = conv.layout.plane();
    for (int channel = from; channel < to; ) {
      int sample = channel / conv.inputChannels;
      int group = channel % conv.inputChannels / inputs;
      int end = Math.min(to, sample * conv.inputChannels + (group + 1) * inputs);
      int first = channel % conv.inputChannels - group * inputs;
      loadGradient(conv, dy, dyOffset, sample, group);
      int weights =
          wOffset + group * (conv.outputChannels / conv.groups) * conv.depth() + first * taps;
      for (int phase = 0; phase < conv.phases().phases().length; phase++) {
        phaseGradient(conv, phase, end - channel, w, weights, dx, dxOffset + channel * plane);
      }
      channel = end;
    }
  }

  /** The zeros before a channel of dy: its windows begin before it. */
  private static int margin(PhaseLayout phases) {
    int margin = 0;
    for (PhaseLayout.Phase phase : phases.phases()) {
      for (int offset : phase.offsets()) {
        margin = Math.max(margin, offset);
      }
    }
    return margin;
  }

  /** Puts the output channels of a group into scratch, with zeros around each. */
  private static void loadGradient(
      Convolution conv, float[] dy, int dyOffset, int sample, int group) {
    PhaseLayout phases = conv.phases();
    int outputs = conv.outputChannels / conv.groups;
    int margin = margin(phases);
    float[] spread = gradient(conv);
    int pixels = conv.layout.pixels();
    int from = dyOffset + (sample * conv.outputChannels + group * outputs) * pixels;
    int at = 0;
    for (int i = 0; i < outputs; i++) {
      Arrays.fill(spread, at, at + margin, 0);
      phases.spread(dy, from + i * pixels, spread, at + margin);
      at += margin + phases.plane();
    }
  }

  private static float[] gradient(Convolution conv) {
    PhaseLayout phases = conv.phases();
    int channel = margin(phases) + phases.plane();
    return VectorScratch.local()
        .operand(conv.outputChannels / conv.groups * channel + VectorTiles.LANES);
  }

  private static void phaseGradient(
      Convolution conv, int index, int channels, float[] w, int weights, float[] dx, int dxOffset) {
    VectorScratch scratch = VectorScratch.local();
    PhaseLayout phases = conv.phases();
    PhaseLayout.Phase phase = phases.phases()[index];
    int outputs = conv.outputChannels / conv.groups;
    int depth = conv.depth();
    int width = phases.planeWidth();
    int steps = outputs * phase.taps().length;
    int[] wRows = scratch.rows(channels, depth / (conv.inputChannels / conv.groups));
    int[] wSteps = scratch.aSteps(steps, 0);
    int[] dySteps = scratch.bSteps(steps, 0);
    int margin = margin(phases);
    int step = 0;
    for (int output = 0; output < outputs; output++) {
      for (int i = 0; i < phase.taps().length; i++) {
        wSteps[step] = output * depth + phase.taps()[i];
        dySteps[step] = output * (margin + phases.plane()) + margin - phase.offsets()[i];
        step++;
      }
    }
    float[] spread = gradient(conv);
    int band = Math.max(1, BAND / width);
    for (int row = 0; row < phases.planeHeight(); row += band) {
      int count = Math.min(band, phases.planeHeight() - row);
      int vectors = vectors(count * width);
      int sumsRow = vectors * VectorTiles.LANES;
      float[] sums = scratch.sums(channels * sumsRow);
      if (steps == 0) {
        Arrays.fill(sums, 0, channels * sumsRow, 0);
      }
      for (int l = 0; l < steps; l += Gemm.DEPTH) {
        VectorTiles.multiply(
            channels,
            vectors,
            l,
            Math.min(steps, l + Gemm.DEPTH),
            w,
            weights,
            wRows,
            0,
            wSteps,
            spread,
            row * width,
            dySteps,
            sums,
            0,
            sumsRow,
            l > 0);
      }
      for (int i = 0; i < channels; i++) {
        phases.join(
            index, row, row + count, sums, i * sumsRow, dx, dxOffset + i * conv.layout.plane());
      }
    }
  }
}
