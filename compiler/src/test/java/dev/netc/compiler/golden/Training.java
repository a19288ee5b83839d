package dev.netc.compiler.golden;

import dev.netc.compiler.ir.DoubleTensor;
import java.util.Map;

/** A network in training; results have the names that the golden values have. */
interface Training {
  /**
   * One step: outputs {@code output.*}, {@code loss}, the gradients of the loss {@code
   * grad_param.*}, {@code grad_input.*}; then the parameters change.
   *
   * @param batch inputs and targets by name
   */
  Map<String, DoubleTensor> step(Map<String, DoubleTensor> batch);

  /** Outputs and loss as in evaluation: {@code output.*}, {@code loss}. */
  Map<String, DoubleTensor> evaluate(Map<String, DoubleTensor> batch);

  /** What a parameter is now. */
  DoubleTensor parameter(String path);
}
