package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * A convolution with a max pool of windows side by side behind it, with vectors. For each place in
 * a window the sums of all windows are computed, see {@link PooledLayout}, and then compared while
 * they are in the cache.
 *
 * <p>A unit is a channel of a sample.
 */
final class VectorPooledForward {
  /** The sums of all places and channels that are computed at a time. */
  private static final int BAND = 4096;

  private VectorPooledForward() {}

  static boolean takes(PooledConvolution pooled) {
    return pooled.layout().isSimple()
        && !VectorDepthwise.takes(pooled.convolution)
        && !VectorWholeImage.takes(pooled.convolution);
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
    Convolution planes = pooled.layout().planes();
    VectorScratch scratch = VectorScratch.local();
    int channels = conv.outputChannels;
    int outputs = channels / conv.groups;
    int depth = conv.depth();
    VectorConvolution.clearImage(planes.phases(), conv.inputChannels / conv.groups);
    for (int group = 0; group < conv.groups; group++) {
      int packedFirst = -1;
      int packedCount = 0;
      for (int sample = from / channels; sample * channels < to; sample++) {
        int first = Math.max(from - sample * channels, group * outputs);
        int count = Math.min(to - sample * channels, (group + 1) * outputs) - first;
        if (count <= 0) {
          continue;
        }
        float[] image = VectorConvolution.loadImage(planes, x, xOffset, sample, group);
        float[] weights = scratch.packed(VectorPanels.padded(count) * depth);
        if (packedFirst != first || packedCount != count) {
          VectorPanels.pack(count, depth, w, wOffset + first * depth, depth, weights);
          packedFirst = first;
          packedCount = count;
        }
        int within = (sample * channels + first) * pooled.pooling.outputSize();
        channels(
            pooled,
            first,
            count,
            image,
            weights,
            y,
            yOffset + within,
            at,
            atOffset + within,
            epilogue);
      }
    }
  }

  /** Some output channels of a sample. */
  private static void channels(
      PooledConvolution pooled,
      int first,
      int channels,
      float[] image,
      float[] weights,
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
    int band = Math.max(1, BAND / (offsets.length * padded * phases.planeWidth()));
    for (int row = 0; row < rows; row += band) {
      int count = Math.min(band, rows - row);
      int vectors = VectorConvolution.vectors(phases.run(count));
      int sumsRow = vectors * LANES;
      float[] sums = scratch.sums(offsets.length * padded * sumsRow);
      for (int place = 0; place < offsets.length; place++) {
        VectorPanels.multiply(
            channels,
            vectors,
            depth,
            weights,
            0,
            image,
            row * phases.planeWidth(),
            offsets[place],
            sums,
            place * padded * sumsRow,
            sumsRow,
            false);
      }
      float[] best = scratch.operand(sumsRow + LANES);
      int[] places = scratch.places(sumsRow + LANES);
      for (int i = 0; i < channels; i++) {
        maxima(
            offsets.length,
            sumsRow,
            sums,
            i * sumsRow,
            padded * sumsRow,
            epilogue,
            first + i,
            best,
            places,
            at.length > 0);
        int to = (i * rows + row) * width;
        // Vectors may write behind a row what comes later anyway.
        int end = count == rows ? channels * rows * width : (i + 1) * rows * width;
        VectorRows.pack(count, width, best, phases.planeWidth(), y, yAt + to, yAt + end);
        if (at.length > 0) {
          VectorRows.pack(count, width, places, phases.planeWidth(), at, atAt + to, atAt + end);
        }
      }
    }
  }

  /** The greatest of the finished sums of each window, and where it is if that is asked for. */
  private static void maxima(
      int taps,
      int count,
      float[] sums,
      int from,
      int step,
      Epilogue epilogue,
      int channel,
      float[] best,
      int[] places,
      boolean placed) {
    float factor = epilogue.factor(channel);
    float summand = epilogue.summand(channel);
    float low = epilogue.low();
    float high = epilogue.high();
    if (taps == 4 && placed) {
      placesOfFour(count, sums, from, step, factor, summand, low, high, best, places);
    } else if (taps == 4) {
      greatestOfFour(count, sums, from, step, factor, summand, low, high, best);
    } else {
      places(taps, count, sums, from, step, factor, summand, low, high, best, places);
    }
  }

