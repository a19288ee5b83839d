package dev.netc.benchmarks.pytorch;

import java.util.Arrays;

/** What is made of several measurements of one thing. */
final class Statistics {
  private Statistics() {}

  /** The one in the middle; of an even number the greater of the two there. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
