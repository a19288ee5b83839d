package dev.netc.compiler.ir;

/**
 * Random words by counter, for the reference interpreter: Philox4x32-10 (Salmon et al., "Parallel
 * Random Numbers: As Easy as 1, 2, 3", SC 2011). The runtime has one of its own; the two agree bit
 * by bit.
 */
final class Philox {
  private static final int ROUNDS = 10;

  private Philox() {}

  /**
   * The number with position {@code index} of a stream, in [0, 1).
   *
   * @param low half of the seed
   * @param high half of the seed
   */
  static double uniform(int low, int high, int stream, long index) {
    int[] counter = {(int) (index >>> 2), (int) (index >>> 34), stream, 0};
    for (int round = 0; round < ROUNDS; round++) {
      long first = 0xD2511F53L * Integer.toUnsignedLong(counter[0]);
      long second = 0xCD9E8D57L * Integer.toUnsignedLong(counter[2]);
      counter[0] = (int) (second >>> 32) ^ counter[1] ^ (low + round * 0x9E3779B9);
      counter[1] = (int) second;
      counter[2] = (int) (first >>> 32) ^ counter[3] ^ (high + round * 0xBB67AE85);
      counter[3] = (int) first;
    }
    return (counter[(int) (index & 3)] >>> 8) * 0x1p-24;
  }
}
