package dev.netc.compiler.golden;

import dev.netc.compiler.elaborate.Network;

/**
 * Gradients in PyTorch's mode {@code eval}, which netc has no code for: what a network computes for
 * inference, as if it were for training.
 */
final class EvaluationMode {
  private EvaluationMode() {}

  /** The network as a case wants it. */
  static Network asIn(GoldenCase golden, Network network) {
    return golden.text("mode").equals(java.util.Optional.of("eval"))
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
            network.optimizer())
        : network;
  }
}
