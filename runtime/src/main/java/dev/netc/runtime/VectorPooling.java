package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Pooling with the Vector API. An image is cut into its phases, in which a vector holds what
 * neighbouring windows have at the same place; all rows of an output are one run of vectors.
 */
final class VectorPooling implements PoolingKernels {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = VectorTiles.LANES;

  /** A place as a float is {@code FIRST + place}: its bits are those of FIRST, plus the place. */
  static final float FIRST = 8388608f;

  static final int FIRST_BITS = Float.floatToRawIntBits(FIRST);

  private static void maxima(float[] phases, int[] taps, int run, float[] best) {
    for (int i = 0; i < run; i += LANES) {
      FloatVector most = FloatVector.fromArray(SPECIES, phases, taps[0] + i);
      for (int tap = 1; tap < taps.length; tap++) {
        FloatVector next = FloatVector.fromArray(SPECIES, phases, taps[tap] + i);
        most = next.blend(most, keeps(most, next));
      }
      most.intoArray(best, i);
    }
  }

  /** Whether what was found stays, as the next is not greater or as it is no number. */
  static VectorMask<Float> keeps(FloatVector most, FloatVector next) {
    return next.compare(VectorOperators.LE, most).or(most.compare(VectorOperators.NE, most));
  }

  @Override
  public void max(
      Pooling pool,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] at,
      int atOffset) {
    VectorScratch scratch = VectorScratch.local();
    float[] phases = scratch.image(pool.phasesSize());
    Arrays.fill(phases, 0, pool.phasesSize(), Float.NEGATIVE_INFINITY);
    int run = pool.outputHeight() * pool.pitch();
    float[] best = scratch.sums(run + LANES);
    int[] places = at.length == 0 ? at : scratch.places(run + LANES);
    for (int image = from; image < to; image++) {
      VectorPhases.split(
          pool, x, xOffset + image * pool.imageSize(), phases, Float.NEGATIVE_INFINITY);
      if (at.length == 0) {
        maxima(phases, pool.tapOffsets(), run, best);
      } else if (pool.tapOffsets().length == 4) {
        fourMaxima(phases, pool.tapOffsets(), run, best, places);
      } else {
        maxima(phases, pool.tapOffsets(), run, best, places);
      }
      gather(pool, best, y, yOffset + image * pool.outputSize());
      if (at.length > 0) {
        gather(pool, places, at, atOffset + image * pool.outputSize());
      }
    }
  }

  private static void maxima(float[] phases, int[] taps, int run, float[] best, int[] places) {
    for (int i = 0; i < run; i += LANES) {
      FloatVector most = FloatVector.fromArray(SPECIES, phases, taps[0] + i);
      FloatVector place = FloatVector.broadcast(SPECIES, FIRST);
      for (int tap = 1; tap < taps.length; tap++) {
        FloatVector next = FloatVector.fromArray(SPECIES, phases, taps[tap] + i);
        VectorMask<Float> keep = keeps(most, next);
        most = next.blend(most, keep);
        place = FloatVector.broadcast(SPECIES, FIRST + tap).blend(place, keep);
      }
      most.intoArray(best, i);
      place.reinterpretAsInts().sub(FIRST_BITS).intoArray(places, i);
    }
  }

  /** The same for windows of four, without a loop inside. */
  private static void fourMaxima(float[] phases, int[] taps, int run, float[] best, int[] places) {
    int tap0 = taps[0];
    int tap1 = taps[1];
    int tap2 = taps[2];
    int tap3 = taps[3];
    for (int i = 0; i < run; i += LANES) {
      FloatVector most = FloatVector.fromArray(SPECIES, phases, tap0 + i);
      FloatVector place = FloatVector.broadcast(SPECIES, FIRST);
      FloatVector next = FloatVector.fromArray(SPECIES, phases, tap1 + i);
      VectorMask<Float> keep = keeps(most, next);
      most = next.blend(most, keep);
      place = FloatVector.broadcast(SPECIES, FIRST + 1).blend(place, keep);
      next = FloatVector.fromArray(SPECIES, phases, tap2 + i);
      keep = keeps(most, next);
      most = next.blend(most, keep);
      place = FloatVector.broadcast(SPECIES, FIRST + 2).blend(place, keep);
      next = FloatVector.fromArray(SPECIES, phases, tap3 + i);
      keep = keeps(most, next);
      most = next.blend(most, keep);
      place = FloatVector.broadcast(SPECIES, FIRST + 3).blend(place, keep);
      most.intoArray(best, i);
      place.reinterpretAsInts().sub(FIRST_BITS).intoArray(places, i);
    }
  }

  @Override
  public void maxBackward(
      Pooling pool,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] dx,
      int dxOffset) {
    VectorScratch scratch = VectorScratch.local();
    float[] phases = scratch.image(pool.phasesSize());
    Arrays.fill(phases, 0, pool.phasesSize(), 0);
    int run = pool.outputHeight() * pool.pitch();
    float[] shares = scratch.sums(run + LANES);
    int[] places = scratch.places(run + LANES);
    Arrays.fill(shares, 0, run + LANES, 0);
    boolean disjoint = pool.isDisjoint();
    int end = dxOffset + to * pool.imageSize();
    for (int image = from; image < to; image++) {
      spread(pool, dy, dyOffset + image * pool.outputSize(), shares);
      spread(pool, at, atOffset + image * pool.outputSize(), places);
      if (disjoint) {
        // Each element is written once, and what lies between windows stays zero.
        placeShares(phases, pool.tapOffsets(), run, shares, places);
      } else {
        Arrays.fill(phases, 0, pool.phasesSize(), 0);
        addShares(phases, pool.tapOffsets(), run, shares, places);
      }
      VectorPhases.join(pool, phases, dx, dxOffset + image * pool.imageSize(), end);
    }
  }

  private static void placeShares(
      float[] phases, int[] taps, int run, float[] shares, int[] places) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < run; i += LANES) {
      FloatVector share = FloatVector.fromArray(SPECIES, shares, i);
      FloatVector place =
          IntVector.fromArray(INTS, places, i).add(FIRST_BITS).reinterpretAsFloats();
      for (int tap = 0; tap < taps.length; tap++) {
        VectorMask<Float> here = place.compare(VectorOperators.EQ, FIRST + tap);
        zero.blend(share, here).intoArray(phases, taps[tap] + i);
      }
    }
  }

  private static void addShares(float[] phases, int[] taps, int run, float[] shares, int[] places) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < run; i += LANES) {
      FloatVector share = FloatVector.fromArray(SPECIES, shares, i);
      FloatVector place =
          IntVector.fromArray(INTS, places, i).add(FIRST_BITS).reinterpretAsFloats();
      for (int tap = 0; tap < taps.length; tap++) {
        int target = taps[tap] + i;
        VectorMask<Float> here = place.compare(VectorOperators.EQ, FIRST + tap);
        FloatVector.fromArray(SPECIES, phases, target)
            .add(zero.blend(share, here))
            .intoArray(phases, target);
      }
    }
  }

  @Override
  public void sum(Pooling pool, int from, int to, float[] x, int xOffset, float[] y, int yOffset) {
    VectorScratch scratch = VectorScratch.local();
    float[] phases = scratch.image(pool.phasesSize());
    Arrays.fill(phases, 0, pool.phasesSize(), 0);
    int run = pool.outputHeight() * pool.pitch();
    float[] sums = scratch.sums(run + LANES);
    for (int image = from; image < to; image++) {
      VectorPhases.split(pool, x, xOffset + image * pool.imageSize(), phases, 0);
      sums(phases, pool.tapOffsets(), run, sums);
      gather(pool, sums, y, yOffset + image * pool.outputSize());
    }
  }

  private static void sums(float[] phases, int[] taps, int run, float[] sums) {
    for (int i = 0; i < run; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, phases, taps[0] + i);
      for (int tap = 1; tap < taps.length; tap++) {
        sum = sum.add(FloatVector.fromArray(SPECIES, phases, taps[tap] + i));
      }
      sum.intoArray(sums, i);
    }
  }

  @Override
  public void sumBackward(
      Pooling pool, int from, int to, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    VectorScratch scratch = VectorScratch.local();
    float[] phases = scratch.image(pool.phasesSize());
    int run = pool.outputHeight() * pool.pitch();
    float[] shares = scratch.sums(run + LANES);
    Arrays.fill(shares, 0, run + LANES, 0);
    int end = dxOffset + to * pool.imageSize();
    for (int image = from; image < to; image++) {
      spread(pool, dy, dyOffset + image * pool.outputSize(), shares);
      Arrays.fill(phases, 0, pool.phasesSize(), 0);
      addShares(phases, pool.tapOffsets(), run, shares);
      VectorPhases.join(pool, phases, dx, dxOffset + image * pool.imageSize(), end);
    }
  }

  private static void addShares(float[] phases, int[] taps, int run, float[] shares) {
    for (int i = 0; i < run; i += LANES) {
      FloatVector share = FloatVector.fromArray(SPECIES, shares, i);
      for (int tap : taps) {
        FloatVector.fromArray(SPECIES, phases, tap + i).add(share).intoArray(phases, tap + i);
      }
    }
  }

  // Between rows a pitch apart and rows that follow one another; Object stands for arrays.

  private static void gather(Pooling pool, Object run, Object y, int at) {
    int width = pool.outputWidth();
    if (width == pool.pitch()) {
      System.arraycopy(run, 0, y, at, pool.outputSize());
      return;
    }
    for (int row = 0; row < pool.outputHeight(); row++) {
      System.arraycopy(run, row * pool.pitch(), y, at + row * width, width);
    }
  }

  private static void spread(Pooling pool, Object y, int at, Object run) {
    int width = pool.outputWidth();
    if (width == pool.pitch()) {
      System.arraycopy(y, at, run, 0, pool.outputSize());
      return;
    }
    for (int row = 0; row < pool.outputHeight(); row++) {
      System.arraycopy(y, at + row * width, run, row * pool.pitch(), width);
    }
  }
}
