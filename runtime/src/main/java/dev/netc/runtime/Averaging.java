package dev.netc.runtime;

/** How an {@link AveragedModel} weighs what it gets: PyTorch's {@code avg_fn}. */
@FunctionalInterface
public interface Averaging {
  /**
   * The share of the new weights in the new average, from 0 to 1.
   *
   * @param averaged how many have been averaged before, at least 1
   */
  double share(long averaged);

  /** The plain mean of all, as in stochastic weight averaging (Izmailov et al. 2018). */
  static Averaging swa() {
    return averaged -> 1.0 / (averaged + 1);
  }

  /**
   * The exponential moving average, {@code decay * average + (1 - decay) * new}: PyTorch's {@code
   * get_ema_multi_avg_fn}.
   *
   * @param decay what is kept of the average at each update, often 0.999
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  static Averaging ema(double decay) {
    if (!(decay >= 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay is from 0 to 1, not " + decay);
    }
    return averaged -> 1 - decay;
  }
}
