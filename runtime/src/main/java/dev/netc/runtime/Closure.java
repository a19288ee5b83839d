package dev.netc.runtime;

/**
 * Gives loss and gradients at the parameters as they are, as PyTorch's closures for {@code
 * optimizer.step}:
 *
 * <pre>{@code
 * trainer.step(() -> {
 *   trainer.zeroGrad();
 *   trainer.forward(inputs);
 *   float loss = trainer.loss(targets);
 *   trainer.backward();
 *   return loss;
 * });
 * }</pre>
 */
@FunctionalInterface
public interface Closure {
  /** Leaves the gradients in the trainer, and returns the loss. */
  float evaluate();
}
