package dev.netc.runtime;

import java.util.List;

/** Runs a model forward as in inference: dropout off, running statistics used. Not thread-safe. */
public interface Predictor {
  /**
   * The outputs for the inputs, in the order of {@link Model#outputs} and {@link Model#inputs}.
   * They lie in this predictor's work space: the next call overwrites them ({@link Tensor#copy}
   * keeps one).
   *
   * @throws IllegalArgumentException if an input has not the declared type and shape
   */
  List<Tensor> predict(List<Tensor> inputs);

  /** As {@link #predict(List)}. */
  default List<Tensor> predict(Tensor... inputs) {
    return predict(List.of(inputs));
  }

  /**
   * Measures from now on how long each kernel takes, until the profile is closed.
   *
   * @return what is measured, beside what the kernels have to do
   * @throws UnsupportedOperationException if this is not a predictor of a generated class
   */
  default Profile profile() {
    throw new UnsupportedOperationException("a predictor that netc has not written");
  }

  /**
   * Starts the network's random numbers anew, as {@link Trainer#seed}. Most networks use none
   * outside of training.
   */
  default void seed(long seed) {}
}
