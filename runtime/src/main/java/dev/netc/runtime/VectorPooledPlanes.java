package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A convolution of 3×3 of a single channel with a max pool of four places behind it, on machines
 * with 16 registers: a channel of a sample is one loop over the windows of the pool, from pixels to
 * the greatest of four finished sums. Weights stay in registers.
 *
 * <p>Pixels lie in four planes, see {@link PooledLayout}, a constant apart: so there are two
 * positions to count, and not one for each of eight rows of planes. What is stored before it is
 * complete keeps C2 from loading all pixels first, for which there are no registers.
 *
 * <p>Only numbers of moderate size, a scale that is not negative and a bound that is not either:
 * then it makes no difference which of sums and finished sums are compared.
 */
final class VectorPooledPlanes {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = VectorTiles.LANES;

  private static final int TAPS = 9;

  /** How far apart planes begin: registers do not hold as many addresses. */
  static final int PLANE = 1112;

  /** Where the greatest sums are, behind the planes: another array would need more registers. */
  private static final int BEST = 4 * PLANE;

  private VectorPooledPlanes() {}

  /** Whether sums of some channels are computed here, if those of pixels are moderate. */
  static boolean takes(
      PooledConvolution pooled, float[] w, int wOffset, boolean placed, Epilogue epilogue) {
    Convolution conv = pooled.convolution;
    if (placed
        || conv.inputChannels != 1
        || !VectorPooledTaps.takes(pooled)
        || pooled.layout().planes().phases().plane() > PLANE - 2 * LANES
        || !(epilogue.low() >= 0 && epilogue.high() >= 0)
        || !VectorPooledMaxima.areModerate(w, wOffset, conv.outputChannels * TAPS)) {
      return false;
    }
    for (int i = 0; i < conv.outputChannels; i++) {
      if (!(epilogue.factor(i) >= 0)
          || !VectorPooledMaxima.isModerate(epilogue.factor(i), epilogue.summand(i))) {
        return false;
      }
    }
    return true;
  }

  /** The planes of a sample, all zero; other kernels of this thread may write there. */
  static float[] clear() {
    float[] planes = VectorScratch.local().image(BEST + PLANE);
    Arrays.fill(planes, 0, BEST, 0);
    return planes;
  }

  /**
   * Some output channels of a sample.
   *
   * @param planes of the sample's pixels
   */
  static void channels(
      PooledConvolution pooled,
      int first,
      int channels,
      float[] planes,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      Epilogue epilogue) {
    int rows = pooled.pooling.outputHeight();
    int width = pooled.pooling.outputWidth();
    PhaseLayout phases = pooled.layout().planes().phases();
    int length = phases.run(rows);
    for (int i = 0; i < channels; i++) {
      greatest(length, planes, phases.planeWidth(), w, wAt + i * TAPS);
      finish(
          length,
          epilogue.factor(first + i),
          epilogue.summand(first + i),
          epilogue.low(),
          epilogue.high(),
          planes);
      int to = yAt + i * rows * width;
      // Vectors may write behind a channel what comes later anyway.
      int end = yAt + channels * rows * width;
      VectorRows.pack(rows, width, planes, BEST, phases.planeWidth(), y, to, end);
    }
  }

