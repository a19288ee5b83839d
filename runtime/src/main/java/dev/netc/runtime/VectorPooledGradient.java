package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of the weights of a convolution with a max pool behind it, where lanes run over
 * windows: for each place the shares of the windows that chose it meet the pixels there, see {@link
 * PooledLayout}. The gradient of the convolution's output, most of which is zeros, is nowhere.
 *
 * <p>A unit is an output channel.
 */
final class VectorPooledGradient {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  private VectorPooledGradient() {}

  static boolean takes(PooledConvolution pooled) {
    return VectorPooledForward.takes(pooled)
        && VectorWeightGradient.isOverPixels(pooled.convolution);
  }

  /** See {@link PooledConvolution#backwardWeight}. */
  static void add(
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
    int outputs = pooled.convolution.outputChannels / pooled.convolution.groups;
    for (int channel = from; channel < to; ) {
      int end = Math.min(to, (channel / outputs + 1) * outputs);
      addGroup(
          pooled,
          channel,
          end,
          batch,
          x,
          xOffset,
          dy,
          dyOffset,
          at,
          atOffset,
          dw,
          dwOffset,
          accumulate);
      channel = end;
    }
  }

  /** Output channels of one group. */
  private static void addGroup(
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
    Convolution planes = pooled.layout().planes();
    PhaseLayout phases = planes.phases();
    int[][] offsets = pooled.layout().offsets();
    VectorScratch scratch = VectorScratch.local();
    int depth = conv.depth();
    int inputs = conv.inputChannels / conv.groups;
    int count = to - from;
    int group = from / (conv.outputChannels / conv.groups);
    int size = pooled.pooling.outputSize();
    int length = VectorConvolution.vectors(phases.run(phases.outputRows())) * LANES;
    // The last row of a channel's shares writes behind its end, too.
    int pitch = phases.planeWidth();
    int written = (phases.outputRows() - 1) * pitch + VectorConvolution.vectors(pitch) * LANES;
    int row = Math.max(length, written);
    float[] sums = VectorDots.cleared(count * depth);
    float[] shares = scratch.operand(offsets.length * count * row);
    VectorConvolution.clearImage(phases, inputs);
    for (int sample = 0; sample < batch; sample++) {
      float[] image = VectorConvolution.loadImage(planes, x, xOffset, sample, group);
      // What the image holds behind its end meets zeros, but must not be infinite.
      int imageEnd = inputs * phases.channelSize();
      Arrays.fill(image, imageEnd, imageEnd + LANES, 0);
      for (int i = 0; i < count; i++) {
        int within = (sample * conv.outputChannels + from + i) * size;
        place(
            pooled,
            dy,
            dyOffset + within,
            at,
            atOffset + within,
            shares,
            i * row,
            count * row,
            length);
      }
      for (int place = 0; place < offsets.length; place++) {
        int first = place * count * row;
        VectorDots.add(
            count, depth, length, shares, first, row, image, 0, offsets[place], 0, sums, depth);
      }
    }
    VectorDots.store(count * depth, sums, dw, dwOffset + from * depth, accumulate);
  }

  /**
   * Puts the shares of a channel to the places that its windows chose, in rows as long as a
   * plane's; zeros elsewhere.
   *
   * @param step from one place to the next
   * @param length of what is written, at least
   */
  private static void place(
      PooledConvolution pooled,
      float[] dy,
      int dyAt,
      int[] at,
      int atAt,
      float[] shares,
      int to,
      int step,
      int length) {
    int rows = pooled.pooling.outputHeight();
    int width = pooled.pooling.outputWidth();
    int pitch = pooled.layout().planes().phases().planeWidth();
    int taps = pooled.layout().offsets().length;
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int row = 0; row < rows; row++) {
      // Each row overwrites the zeros that the one before wrote behind its end.
      for (int column = 0; column < pitch; column += LANES) {
        int from = row * width + column;
        int target = to + row * pitch + column;
        int left = width - column;
        if (left <= 0 || dyAt + from + LANES > dy.length || atAt + from + LANES > at.length) {
          placeEach(
              Math.max(0, left), dy, dyAt + from, at, atAt + from, shares, target, step, taps);
          continue;
        }
        FloatVector share = FloatVector.fromArray(SPECIES, dy, dyAt + from);
        if (left < LANES) {
          share = zero.blend(share, VectorRows.first(left));
        }
        FloatVector place =
            IntVector.fromArray(INTS, at, atAt + from)
                .add(VectorPooling.FIRST_BITS)
                .reinterpretAsFloats();
        for (int tap = 0; tap < taps; tap++) {
          VectorMask<Float> here = place.compare(VectorOperators.EQ, VectorPooling.FIRST + tap);
          zero.blend(share, here).intoArray(shares, target + tap * step);
        }
      }
    }
    int written = (rows - 1) * pitch + VectorConvolution.vectors(pitch) * LANES;
    for (int tap = 0; tap < taps && written < length; tap++) {
      Arrays.fill(shares, to + tap * step + written, to + tap * step + length, 0);
    }
  }

  /** The same for a vector's elements, one by one, of which {@code count} are there. */
  private static void placeEach(
      int count,
      float[] dy,
      int dyAt,
      int[] at,
      int atAt,
      float[] shares,
      int to,
      int step,
      int taps) {
    for (int tap = 0; tap < taps; tap++) {
      for (int i = 0; i < LANES; i++) {
        shares[to + tap * step + i] = i < count && at[atAt + i] == tap ? dy[dyAt + i] : 0;
      }
    }
  }
}
