package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The gradients of a convolution of a small image with a max pool behind it. Each window of the
 * pool passes its share to one element of the output, so there is one product of that share with
 * the pixels, or the weights, that the element met, where a convolution's own gradient has one for
 * each element, most of them with zero. Samples are transposed, so that the channels of a pixel are
 * adjacent and a row of a convolution's window is a run of memory.
 */
final class VectorPooledSmall {
  /** The elements of an image, or of all weights, that stay in the nearest cache. */
  private static final int SMALL = 8192;

  private VectorPooledSmall() {}

  private static boolean isSmall(PooledConvolution pooled) {
    Convolution conv = pooled.convolution;
    return pooled.layout().isSimple()
        && conv.groups == 1
        && conv.columns.dilation() == 1
        && (long) conv.inputChannels * conv.rows.padded() * conv.columns.padded() <= SMALL
        && !VectorWholeImage.takes(conv);
  }

  /** Whether the gradient of the weights is done here. */
  static boolean takesWeight(PooledConvolution pooled) {
    return isSmall(pooled) && !VectorWeightGradient.isOverPixels(pooled.convolution);
  }

  /** Whether the gradient of the image is done here. */
  static boolean takesData(PooledConvolution pooled) {
    return isSmall(pooled)
        && (long) pooled.convolution.outputChannels * pooled.tables(LANES).patch.size()
            <= 2 * SMALL;
  }

  /** See {@link PooledConvolution#backwardWeight}; the units are output channels. */
  static void backwardWeight(
      PooledConvolution pooled,
      int from,
      int to,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] dw,
      int dwOffset,
      boolean accumulate) {
    Convolution conv = pooled.convolution;
    PooledTables tables = pooled.tables(LANES);
    VectorScratch scratch = VectorScratch.local();
    int inputs = conv.inputChannels;
    int plane = conv.rows.padded() * conv.columns.padded();
    int size = tables.corners.length;
    int filter = tables.rows.length * LANES;
    float[] image = scratch.image(plane * inputs + tables.rowVectors * LANES);
    Arrays.fill(image, 0, plane * inputs, 0);
    float[] sums = scratch.sums((to - from) * filter);
    Arrays.fill(sums, 0, (to - from) * filter, 0);
    int[] starts = scratch.places(size);
    for (int sample = 0; sample < batch; sample++) {
      int xAt = xOffset + sample * inputs * conv.layout.plane();
      VectorRows.transpose(conv.layout, inputs, x, xAt, image, 0);
      for (int channel = from; channel < to; channel++) {
        int within = (sample * conv.outputChannels + channel) * size;
        for (int i = 0; i < size; i++) {
          starts[i] = tables.corners[i] + tables.places[at[atOffset + within + i]];
        }
        VectorChosen.add(
            size,
            dy,
            dyOffset + within,
            1,
            image,
            starts,
            tables.rows,
            sums,
            (channel - from) * filter);
      }
    }
    int target = dwOffset + from * conv.depth();
    for (int channel = 0; channel < to - from; channel++) {
      for (int input = 0; input < inputs; input++) {
        for (int row = 0; row < conv.rows.taps(); row++) {
          int sum = channel * filter + row * tables.rowVectors * LANES + input;
          for (int column = 0; column < conv.columns.taps(); column++) {
            dw[target] = accumulate ? dw[target] + sums[sum] : sums[sum];
            sum += inputs;
            target++;
          }
        }
      }
    }
  }

  /** See {@link PooledConvolution#backwardData}; the units are samples. */
  static void backwardData(
      PooledConvolution pooled,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset) {
    Convolution conv = pooled.convolution;
    PooledTables tables = pooled.tables(LANES);
    PooledTables.Patch patch = tables.patch;
    VectorScratch scratch = VectorScratch.local();
    int channels = conv.outputChannels;
    int plane = conv.rows.padded() * conv.columns.padded();
    int size = tables.corners.length;
    float[] weights = scratch.packed(channels * patch.size() + LANES);
    patch.spread(conv, w, wOffset, weights);
    // Zeros are added to what lies behind a row of a patch, also at the image's end.
    int length = plane * conv.inputChannels + patch.vectors * LANES;
    float[] image = scratch.image(length);
    float[] sums = scratch.sums(patch.inWeights.length * LANES);
    int[] starts = scratch.places(channels);
    for (int sample = from; sample < to; sample++) {
      Arrays.fill(image, 0, length, 0);
      int within = sample * channels * size;
      for (int i = 0; i < size; i++) {
        for (int channel = 0; channel < channels; channel++) {
          starts[channel] =
              channel * patch.size() + patch.places[at[atOffset + within + channel * size + i]];
        }
        Arrays.fill(sums, 0, patch.inWeights.length * LANES, 0);
        VectorChosen.add(
            channels, dy, dyOffset + within + i, size, weights, starts, patch.inWeights, sums, 0);
        add(sums, image, tables.corners[i], patch.inImage);
      }
      int dxAt = dxOffset + sample * conv.inputChannels * conv.layout.plane();
      untransposed(conv, image, dx, dxAt);
    }
  }

  private static void add(float[] sums, float[] image, int at, int[] offsets) {
    for (int v = 0; v < offsets.length; v++) {
      int to = at + offsets[v];
      FloatVector.fromArray(SPECIES, image, to)
          .add(FloatVector.fromArray(SPECIES, sums, v * LANES))
          .intoArray(image, to);
    }
  }

  /** The channels of a transposed image without what is around it. */
  private static void untransposed(Convolution conv, float[] image, float[] dx, int dxAt) {
    int inputs = conv.inputChannels;
    int width = conv.columns.size();
    for (int input = 0; input < inputs; input++) {
      for (int row = 0; row < conv.rows.size(); row++) {
        int from =
            (conv.rows.before() + row) * PooledTables.rowSize(conv)
                + conv.columns.before() * inputs
                + input;
        int to = dxAt + (input * conv.rows.size() + row) * width;
        for (int column = 0; column < width; column++) {
          dx[to + column] = image[from + column * inputs];
        }
      }
    }
  }
}
