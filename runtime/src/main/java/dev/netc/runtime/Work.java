package dev.netc.runtime;

/** Cuts work into chunks that are worth a thread's while. */
final class Work {
  /** The multiply-adds of some ten microseconds: waking a thread costs a few. */
  private static final long WORTH = 200_000;

  private Work() {}

  /**
   * How many of {@code units} equal units make a chunk.
   *
   * @param cost the multiply-adds of all of them
   */
  static int chunk(int units, long cost) {
    int threads = Parallel.threads();
    if (threads == 1 || cost < 2 * WORTH) {
      return Math.max(1, units);
    }
    long worth = Math.max(1, units * WORTH / cost);
    return (int) Math.max(units / threads, worth);
  }
}
