package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the windows of an input channel add to the sums of four places, which a max pool compares:
 * for convolutions of 3×3 and few channels on machines with 16 registers. A tile of so few steps
 * takes as long to begin and to end as for its sums. Here lanes and steps are windows of the pool,
 * and registers hold the weights.
 *
 * <p>The sums of places lie {@link #STEP} apart: a constant, as registers do not hold as many
 * addresses.
 */
final class VectorPooledTaps {
  /** From the sums of one place to those of the next; the places' lines of a cache differ. */
  static final int STEP = 520;

  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  private static final int TAPS = 9;

  /** What sums are before the first channel. */
  private static final float[] ZEROS = new float[4 * STEP];

  private VectorPooledTaps() {}

  static boolean takes(PooledConvolution pooled) {
    Convolution conv = pooled.convolution;
    return LANES == 8
        && VectorPooledForward.hasFourPlaces(pooled)
        && conv.rows.taps() == 3
        && conv.columns.taps() == 3
        && conv.rows.dilation() == 1
        && conv.columns.dilation() == 1
        && conv.inputChannels / conv.groups <= 3
        && pooled.layout().planes().phases().planeWidth() <= STEP - LANES;
  }

  /**
   * The sums of an output channel.
   *
   * @param length of the sums of a place, at most {@link #STEP}
   * @param imageAt where the rows of the planes begin
   * @param offsets see {@link PooledLayout#offsets}
   */
  static void multiply(
      int length,
      int depth,
      float[] image,
      int imageAt,
      int pitch,
      int[][] offsets,
      float[] w,
      int wAt,
      float[] sums) {
    for (int l = 0; l < depth; l += TAPS) {
      add(
          length,
          image,
          imageAt + offsets[0][l],
          imageAt + offsets[1][l],
          imageAt + offsets[2][l],
          imageAt + offsets[3][l],
          pitch,
          w,
          wAt + l,
          l == 0 ? ZEROS : sums,
          sums);
    }
  }

  /**
   * Adds an input channel to what was there before. What is stored before it is complete keeps C2
   * from loading all pixels first, for which there are no registers.
   *
   * @param even where the first window finds its first pixel, the others beside and below it
   * @param pitch from one row of the planes to the next
   */
  private static void add(
      int length,
      float[] image,
      int even,
      int odd,
      int evenBelow,
      int oddBelow,
      int pitch,
      float[] w,
      int wAt,
      float[] before,
      float[] sums) {
    int even2 = even + pitch;
    int odd2 = odd + pitch;
    int even3 = evenBelow + pitch;
    int odd3 = oddBelow + pitch;
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
      FloatVector x0 = FloatVector.fromArray(SPECIES, image, even + i);
      FloatVector x1 = FloatVector.fromArray(SPECIES, image, odd + i);
      FloatVector x2 = FloatVector.fromArray(SPECIES, image, even + i + 1);
      FloatVector x3 = FloatVector.fromArray(SPECIES, image, odd + i + 1);
      FloatVector c0 = FloatVector.fromArray(SPECIES, before, i);
      FloatVector c1 = FloatVector.fromArray(SPECIES, before, i + STEP);
      c0 = w0.fma(x0, c0);
      c1 = w0.fma(x1, c1);
      c0 = w1.fma(x1, c0);
      c1 = w1.fma(x2, c1);
      c0 = w2.fma(x2, c0);
      c1 = w2.fma(x3, c1);
      c0.intoArray(sums, i);
      FloatVector y0 = FloatVector.fromArray(SPECIES, image, evenBelow + i);
      FloatVector y1 = FloatVector.fromArray(SPECIES, image, oddBelow + i);
      FloatVector y2 = FloatVector.fromArray(SPECIES, image, evenBelow + i + 1);
      FloatVector y3 = FloatVector.fromArray(SPECIES, image, oddBelow + i + 1);
      FloatVector c2 = FloatVector.fromArray(SPECIES, before, i + 2 * STEP);
      FloatVector c3 = FloatVector.fromArray(SPECIES, before, i + 3 * STEP);
      c0 = w3.fma(y0, c0);
      c1 = w3.fma(y1, c1);
      c2 = w0.fma(y0, c2);
      c3 = w0.fma(y1, c3);
      c0 = w4.fma(y1, c0);
      c1 = w4.fma(y2, c1);
      c2 = w1.fma(y1, c2);
      c3 = w1.fma(y2, c3);
      c0 = w5.fma(y2, c0);
      c1 = w5.fma(y3, c1);
      c2 = w2.fma(y2, c2);
      c3 = w2.fma(y3, c3);
      c2.intoArray(sums, i + 2 * STEP);
      FloatVector z0 = FloatVector.fromArray(SPECIES, image, even2 + i);
      FloatVector z1 = FloatVector.fromArray(SPECIES, image, odd2 + i);
      FloatVector z2 = FloatVector.fromArray(SPECIES, image, even2 + i + 1);
      FloatVector z3 = FloatVector.fromArray(SPECIES, image, odd2 + i + 1);
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
      c0.intoArray(sums, i);
      c1.intoArray(sums, i + STEP);
      FloatVector u0 = FloatVector.fromArray(SPECIES, image, even3 + i);
      FloatVector u1 = FloatVector.fromArray(SPECIES, image, odd3 + i);
      FloatVector u2 = FloatVector.fromArray(SPECIES, image, even3 + i + 1);
      FloatVector u3 = FloatVector.fromArray(SPECIES, image, odd3 + i + 1);
      c2 = w6.fma(u0, c2);
      c3 = w6.fma(u1, c3);
      c2 = w7.fma(u1, c2);
      c3 = w7.fma(u2, c3);
      c2 = w8.fma(u2, c2);
      c3 = w8.fma(u3, c3);
      c2.intoArray(sums, i + 2 * STEP);
      c3.intoArray(sums, i + 3 * STEP);
    }
  }
}
