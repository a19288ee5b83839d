package dev.netc.runtime;

/**
 * Random bits by counter: Philox4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2,
 * 3", SC 2011). A word depends on seed, stream and index only, so words may be drawn in any order
 * and by any thread.
 */
public final class RandomBits {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private RandomBits() {}

  /** The 32 bits with number {@code index} of a stream. */
  public static int at(long seed, int stream, long index) {
    long block = index >>> 2;
    int c0 = (int) block;
    int c1 = (int) (block >>> 32);
    int c2 = stream;
    int c3 = 0;
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & 0xFFFFFFFFL);
      long product1 = MULTIPLIER_1 * (c2 & 0xFFFFFFFFL);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    int low = (index & 1) == 0 ? c0 : c1;
    int high = (index & 1) == 0 ? c2 : c3;
    return (index & 2) == 0 ? low : high;
  }

  /**
   * The key of one of many runs with a seed. No two runs of a seed have the same key.
   *
   * @param key receives the low and the high half
   */
  public static void key(long seed, long run, int[] key) {
    long mixed = mix(mix(seed) + run);
    key[0] = (int) mixed;
    key[1] = (int) (mixed >>> 32);
  }

  /**
   * Each number to another (Stafford's variant 13 of MurmurHash3's last step, as in
   * java.util.SplittableRandom).
   */
  private static long mix(long number) {
    long z = number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * As {@link #uniform(long, int, long)}.
   *
   * @param low half of the seed
   * @param high half of the seed
   */
  public static float uniform(int low, int high, int stream, long index) {
    return uniform((long) high << 32 | Integer.toUnsignedLong(low), stream, index);
  }

  /** The float in [0, 1) with number {@code index} of a stream: a multiple of 2^-24. */
  public static float uniform(long seed, int stream, long index) {
    return (at(seed, stream, index) >>> 8) * 0x1p-24f;
  }

  /**
   * The numbers {@link #uniform(int, int, int, long)} from {@code index} on, four from each block
   * of bits.
   */
  static void uniform(int low, int high, int stream, long index, float[] z, int zAt, int count) {
    int at = zAt;
    int end = zAt + count;
    long next = index;
    while (at < end && (next & 3) != 0) {
      z[at++] = uniform(low, high, stream, next++);
    }
    for (; at <= end - 4; at += 4, next += 4) {
      long block = next >>> 2;
      int c0 = (int) block;
      int c1 = (int) (block >>> 32);
      int c2 = stream;
      int c3 = 0;
      int k0 = low;
      int k1 = high;
      for (int round = 0; round < ROUNDS; round++) {
        long product0 = MULTIPLIER_0 * (c0 & 0xFFFFFFFFL);
        long product1 = MULTIPLIER_1 * (c2 & 0xFFFFFFFFL);
        c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
        c1 = (int) product1;
        c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
        c3 = (int) product0;
        k0 += WEYL_0;
        k1 += WEYL_1;
      }
      z[at] = (c0 >>> 8) * 0x1p-24f;
      z[at + 1] = (c1 >>> 8) * 0x1p-24f;
      z[at + 2] = (c2 >>> 8) * 0x1p-24f;
      z[at + 3] = (c3 >>> 8) * 0x1p-24f;
    }
    while (at < end) {
      z[at++] = uniform(low, high, stream, next++);
    }
  }
}
