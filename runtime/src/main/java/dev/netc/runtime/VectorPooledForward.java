package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;

/**
 * A convolution with a max pool of windows side by side behind it, with vectors. For each place in
 * a window the sums of all windows are computed, see {@link PooledLayout}, and then compared while
 * they are in the cache.
 *
 * <p>A unit is a channel of a sample.
 */
final class VectorPooledForward {
  /** The sums of all places and channels that are computed at a time. */
  private static final int BAND = 6144;

  private VectorPooledForward() {}

  static boolean takes(PooledConvolution pooled) {
    return pooled.layout().isSimple()
        && !VectorDepthwise.takes(pooled.convolution)
        && !VectorWholeImage.takes(pooled.convolution);
  }

  /** Whether a window of the pool has two rows of two neighbours, and the next begins behind it. */
  static boolean hasFourPlaces(PooledConvolution pooled) {
    return isPair(pooled.convolution.rows, pooled.pooling.rows)
        && isPair(pooled.convolution.columns, pooled.pooling.columns);
  }

  private static boolean isPair(Window conv, Window pool) {
    return conv.stride() == 1 && pool.stride() == 2 && pool.taps() == 2 && pool.dilation() == 1;
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
    if (VectorPooledQuads.takes(pooled, from, to)) {
      VectorPooledQuads.forward(
          pooled, from, to, x, xOffset, w, wOffset, y, yOffset, at, atOffset, epilogue);
      return;
    }
    if (!VectorPooledPlanes.takes(pooled, w, wOffset, at.length > 0, epilogue)) {
      general(pooled, from, to, x, xOffset, w, wOffset, y, yOffset, at, atOffset, epilogue);
      return;
    }
    Convolution conv = pooled.convolution;
    PhaseLayout phases = pooled.layout().planes().phases();
    float[] planes = VectorPooledPlanes.clear();
    int channels = conv.outputChannels;
    for (int unit = from; unit < to; ) {
      int sample = unit / channels;
      int end = Math.min(to, (sample + 1) * channels);
      int image = xOffset + sample * conv.layout.plane();
      if (VectorPooledMaxima.areModerate(x, image, conv.layout.plane())) {
        VectorRows.split(phases, VectorPooledPlanes.PLANE, x, image, planes, 0);
        int first = unit - sample * channels;
        int wAt = wOffset + first * conv.depth();
        int yAt = yOffset + unit * pooled.pooling.outputSize();
        VectorPooledPlanes.channels(pooled, first, end - unit, planes, w, wAt, y, yAt, epilogue);
      } else {
        general(pooled, unit, end, x, xOffset, w, wOffset, y, yOffset, at, atOffset, epilogue);
        planes = VectorPooledPlanes.clear();
      }
      unit = end;
    }
  }

  /** Of any geometry that is simple, with any numbers. */
  private static void general(
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
    Convolution planes = pooled.layout().planes();
    boolean taps = VectorPooledTaps.takes(pooled);
    VectorScratch scratch = VectorScratch.local();
    int channels = conv.outputChannels;
    int outputs = channels / conv.groups;
    int depth = conv.depth();
    int inputs = conv.inputChannels / conv.groups;
    int imageSize = inputs * planes.phases().channelSize();
    VectorConvolution.clearImage(planes.phases(), inputs);
    for (int group = 0; group < conv.groups; group++) {
      int packedFirst = -1;
      int packedCount = 0;
      boolean moderateWeights = false;
      for (int sample = from / channels; sample * channels < to; sample++) {
        int first = Math.max(from - sample * channels, group * outputs);
        int count = Math.min(to - sample * channels, (group + 1) * outputs) - first;
        if (count <= 0) {
          continue;
        }
        float[] image = VectorConvolution.loadImage(planes, x, xOffset, sample, group);
        float[] weights = scratch.packed(VectorPanels.size(count, depth));
        if (packedFirst != first || packedCount != count) {
          if (taps) {
            System.arraycopy(w, wOffset + first * depth, weights, 0, count * depth);
          } else {
            VectorPanels.pack(count, depth, w, wOffset + first * depth, depth, weights);
          }
          packedFirst = first;
          packedCount = count;
          moderateWeights =
              VectorPooledMaxima.areModerate(
                  weights, taps ? count * depth : VectorPanels.size(count, depth));
        }
        boolean moderate = moderateWeights && VectorPooledMaxima.areModerate(image, imageSize);
        int within = (sample * channels + first) * pooled.pooling.outputSize();
        channels(
            pooled,
            first,
            count,
            image,
            weights,
            taps,
            moderate,
            y,
            yOffset + within,
            at,
            atOffset + within,
            epilogue);
      }
    }
  }

  /**
   * Some output channels of a sample.
   *
   * @param taps whether {@link VectorPooledTaps} computes the sums, of weights that are not packed
   * @param moderate see {@link VectorPooledMaxima#areModerate}
   */
  private static void channels(
      PooledConvolution pooled,
      int first,
      int channels,
      float[] image,
      float[] weights,
      boolean taps,
      boolean moderate,
      float[] y,
      int yAt,
      int[] at,
      int atAt,
      Epilogue epilogue) {
    VectorScratch scratch = VectorScratch.local();
    PhaseLayout phases = pooled.layout().planes().phases();
    int[][] offsets = pooled.layout().offsets();
    int depth = pooled.convolution.depth();
    int rows = pooled.pooling.outputHeight();
    int width = pooled.pooling.outputWidth();
    int padded = VectorPanels.padded(channels);
    int pitch = phases.planeWidth();
    int band =
        taps
            ? (VectorPooledTaps.STEP - LANES) / pitch
            : Math.max(1, BAND / (offsets.length * padded * pitch));
    for (int row = 0; row < rows; row += band) {
      int count = Math.min(band, rows - row);
      int vectors = VectorConvolution.vectors(phases.run(count));
      int sumsRow = vectors * LANES;
      int step = taps ? VectorPooledTaps.STEP : padded * sumsRow;
      float[] sums = scratch.sums(offsets.length * step);
      for (int place = 0; place < offsets.length && !taps; place++) {
        VectorPanels.multiply(
            channels,
            vectors,
            depth,
            weights,
            0,
            image,
            row * pitch,
            offsets[place],
            sums,
            place * step,
            sumsRow,
            false);
      }
      float[] best = scratch.operand(sumsRow + LANES);
      int[] places = scratch.places(sumsRow + LANES);
      for (int i = 0; i < channels; i++) {
        if (taps) {
          VectorPooledTaps.multiply(
              sumsRow, depth, image, row * pitch, pitch, offsets, weights, i * depth, sums);
        }
        VectorPooledMaxima.maxima(
            offsets.length,
            depth,
            sumsRow,
            sums,
            taps ? 0 : i * sumsRow,
            step,
            epilogue,
            first + i,
            moderate,
            best,
            places,
            at.length > 0);
        int to = (i * rows + row) * width;
        // Vectors may write behind a row what comes later anyway.
        int end = count == rows ? channels * rows * width : (i + 1) * rows * width;
        VectorRows.pack(count, width, best, pitch, y, yAt + to, yAt + end);
        if (at.length > 0) {
          VectorRows.pack(count, width, places, pitch, at, atAt + to, atAt + end);
        }
      }
    }
  }
}
