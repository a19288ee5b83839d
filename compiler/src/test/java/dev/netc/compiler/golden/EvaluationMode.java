package dev.netc.compiler.golden;

import dev.netc.compiler.elaborate.Network;
import java.util.Optional;

/**
 * Gradients in PyTorch's mode {@code eval}, which netc has no code for: what a network computes for
 * inference, as if it were for training.
 */
final class EvaluationMode {
  private EvaluationMode() {}

  /** Whether PyTorch's values are those of inference. */
  static boolean isOf(GoldenCase golden) {
    return golden.text("mode").equals(Optional.of("eval"));
  }

  /** The network as a case wants it. */
  static Network asIn(GoldenCase golden, Network network) {
    return isOf(golden)
        ? new Network(
            network.name(),
            network.packageName(),
            network.doc(),
            network.span(),
            network.inputs(),
            network.targets(),
            network.outputs(),
            network.parameters(),
            network.buffers(),
            network.root(),
            network.prints(),
            network.applications(),
            network.inference(),
            network.evaluation(),
            network.training().flatMap(training -> network.evaluation()),
            network.optimizer(),
            network.outline(),
            network.observed())
        : network;
  }
}
