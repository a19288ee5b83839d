package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The greatest of the sums of each window of a max pool behind a convolution, and where it is. What
 * is no number counts as the greatest, as in PyTorch. Where all operands are of moderate size no
 * sum is without a number, which spares most of the operations.
 */
final class VectorPooledMaxima {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** What is smaller is moderate: products of two such, 2^20 of them added, are finite. */
  private static final float MODERATE = 0x1p50f;

  private static final int MODERATE_BITS = Float.floatToRawIntBits(MODERATE);

  private static final int MODERATE_DEPTH = 1 << 20;
  private static final float MODERATE_FACTOR = 64;

  private VectorPooledMaxima() {}

  /**
   * Whether all of the first elements are numbers, and none is too great to be added or squared.
   */
  static boolean areModerate(float[] values, int count) {
    return areModerate(values, 0, count);
  }

  /** The same from an element on. */
  static boolean areModerate(float[] values, int from, int count) {
    IntVector greatest = IntVector.zero(INTS);
    int i = from;
    int to = from + count;
    for (; i <= to - LANES; i += LANES) {
      greatest = FloatVector.fromArray(SPECIES, values, i).abs().reinterpretAsInts().max(greatest);
    }
    int most = greatest.reduceLanes(VectorOperators.MAX);
    for (; i < to; i++) {
      most = Math.max(most, Float.floatToRawIntBits(Math.abs(values[i])));
    }
    return most < MODERATE_BITS;
  }

  /** Whether what is moderate can be finished so and remains a number. */
  static boolean isModerate(float factor, float summand) {
    return Math.abs(factor) <= MODERATE_FACTOR && Math.abs(summand) <= MODERATE;
  }

  /**
   * The greatest of the finished sums of each window, and where it is if that is asked for.
   *
   * @param depth of the sums
   * @param moderate whether all that was multiplied is so
   */
  static void maxima(
      int taps,
      int depth,
      int count,
      float[] sums,
      int from,
      int step,
      Epilogue epilogue,
      int channel,
      boolean moderate,
      float[] best,
      int[] places,
      boolean placed) {
    float factor = epilogue.factor(channel);
    float summand = epilogue.summand(channel);
    float low = epilogue.low();
    float high = epilogue.high();
    boolean numbers = moderate && depth <= MODERATE_DEPTH && isModerate(factor, summand);
    if (taps == 4 && numbers) {
      if (placed) {
        placesOfFourNumbers(count, sums, from, step, factor, summand, low, high, best, places);
      } else if (low >= 0 && high >= 0) {
        greatestOfFourAbove(count, sums, from, step, factor, summand, low, high, best);
      } else {
        greatestOfFourNumbers(count, sums, from, step, factor, summand, low, high, best);
      }
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
        VectorMask<Float> keep = VectorPooling.keeps(most, next);
        most = next.blend(most, keep);
        place = FloatVector.broadcast(SPECIES, VectorPooling.FIRST + tap).blend(place, keep);
      }
      most.max(low).min(high).intoArray(best, i);
      place.reinterpretAsInts().sub(VectorPooling.FIRST_BITS).intoArray(places, i);
    }
  }

  private static void placesOfFourNumbers(
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
      VectorMask<Float> greater = next.compare(VectorOperators.GT, most);
      most = most.blend(next, greater);
      place = place.blend(FloatVector.broadcast(SPECIES, VectorPooling.FIRST + 1), greater);
      next = FloatVector.fromArray(SPECIES, sums, from2 + i).mul(a).add(b);
      greater = next.compare(VectorOperators.GT, most);
      most = most.blend(next, greater);
      place = place.blend(FloatVector.broadcast(SPECIES, VectorPooling.FIRST + 2), greater);
      next = FloatVector.fromArray(SPECIES, sums, from3 + i).mul(a).add(b);
      greater = next.compare(VectorOperators.GT, most);
      most = most.blend(next, greater);
      place = place.blend(FloatVector.broadcast(SPECIES, VectorPooling.FIRST + 3), greater);
      most.max(least).min(greatest).intoArray(best, i);
      place.reinterpretAsInts().sub(VectorPooling.FIRST_BITS).intoArray(places, i);
    }
  }

  /** Without places, of numbers. */
  private static void greatestOfFourNumbers(
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
      most = most.blend(next, next.compare(VectorOperators.GT, most));
      next = FloatVector.fromArray(SPECIES, sums, from2 + i).mul(a).add(b);
      most = most.blend(next, next.compare(VectorOperators.GT, most));
      next = FloatVector.fromArray(SPECIES, sums, from3 + i).mul(a).add(b);
      most = most.blend(next, next.compare(VectorOperators.GT, most));
      most.max(least).min(greatest).intoArray(best, i);
    }
  }

  /**
   * Without places, of numbers and with bounds that are not negative: then bits compare as the
   * numbers do, since what is negative loses against a bound in either way.
   */
  private static void greatestOfFourAbove(
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
    IntVector least = IntVector.broadcast(INTS, Float.floatToRawIntBits(low + 0f));
    IntVector greatest = IntVector.broadcast(INTS, Float.floatToRawIntBits(high));
    int from1 = from + step;
    int from2 = from1 + step;
    int from3 = from2 + step;
    for (int i = 0; i < count; i += LANES) {
      FloatVector first = FloatVector.fromArray(SPECIES, sums, from + i).mul(a).add(b);
      FloatVector second = FloatVector.fromArray(SPECIES, sums, from1 + i).mul(a).add(b);
      FloatVector third = FloatVector.fromArray(SPECIES, sums, from2 + i).mul(a).add(b);
      FloatVector fourth = FloatVector.fromArray(SPECIES, sums, from3 + i).mul(a).add(b);
      IntVector most = first.reinterpretAsInts().max(second.reinterpretAsInts());
      IntVector other = third.reinterpretAsInts().max(fourth.reinterpretAsInts());
      most.max(other).max(least).min(greatest).reinterpretAsFloats().intoArray(best, i);
    }
  }
}
