package dev.netc.runtime;

/**
 * Fills arrays with start values. What is drawn depends on seed and stream only: neither on the
 * machine nor on the order in which parameters are filled. A stream is the number of a parameter.
 */
public final class Initializer {
  private Initializer() {}

  /** Draws {@code length} elements uniformly from [low, high). */
  public static void uniform(
      float[] target, int offset, int length, double low, double high, long seed, int stream) {
    float last = Math.max((float) low, Math.nextDown((float) high));
    for (int i = 0; i < length; i++) {
      float value = (float) (low + (high - low) * RandomBits.uniform(seed, stream, i));
      target[offset + i] = Math.min(value, last);
    }
  }

  /** As the float version, and the same numbers before rounding. */
  public static void uniform(
      double[] target, int offset, int length, double low, double high, long seed, int stream) {
    for (int i = 0; i < length; i++) {
      target[offset + i] = low + (high - low) * RandomBits.uniform(seed, stream, i);
    }
  }

  /** Draws {@code length} elements from the normal distribution. */
  public static void normal(
      float[] target,
      int offset,
      int length,
      double mean,
      double deviation,
      long seed,
      int stream) {
    for (int i = 0; i < length; i++) {
      target[offset + i] = (float) (mean + deviation * standardNormal(seed, stream, i));
    }
  }

  /** As the float version, and the same numbers before rounding. */
  public static void normal(
      double[] target,
      int offset,
      int length,
      double mean,
      double deviation,
      long seed,
      int stream) {
    for (int i = 0; i < length; i++) {
      target[offset + i] = mean + deviation * standardNormal(seed, stream, i);
    }
  }

  /** Box and Muller's transform; elements 2i and 2i + 1 share two words. */
  private static double standardNormal(long seed, int stream, int index) {
    int pair = index & ~1;
    double radius = ((RandomBits.at(seed, stream, pair) & 0xFFFFFFFFL) + 1) * 0x1p-32;
    double angle = 2 * Math.PI * (RandomBits.at(seed, stream, pair + 1) & 0xFFFFFFFFL) * 0x1p-32;
    // StrictMath: the same bits on every machine.
    double length = StrictMath.sqrt(-2 * StrictMath.log(radius));
    return length * (index == pair ? StrictMath.cos(angle) : StrictMath.sin(angle));
  }
}
