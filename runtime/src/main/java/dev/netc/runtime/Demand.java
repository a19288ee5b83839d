package dev.netc.runtime;

import java.util.Arrays;

/**
 * Whether a kernel has so much to do that vectors pay. They are objects until C2 has compiled it,
 * which it does by counting calls and turns of loops: what a step calls for a few elements only
 * would leave garbage for thousands of steps. So as long as little is asked for, plain loops do it,
 * which give the same bits: neither time nor how work is cut shows in results.
 */
final class Demand {
  /** So many elements, of the cheapest kind, within {@link #SPAN}... */
  private static final int MUCH = 1 << 21;

  /** ...in nanoseconds, are much: plain loops would take half a percent of that longer. */
  private static final long SPAN = 200_000_000;

  /** Whether vectors are used in any case, which most tests want. */
  @SuppressWarnings("NonFinalStaticField")
  static boolean always = Boolean.getBoolean("netc.vector.always");

  private final int much;

  // Threads may lose what others count: it is no more than an estimate.
  private boolean great;
  private int asked;
  private long since = System.nanoTime() - SPAN;

  /**
   * @param weight how much longer plain loops take for an element than for one of the cheapest kind
   */
  Demand(int weight) {
    much = MUCH / weight;
  }

  /** Several of them. */
  static Demand[] array(int count, int weight) {
    Demand[] demands = new Demand[count];
    Arrays.setAll(demands, each -> new Demand(weight));
    return demands;
  }

  /** Counts so many elements more; true, once and for all, if there have been many lately. */
  boolean isGreat(int elements) {
    return great || becomesGreat(elements);
  }

  private boolean becomesGreat(int elements) {
    asked += Math.min(elements, much);
    if (asked >= much || always) {
      long now = System.nanoTime();
      great = now - since < SPAN || elements >= much || always;
      since = now;
      asked = 0;
    }
    return great;
  }
}
