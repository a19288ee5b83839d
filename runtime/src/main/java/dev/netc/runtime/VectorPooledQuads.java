package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * A convolution with a max pool of four places behind it whose rows are shorter than a vector, on
 * machines with 16 registers: lanes are output channels, and the four pixels that a weight meets in
 * a window of the pool lie side by side. Each sum is the same chain as in {@link
 * VectorPooledForward}.
 */
final class VectorPooledQuads {
  /** The output channels that are computed at a time. */
  private static final int CHANNELS = 2 * LANES;

  private static final int PLACES = 4;

  private VectorPooledQuads() {}

  /** Whether these units are whole samples of such a convolution. */
  static boolean takes(PooledConvolution pooled, int from, int to) {
    Convolution conv = pooled.convolution;
    int channels = conv.outputChannels;
    return LANES == 8
        && VectorPooledForward.hasFourPlaces(pooled)
        && pooled.pooling.outputWidth() < LANES
        && conv.groups == 1
        && channels % CHANNELS == 0
        && conv.depth() >= CHANNELS
        && from % channels == 0
        && to % channels == 0;
  }

  /** See {@link PooledConvolution#forward}. */
  static void forward(
      PooledConvolution pooled,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      int[] at,
      int atOffset,
      Epilogue epilogue) {
    Convolution conv = pooled.convolution;
    PhaseLayout phases = conv.phases();
    VectorScratch scratch = VectorScratch.local();
    int channels = conv.outputChannels;
    int depth = conv.depth();
    int imageSize = conv.inputChannels * phases.channelSize();
    int pitch = phases.planeWidth();
    int width = pooled.pooling.outputWidth();
    int windows = pooled.pooling.outputSize();
    int sumsRow = VectorConvolution.vectors(windows) * LANES;
    float[] weights = scratch.packed(channels * depth);
    pack(channels, depth, w, wOffset, weights);
    boolean moderateWeights = VectorPooledMaxima.areModerate(weights, channels * depth);
    int quadsSize = PLACES * (imageSize - pitch - 1);
    float[] quads = scratch.lanes(quadsSize);
    float[] results = scratch.results(PLACES * windows * CHANNELS);
    float[] sums = scratch.sums(PLACES * CHANNELS * sumsRow);
    float[] best = scratch.operand(sumsRow);
    int[] places = scratch.places(sumsRow);
    VectorConvolution.clearImage(phases, conv.inputChannels);
    for (int unit = from; unit < to; unit += CHANNELS) {
      int first = unit % channels;
      if (first == 0) {
        float[] image = VectorConvolution.loadImage(conv, x, xOffset, unit / channels, 0);
        spread(quadsSize, pitch, image, quads);
      }
      for (int i = 0; i < windows; i++) {
        int quad = (i / width * pitch + i % width) * 2;
        tile(depth, quads, quad, phases.offsets(), weights, first * depth, results, i, windows);
      }
      turn(windows, results, sums, sumsRow);
      boolean moderate = moderateWeights && VectorPooledMaxima.areModerate(quads, quadsSize);
      for (int i = 0; i < CHANNELS; i++) {
        VectorPooledMaxima.maxima(
            PLACES,
            depth,
            sumsRow,
            sums,
            i * sumsRow,
            CHANNELS * sumsRow,
            epilogue,
            first + i,
            moderate,
            best,
            places,
            at.length > 0);
        int within = (unit + i) * windows;
        System.arraycopy(best, 0, y, yOffset + within, windows);
        if (at.length > 0) {
          System.arraycopy(places, 0, at, atOffset + within, windows);
        }
      }
    }
  }

  /** For each step, the weights of some channels side by side. */
  private static void pack(int channels, int depth, float[] w, int wAt, float[] packed) {
    for (int channel = 0; channel < channels; channel++) {
      int to = channel / CHANNELS * CHANNELS * depth + channel % CHANNELS;
      for (int l = 0; l < depth; l++) {
        packed[to + l * CHANNELS] = w[wAt + channel * depth + l];
      }
    }
  }

  /** Each pixel, the one beside it, and those below the two. */
  private static void spread(int size, int pitch, float[] image, float[] quads) {
    for (int i = 0; i < size / PLACES; i++) {
      quads[PLACES * i] = image[i];
      quads[PLACES * i + 1] = image[i + 1];
      quads[PLACES * i + 2] = image[i + pitch];
      quads[PLACES * i + 3] = image[i + pitch + 1];
    }
  }

  /** Puts the windows of a channel side by side. */
  private static void turn(int windows, float[] results, float[] sums, int sumsRow) {
    for (int place = 0; place < PLACES; place++) {
      int from = place * windows * CHANNELS;
      for (int channel = 0; channel < CHANNELS; channel++) {
        int to = (place * CHANNELS + channel) * sumsRow;
        for (int i = 0; i < windows; i++) {
          sums[to + i] = results[from + channel + i * CHANNELS];
        }
      }
    }
  }

  /** The sums of a window of the pool: four places, two vectors of channels. */
  private static void tile(
      int depth,
      float[] quads,
      int first,
      int[] offsets,
      float[] w,
      int wAt,
      float[] results,
      int window,
      int windows) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    for (int l = 0; l < depth; l++) {
      int quad = (first + offsets[l]) * PLACES;
      FloatVector b0 = FloatVector.fromArray(SPECIES, w, wAt + l * CHANNELS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, w, wAt + l * CHANNELS + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, quads[quad]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, quads[quad + 1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, quads[quad + 2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, quads[quad + 3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
    }
    int at = window * CHANNELS;
    int step = windows * CHANNELS;
    c00.intoArray(results, at);
    c01.intoArray(results, at + LANES);
    c10.intoArray(results, at + step);
    c11.intoArray(results, at + step + LANES);
    c20.intoArray(results, at + 2 * step);
    c21.intoArray(results, at + 2 * step + LANES);
    c30.intoArray(results, at + 3 * step);
    c31.intoArray(results, at + 3 * step + LANES);
  }
}