  private static void places(
      int taps,
      int count,
      float[] sums,
      int from,
      int step,
      float factor,
      float summand,
      float low,
      float high,
      float[] best,
      int[] places) {
    FloatVector a = FloatVector.broadcast(SPECIES, factor);
    FloatVector b = FloatVector.broadcast(SPECIES, summand);
    for (int i = 0; i < count; i += LANES) {
      FloatVector most = FloatVector.fromArray(SPECIES, sums, from + i).mul(a).add(b);
      FloatVector place = FloatVector.broadcast(SPECIES, VectorPooling.FIRST);
      for (int tap = 1; tap < taps; tap++) {
        FloatVector next =
            FloatVector.fromArray(SPECIES, sums, from + tap * step + i).mul(a).add(b);
        var keep = VectorPooling.keeps(most, next);
        most = next.blend(most, keep);
        place = FloatVector.broadcast(SPECIES, VectorPooling.FIRST + tap).blend(place, keep);
      }
      most.max(low).min(high).intoArray(best, i);
      place.reinterpretAsInts().sub(VectorPooling.FIRST_BITS).intoArray(places, i);
    }
  }

  private static void placesOfFour(
      int count,
      float[] sums,
      int from,
      int step,
      float factor,
      float summand,
      float low,
      float high,
      float[] best,
      int[] places) {
    FloatVector a = FloatVector.broadcast(SPECIES, factor);
    FloatVector b = FloatVector.broadcast(SPECIES, summand);
    FloatVector least = FloatVector.broadcast(SPECIES, low);
    FloatVector greatest = FloatVector.broadcast(SPECIES, high);
    int from1 = from + step;
    int from2 = from1 + step;
    int from3 = from2 + step;
    for (int i = 0; i < count; i += LANES) {
      FloatVector most = FloatVector.fromArray(SPECIES, sums, from + i).mul(a).add(b);
      FloatVector place = FloatVector.broadcast(SPECIES, VectorPooling.FIRST);
      FloatVector next = FloatVector.fromArray(SPECIES, sums, from1 + i).mul(a).add(b);
      var keep = VectorPooling.keeps(most, next);
      most = next.blend(most, keep);
      place = FloatVector.broadcast(SPECIES, VectorPooling.FIRST + 1).blend(place, keep);
      next = FloatVector.fromArray(SPECIES, sums, from2 + i).mul(a).add(b);
      keep = VectorPooling.keeps(most, next);
      most = next.blend(most, keep);
      place = FloatVector.broadcast(SPECIES, VectorPooling.FIRST + 2).blend(place, keep);
      next = FloatVector.fromArray(SPECIES, sums, from3 + i).mul(a).add(b);
      keep = VectorPooling.keeps(most, next);
      most = next.blend(most, keep);
      place = FloatVector.broadcast(SPECIES, VectorPooling.FIRST + 3).blend(place, keep);
      most.max(least).min(greatest).intoArray(best, i);
      place.reinterpretAsInts().sub(VectorPooling.FIRST_BITS).intoArray(places, i);
    }
  }

  /** The same bits without the places. */
  private static void greatestOfFour(
      int count,
      float[] sums,
      int from,
      int step,
      float factor,
      float summand,
      float low,
      float high,
      float[] best) {
    FloatVector a = FloatVector.broadcast(SPECIES, factor);
    FloatVector b = FloatVector.broadcast(SPECIES, summand);
    FloatVector least = FloatVector.broadcast(SPECIES, low);
    FloatVector greatest = FloatVector.broadcast(SPECIES, high);
    int from1 = from + step;
    int from2 = from1 + step;
    int from3 = from2 + step;
    for (int i = 0; i < count; i += LANES) {
      FloatVector most = FloatVector.fromArray(SPECIES, sums, from + i).mul(a).add(b);
      FloatVector next = FloatVector.fromArray(SPECIES, sums, from1 + i).mul(a).add(b);
      most = next.blend(most, VectorPooling.keeps(most, next));
      next = FloatVector.fromArray(SPECIES, sums, from2 + i).mul(a).add(b);
      most = next.blend(most, VectorPooling.keeps(most, next));
      next = FloatVector.fromArray(SPECIES, sums, from3 + i).mul(a).add(b);
      most = next.blend(most, VectorPooling.keeps(most, next));
      most.max(least).min(greatest).intoArray(best, i);
    }
  }
}
