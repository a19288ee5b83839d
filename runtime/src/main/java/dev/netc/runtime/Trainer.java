package dev.netc.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Trains a model in PyTorch's steps: {@code zeroGrad}, {@code forward}, {@code loss}, {@code
 * backward}, {@code step}. Not thread-safe; gradients and optimizer state are its own.
 */
public interface Trainer {
  /**
   * Runs the network as in training and keeps what {@code backward} needs.
   *
   * @return the outputs, in this trainer's work space until the next {@code forward}
   * @throws IllegalArgumentException if an input has not the declared type and shape
   */
  List<Tensor> forward(List<Tensor> inputs);

  /**
   * The loss of the last {@code forward} against targets.
   *
   * @throws IllegalStateException before the first {@code forward}
   * @throws IllegalArgumentException if a target has not the declared type and shape
   */
  float loss(List<Tensor> targets);

  /**
   * Starts the network's random numbers anew: equal seeds give equal numbers, run by run, on every
   * machine. Without it the seed is 0. A network that uses no random numbers pays no heed.
   */
  default void seed(long seed) {}

  /** Sets all gradients to zero. */
  void zeroGrad();

  /**
   * Adds the gradient of the last {@code loss} to {@link #gradients}.
   *
   * @throws IllegalStateException before the first {@code loss}
   */
  void backward();

  /**
   * Adds to {@link #gradients} the gradient of the sum of the outputs of the last {@code forward},
   * each element weighted by {@code upstream}, as PyTorch's {@code output.backward(upstream)}.
   *
   * @param upstream one tensor for each output, of its shape
   * @throws IllegalStateException before the first {@code forward}
   */
  void backward(List<Tensor> upstream);

  /**
   * Changes the parameters by one step of the optimizer.
   *
   * @throws IllegalStateException if it is one that asks for the loss again, such as LBFGS
   * @throws UnsupportedOperationException if the network declares no optimizer
   */
  void step();

  /**
   * Changes the parameters by one step of the optimizer, which asks for loss and gradients by the
   * closure: once, or as often as it likes if it tries parameters and judges by their loss.
   *
   * @return the loss before the step
   */
  default float step(Closure closure) {
    float loss = closure.evaluate();
    step();
    return loss;
  }

  /**
   * Measures from now on how long each kernel of the steps takes, until the profile is closed.
   *
   * @return what is measured, beside what the kernels have to do
   */
  Profile profile();

  /** The gradients by parameter name, in parameter order; views of the trainer's own array. */
  List<Parameter> gradients();

  /** The names of the optimizer's numbers, such as {@code lr} and {@code momentum}. */
  List<String> hyperparameters();

  /**
   * One of the optimizer's numbers.
   *
   * @throws IllegalArgumentException if it has no such name; the message lists those it has
   */
  double hyperparameter(String name);

  /**
   * Changes one of the optimizer's numbers for the steps to come.
   *
   * @throws IllegalArgumentException if it has no such name; the message lists those it has
   */
  void setHyperparameter(String name, double value);

  /**
   * Takes a step of the network's schedule, which changes the optimizer's numbers for the steps to
   * come: as PyTorch's {@code scheduler.step()}, after each epoch, or after each {@link #step} if
   * the schedule counts those. A network without a schedule pays no heed.
   *
   * @throws IllegalStateException if the schedule follows a metric; see {@link
   *     #stepSchedule(double)}
   */
  default void stepSchedule() {}

  /**
   * As {@link #stepSchedule()}, with the number that a schedule such as {@code ReduceLROnPlateau}
   * judges by; other schedules pay no heed to it.
   *
   * @param metric for example the loss on validation data
   */
  default void stepSchedule(double metric) {
    stepSchedule();
  }

  /**
   * Starts the schedule anew, from the optimizer's numbers as they are now. A new trainer has
   * started it. To begin with another rate than the network says, set {@code lr} and then call
   * this; a number that is set without it is where the schedule goes on from.
   */
  default void startSchedule() {}

  /**
   * Makes the running statistics of batch normalisation anew: the plain averages of those of some
   * batches, which run forward as in training. Weights that have been averaged need it, as nothing
   * has run with them. PyTorch's {@code swa_utils.update_bn}. A network without such statistics
   * pays no heed.
   *
   * @param batches the inputs of each batch, as for {@link #forward}
   */
  default void updateBn(Iterable<List<Tensor>> batches) {}

  /**
   * What the optimizer keeps for each parameter, such as {@code conv1.weight.exp_avg}; views of the
   * trainer's own arrays. An optimizer that sees all parameters as one vector has names of its own.
   */
  default List<Parameter> optimizerState() {
    return List.of();
  }

  /**
   * Hands all that the trainer keeps from step to step to {@code state}, or takes it from there.
   */
  void exchange(TrainerState state);

  /**
   * A copy of all that training needs to go on: parameters and buffers ({@code model.fc.weight}),
   * the optimizer's state ({@code optimizer.state.fc.weight.exp_avg}), its numbers ({@code
   * optimizer.param_groups.lr}) and steps, where the schedule ({@code lr_scheduler.last_epoch}) and
   * the random numbers stand. Gradients are not part of it: take it between steps.
   */
  default Map<String, Tensor> stateDict() {
    return TrainerCheckpoint.of(this);
  }

  /**
   * Restores what {@link #stateDict} has given, here or in another trainer of the network, all or
   * nothing. Training then goes on as if nothing had been in between, to the bit. Gradients are
   * zero.
   *
   * @throws CheckpointException if names or shapes are not those of this trainer; the message lists
   *     what is missing, unexpected or different, and nothing has changed
   */
  default void loadStateDict(Map<String, Tensor> state) {
    TrainerCheckpoint.restore(this, state);
  }

  /**
   * Writes {@link #stateDict} to a safetensors file, which appears whole or not at all.
   *
   * @throws CheckpointException if it cannot be written; a file that existed is then unchanged
   */
  default void save(Path file) {
    save(file, Map.of());
  }

  /**
   * As {@link #save(Path)}.
   *
   * @param notes texts to store beside, such as the number of the epoch
   */
  default void save(Path file, Map<String, String> notes) {
    TrainerCheckpoint.save(this, file, notes);
  }

  /**
   * Restores what {@link #save} has written, as {@link #loadStateDict}.
   *
   * @return the notes that were stored beside
   * @throws CheckpointException if the file cannot be read, is no trainer's, or does not fit; the
   *     trainer and its model are then unchanged
   */
  default Map<String, String> load(Path file) {
    return TrainerCheckpoint.load(this, file);
  }

  /**
   * One whole step on a batch, as {@link #zeroGrad}, {@link #forward}, {@link #loss}, {@link
   * #backward()} and {@link #step()} make it, though quicker: large gradients are replaced, and not
   * set to zero and added to.
   *
   * @return the loss
   */
  default float train(List<Tensor> inputs, List<Tensor> targets) {
    zeroGrad();
    forward(inputs);
    float loss = loss(targets);
    backward();
    step();
    return loss;
  }
}
