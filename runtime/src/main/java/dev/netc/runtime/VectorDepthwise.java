package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Convolutions that keep channels apart, one filter for each, forward and backward to their input.
 *
 * <p>There are as many loads as products, so a kernel is as fast as it reads little. With windows
 * of 3x3 and stride 1, a row of pixels is read once for the three rows of results that it belongs
 * to; other windows take one load for each weight.
 */
final class VectorDepthwise {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  private VectorDepthwise() {}

  static boolean takes(Convolution conv) {
    return conv.groups == conv.inputChannels && conv.groups == conv.outputChannels;
  }

  /** See {@link Convolution#forward}; the units are the channels of all samples. */
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
    PhaseLayout phases = conv.phases();
    VectorScratch scratch = VectorScratch.local();
    int taps = conv.depth();
    int pixels = conv.layout.pixels();
    int plane = conv.layout.plane();
    int vectors = VectorConvolution.vectors(phases.run(phases.outputRows()));
    float[] image = scratch.image(phases.channelSize() + 2 * LANES);
    Arrays.fill(image, 0, phases.channelSize(), 0);
    float[] sums = scratch.sums(vectors * LANES);
    int[] steps = scratch.aSteps(taps, 1);
    boolean rows = isThreeByThree(conv) && phases.outputWidth() % LANES == 0;
    for (int channel = from; channel < to; channel++) {
      VectorRows.split(phases, x, xOffset + channel * plane, image, 0);
      int wAt = wOffset + channel % conv.groups * taps;
      int yAt = yOffset + channel * pixels;
      if (rows) {
        for (int column = 0; column < phases.outputWidth(); column += LANES) {
          threeByThree(
              phases.outputRows(),
              w,
              wAt,
              1,
              image,
              column,
              phases.planeWidth(),
              y,
              yAt + column,
              phases.outputWidth());
        }
      } else {
        row(vectors, taps, w, wAt, steps, image, 0, phases.offsets(), sums);
        VectorRows.gather(phases, phases.outputRows(), sums, 0, y, yAt);
      }
      epilogue.finish(channel % conv.groups, 0, y, yAt, pixels, channel * pixels);
    }
  }

  /** See {@link Convolution#backwardData}; the units are the channels of all samples. */
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
    PhaseLayout phases = conv.phases();
    VectorScratch scratch = VectorScratch.local();
    int taps = conv.depth();
    int pixels = conv.layout.pixels();
    int plane = conv.layout.plane();
    int width = phases.planeWidth();
    float[] spread = scratch.operand(phases.gradientSize() + 2 * LANES);
    Arrays.fill(spread, 0, phases.gradientSize() + 2 * LANES, 0);
    float[] sums = scratch.sums(phases.plane() + 2 * LANES);
    boolean rows = isThreeByThree(conv) && phases.imageWidth() % LANES == 0;
    for (int channel = from; channel < to; channel++) {
      VectorRows.spread(phases, dy, dyOffset + channel * pixels, spread, phases.margin());
      int wAt = wOffset + channel % conv.groups * taps;
      int dxAt = dxOffset + channel * plane;
      for (PhaseLayout.Phase phase : phases.phases()) {
        int at = phase.rows().first() * width + phase.columns().first();
        if (phase.isEmpty()) {
          continue;
        }
        if (phase.taps().length == 0) {
          VectorRows.clear(phases, phase, dx, dxAt);
        } else if (rows) {
          // The last weight meets the first of the three rows and columns.
          for (int column = 0; column < phases.imageWidth(); column += LANES) {
            threeByThree(
                phase.rows().count(),
                w,
                wAt + 8,
                -1,
                spread,
                at + column,
                width,
                dx,
                dxAt + column,
                phases.imageWidth());
          }
        } else {
          int count = phase.rows().count();
          int vectors = VectorConvolution.vectors((count - 1) * width + phase.columns().count());
          int[] places = phase.taps();
          row(vectors, places.length, w, wAt, places, spread, at, phase.gradients(), sums);
          VectorRows.join(phases, phase, 0, count, sums, 0, dx, dxAt);
        }
      }
    }
  }

  /** See {@link Convolution#backwardWeight}; the units are the channels. */
  static void backwardWeight(
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
    int taps = conv.depth();
    int pixels = conv.layout.pixels();
    int plane = conv.layout.plane();
    int length = VectorConvolution.vectors(phases.run(phases.outputRows())) * LANES;
    float[] image = scratch.image(phases.channelSize() + 2 * LANES);
    Arrays.fill(image, 0, phases.channelSize() + 2 * LANES, 0);
    float[] spread = scratch.operand(length);
    Arrays.fill(spread, 0, length, 0);
    float[] sums = scratch.lanes(taps * LANES);
    boolean rows = isThreeByThree(conv) && phases.outputWidth() % LANES == 0;
    for (int channel = from; channel < to; channel++) {
      Arrays.fill(sums, 0, taps * LANES, 0);
      for (int sample = 0; sample < batch; sample++) {
        int index = sample * conv.groups + channel;
        VectorRows.split(phases, x, xOffset + index * plane, image, 0);
        int dyAt = dyOffset + index * pixels;
        if (rows) {
          for (int column = 0; column < phases.outputWidth(); column += LANES) {
            threeByThreeWeights(
                phases.outputRows(),
                dy,
                dyAt + column,
                phases.outputWidth(),
                image,
                column,
                phases.planeWidth(),
                sums);
          }
        } else {
          VectorRows.spread(phases, dy, dyAt, spread, 0);
          VectorDots.add(1, taps, length, spread, 0, 0, image, 0, phases.offsets(), 0, sums, taps);
        }
      }
      for (int tap = 0; tap < taps; tap++) {
        float sum = VectorDots.sum(sums, tap * LANES);
        int at = dwOffset + channel * taps + tap;
        dw[at] = accumulate ? dw[at] + sum : sum;
      }
    }
  }

  private static boolean isThreeByThree(Convolution conv) {
    return isThree(conv.layout.rows()) && isThree(conv.layout.columns());
  }

  private static boolean isThree(Window window) {
    return window.taps() == 3 && window.stride() == 1 && window.dilation() == 1;
  }

  /** A run of sums. */
  private static void row(
      int vectors,
      int steps,
      float[] w,
      int wAt,
      int[] wSteps,
      float[] planes,
      int at,
      int[] offsets,
      float[] sums) {
    int j = 0;
    for (; j + 4 <= vectors; j += 4) {
      int lanes = j * LANES;
      VectorTile.times1x4(
          0, steps, w, wAt, wSteps, planes, at + lanes, offsets, sums, lanes, false);
    }
    for (; j < vectors; j++) {
      int lanes = j * LANES;
      VectorTile.times1x1(
          0, steps, w, wAt, wSteps, planes, at + lanes, offsets, sums, lanes, false);
    }
  }

  /**
   * A column of vectors of results.
   *
   * @param wStep 1, or -1 for weights that are read from the last one on
   */
  private static void threeByThree(
      int rows,
      float[] w,
      int wAt,
      int wStep,
      float[] planes,
      int at,
      int width,
      float[] y,
      int yAt,
      int yWidth) {
    FloatVector w0 = FloatVector.broadcast(SPECIES, w[wAt]);
    FloatVector w1 = FloatVector.broadcast(SPECIES, w[wAt + wStep]);
    FloatVector w2 = FloatVector.broadcast(SPECIES, w[wAt + 2 * wStep]);
    FloatVector w3 = FloatVector.broadcast(SPECIES, w[wAt + 3 * wStep]);
    FloatVector w4 = FloatVector.broadcast(SPECIES, w[wAt + 4 * wStep]);
    FloatVector w5 = FloatVector.broadcast(SPECIES, w[wAt + 5 * wStep]);
    FloatVector w6 = FloatVector.broadcast(SPECIES, w[wAt + 6 * wStep]);
    FloatVector w7 = FloatVector.broadcast(SPECIES, w[wAt + 7 * wStep]);
    FloatVector w8 = FloatVector.broadcast(SPECIES, w[wAt + 8 * wStep]);
    FloatVector x0 = FloatVector.fromArray(SPECIES, planes, at);
    FloatVector x1 = FloatVector.fromArray(SPECIES, planes, at + 1);
    FloatVector x2 = FloatVector.fromArray(SPECIES, planes, at + 2);
    at += width;
    FloatVector above = x0.mul(w0);
    above = x1.fma(w1, above);
    above = x2.fma(w2, above);
    x0 = FloatVector.fromArray(SPECIES, planes, at);
    x1 = FloatVector.fromArray(SPECIES, planes, at + 1);
    x2 = FloatVector.fromArray(SPECIES, planes, at + 2);
    at += width;
    above = x0.fma(w3, above);
    above = x1.fma(w4, above);
    above = x2.fma(w5, above);
    FloatVector here = x0.mul(w0);
    here = x1.fma(w1, here);
    here = x2.fma(w2, here);
    for (int row = 0; row < rows; row++) {
      x0 = FloatVector.fromArray(SPECIES, planes, at);
      x1 = FloatVector.fromArray(SPECIES, planes, at + 1);
      x2 = FloatVector.fromArray(SPECIES, planes, at + 2);
      above = x0.fma(w6, above);
      above = x1.fma(w7, above);
      above = x2.fma(w8, above);
      above.intoArray(y, yAt);
      above = x0.fma(w3, here);
      above = x1.fma(w4, above);
      above = x2.fma(w5, above);
      here = x0.mul(w0);
      here = x1.fma(w1, here);
      here = x2.fma(w2, here);
      at += width;
      yAt += yWidth;
    }
  }

  /** Adds the products of a column of vectors of dy and the pixels below the nine weights. */
  private static void threeByThreeWeights(
      int rows,
      float[] dy,
      int dyAt,
      int dyWidth,
      float[] planes,
      int at,
      int width,
      float[] sums) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, sums, 0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, sums, LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, sums, 3 * LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, sums, 4 * LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, sums, 5 * LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, sums, 6 * LANES);
    FloatVector s7 = FloatVector.fromArray(SPECIES, sums, 7 * LANES);
    FloatVector s8 = FloatVector.fromArray(SPECIES, sums, 8 * LANES);
    for (int row = 0; row < rows; row++) {
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyAt);
      s0 = g.fma(FloatVector.fromArray(SPECIES, planes, at), s0);
      s1 = g.fma(FloatVector.fromArray(SPECIES, planes, at + 1), s1);
      s2 = g.fma(FloatVector.fromArray(SPECIES, planes, at + 2), s2);
      int next = at + width;
      s3 = g.fma(FloatVector.fromArray(SPECIES, planes, next), s3);
      s4 = g.fma(FloatVector.fromArray(SPECIES, planes, next + 1), s4);
      s5 = g.fma(FloatVector.fromArray(SPECIES, planes, next + 2), s5);
      int last = next + width;
      s6 = g.fma(FloatVector.fromArray(SPECIES, planes, last), s6);
      s7 = g.fma(FloatVector.fromArray(SPECIES, planes, last + 1), s7);
      s8 = g.fma(FloatVector.fromArray(SPECIES, planes, last + 2), s8);
      at = next;
      dyAt += dyWidth;
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, LANES);
    s2.intoArray(sums, 2 * LANES);
    s3.intoArray(sums, 3 * LANES);
    s4.intoArray(sums, 4 * LANES);
    s5.intoArray(sums, 5 * LANES);
    s6.intoArray(sums, 6 * LANES);
    s7.intoArray(sums, 7 * LANES);
    s8.intoArray(sums, 8 * LANES);
  }
}
