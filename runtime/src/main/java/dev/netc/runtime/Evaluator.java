package dev.netc.runtime;

import java.util.List;

/** Runs a model as in inference and compares its outputs with targets. Not thread-safe. */
public interface Evaluator {
  /**
   * Loss, outputs and metrics for a batch. The outputs lie in this evaluator's work space until the
   * next call.
   *
   * @param inputs in the order of {@link Model#inputs}
   * @param targets in the order of {@link Model#targets}
   * @throws IllegalArgumentException if a tensor has not the declared type and shape
   */
  Evaluation evaluate(List<Tensor> inputs, List<Tensor> targets);

  /**
   * Starts the network's random numbers anew, as {@link Trainer#seed}. Most networks use none
   * outside of training.
   */
  default void seed(long seed) {}
}