  /** For each window the greatest of the four sums, before they are finished. */
  private static void greatest(int length, float[] planes, int pitch, float[] w, int wAt) {
    FloatVector w0 = FloatVector.broadcast(SPECIES, w[wAt]);
    FloatVector w1 = FloatVector.broadcast(SPECIES, w[wAt + 1]);
    FloatVector w2 = FloatVector.broadcast(SPECIES, w[wAt + 2]);
    FloatVector w3 = FloatVector.broadcast(SPECIES, w[wAt + 3]);
    FloatVector w4 = FloatVector.broadcast(SPECIES, w[wAt + 4]);
    FloatVector w5 = FloatVector.broadcast(SPECIES, w[wAt + 5]);
    FloatVector w6 = FloatVector.broadcast(SPECIES, w[wAt + 6]);
    FloatVector w7 = FloatVector.broadcast(SPECIES, w[wAt + 7]);
    FloatVector w8 = FloatVector.broadcast(SPECIES, w[wAt + 8]);
    for (int i = 0; i < length; i += LANES) {
      int next = i + pitch;
      FloatVector x0 = FloatVector.fromArray(SPECIES, planes, i);
      FloatVector x1 = FloatVector.fromArray(SPECIES, planes, i + PLANE);
      FloatVector x2 = FloatVector.fromArray(SPECIES, planes, i + 1);
      FloatVector x3 = FloatVector.fromArray(SPECIES, planes, i + PLANE + 1);
      FloatVector c0 = w0.mul(x0);
      FloatVector c1 = w0.mul(x1);
      c0 = w1.fma(x1, c0);
      c1 = w1.fma(x2, c1);
      c0 = w2.fma(x2, c0);
      c1 = w2.fma(x3, c1);
      c0.intoArray(planes, i + BEST);
      FloatVector y0 = FloatVector.fromArray(SPECIES, planes, i + 2 * PLANE);
      FloatVector y1 = FloatVector.fromArray(SPECIES, planes, i + 3 * PLANE);
      FloatVector y2 = FloatVector.fromArray(SPECIES, planes, i + 2 * PLANE + 1);
      FloatVector y3 = FloatVector.fromArray(SPECIES, planes, i + 3 * PLANE + 1);
      c0 = w3.fma(y0, c0);
      c1 = w3.fma(y1, c1);
      FloatVector c2 = w0.mul(y0);
      FloatVector c3 = w0.mul(y1);
      c0 = w4.fma(y1, c0);
      c1 = w4.fma(y2, c1);
      c2 = w1.fma(y1, c2);
      c3 = w1.fma(y2, c3);
      c0 = w5.fma(y2, c0);
      c1 = w5.fma(y3, c1);
      c2 = w2.fma(y2, c2);
      c3 = w2.fma(y3, c3);
      c2.intoArray(planes, i + BEST);
      FloatVector z0 = FloatVector.fromArray(SPECIES, planes, next);
      FloatVector z1 = FloatVector.fromArray(SPECIES, planes, next + PLANE);
      FloatVector z2 = FloatVector.fromArray(SPECIES, planes, next + 1);
      FloatVector z3 = FloatVector.fromArray(SPECIES, planes, next + PLANE + 1);
      c0 = w6.fma(z0, c0);
      c1 = w6.fma(z1, c1);
      c2 = w3.fma(z0, c2);
      c3 = w3.fma(z1, c3);
      c0 = w7.fma(z1, c0);
      c1 = w7.fma(z2, c1);
      c2 = w4.fma(z1, c2);
      c3 = w4.fma(z2, c3);
      c0 = w8.fma(z2, c0);
      c1 = w8.fma(z3, c1);
      c2 = w5.fma(z2, c2);
      c3 = w5.fma(z3, c3);
      c0 = c0.blend(c1, c1.compare(VectorOperators.GT, c0));
      c0.intoArray(planes, i + BEST);
      FloatVector u0 = FloatVector.fromArray(SPECIES, planes, next + 2 * PLANE);
      FloatVector u1 = FloatVector.fromArray(SPECIES, planes, next + 3 * PLANE);
      FloatVector u2 = FloatVector.fromArray(SPECIES, planes, next + 2 * PLANE + 1);
      FloatVector u3 = FloatVector.fromArray(SPECIES, planes, next + 3 * PLANE + 1);
      c2 = w6.fma(u0, c2);
      c3 = w6.fma(u1, c3);
      c2 = w7.fma(u1, c2);
      c3 = w7.fma(u2, c3);
      c2 = w8.fma(u2, c2);
      c3 = w8.fma(u3, c3);
      c2 = c2.blend(c3, c3.compare(VectorOperators.GT, c2));
      c0.blend(c2, c2.compare(VectorOperators.GT, c0)).intoArray(planes, i + BEST);
    }
  }

  /** Numbers above a bound that is not negative compare as their bits do. */
  private static void finish(
      int length, float factor, float summand, float low, float high, float[] planes) {
    FloatVector a = FloatVector.broadcast(SPECIES, factor);
    FloatVector b = FloatVector.broadcast(SPECIES, summand);
    IntVector least = IntVector.broadcast(INTS, Float.floatToRawIntBits(low + 0f));
    IntVector greatest = IntVector.broadcast(INTS, Float.floatToRawIntBits(high));
    for (int i = 0; i < length; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, planes, i + BEST).mul(a).add(b);
      sum.reinterpretAsInts()
          .max(least)
          .min(greatest)
          .reinterpretAsFloats()
          .intoArray(planes, i + BEST);
    }
  }
}
