package dev.netc.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * A compiled network: its parameters and buffers, and the ways to run it.
 *
 * <p>A model holds the weights only. Any number of threads may run it at once, each with its own
 * {@link Predictor}, {@link Evaluator} or {@link Trainer}; a trainer writes the weights in {@link
 * Trainer#step} and a predictor in another thread may then see a step half done.
 */
public interface Model {
  /** The learned tensors in declaration order; views of the model's own array. */
  List<Parameter> parameters();

  /** The tensors that are saved but not learned, such as running statistics. */
  List<Parameter> buffers();

  /** What {@link Predictor#predict} takes. */
  List<Port> inputs();

  /** What the loss compares with; empty if the network declares no loss. */
  List<Port> targets();

  /** What {@link Predictor#predict} returns. */
  List<Port> outputs();

  /**
   * A model of the same class with parameters and buffers of its own, equal to those of this one:
   * PyTorch's {@code copy.deepcopy}.
   */
  Model copy();

  /** A new predictor with its own work space. */
  Predictor predictor();

  /**
   * A new evaluator with its own work space.
   *
   * @throws UnsupportedOperationException if the network declares no loss
   */
  default Evaluator evaluator() {
    throw new UnsupportedOperationException("the network declares no loss to evaluate");
  }

  /**
   * A new trainer with its own work space, gradients (zero) and optimizer state (at its start).
   *
   * @throws UnsupportedOperationException if the network declares neither loss nor optimizer
   */
  default Trainer trainer() {
    throw new UnsupportedOperationException("the network declares no loss and no optimizer");
  }

  /** The number of learned elements. */
  default long parameterCount() {
    return parameters().stream().mapToLong(parameter -> parameter.value().numel()).sum();
  }

  /**
   * Writes parameters and buffers to a safetensors file, under the names of a PyTorch {@code
   * state_dict}. The file appears whole or not at all.
   *
   * @throws CheckpointException if it cannot be written; a file that existed is then unchanged
   */
  default void save(Path file) {
    Checkpoint.save(this, file);
  }

  /**
   * Loads parameters and buffers from a safetensors file, all or nothing.
   *
   * @throws CheckpointException if the file cannot be read, or lists what is missing, unexpected or
   *     of another shape; the model is then unchanged
   */
  default void load(Path file) {
    Checkpoint.load(this, file);
  }
}
