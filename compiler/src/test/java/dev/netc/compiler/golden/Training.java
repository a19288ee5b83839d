package dev.netc.compiler.golden;

import dev.netc.compiler.ir.DoubleTensor;
import java.util.Map;

/** A network in training; results have the names that the golden values have. */
interface Training {
  /**
   * One step: outputs {@code output.*}, {@code loss}, the gradients of the loss {@code
   * grad_param.*}, {@code grad_input.*}; then the parameters change. An optimizer may ask for more
   * than one loss; the results are those before the step.
   *
   * @param batch inputs and targets by name
   */
  Map<String, DoubleTensor> step(Map<String, DoubleTensor> batch);

  /**
   * The gradients {@code grad_param.*} that follow from given gradients of the outputs. Nothing
   * changes.
   *
   * @param batch inputs by name
   * @param upstream gradients of the outputs by name
   */
  Map<String, DoubleTensor> backward(
      Map<String, DoubleTensor> batch, Map<String, DoubleTensor> upstream);

  /** Outputs and loss as in evaluation: {@code output.*}, {@code loss}. */
  Map<String, DoubleTensor> evaluate(Map<String, DoubleTensor> batch);

  /** A step of the network's schedule, if it has one. */
  void stepSchedule();

  /** What a parameter is now. */
  DoubleTensor parameter(String path);
}
