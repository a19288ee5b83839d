package dev.netc.compiler.elaborate;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which parameters a gradient can come to. PyTorch's others have no gradient, {@code None}, and its
 * optimizers pass them over; a gradient of zero would let momentum and weight decay move them.
 *
 * @param byLoss the paths of those that the loss depends on
 * @param byOutputs the paths of those that the outputs depend on
 */
record Reached(boolean hasLoss, Set<String> byLoss, Set<String> byOutputs) {
  /** When an optimizer moves a parameter. */
  enum Moves {
    ALWAYS,
    /** If gradients have been given for the outputs, as the loss does not depend on it. */
    WITH_UPSTREAM,
    NEVER
  }

  static Reached in(Graph training) {
    return new Reached(
        !training.outputs(Graph.Result.LOSS).isEmpty(),
        parameters(training, Graph.Result.LOSS),
        parameters(training, Graph.Result.OUTPUT));
  }

  Moves of(Network.Parameter parameter) {
    if (byLoss.contains(parameter.path())) {
      return Moves.ALWAYS;
    }
    if (!byOutputs.contains(parameter.path())) {
      return Moves.NEVER;
    }
    return hasLoss ? Moves.WITH_UPSTREAM : Moves.ALWAYS;
  }

  private static Set<String> parameters(Graph training, Graph.Result kind) {
    Set<String> paths = new HashSet<>();
    Set<Value> seen = new HashSet<>();
    List<Value> open = new ArrayList<>();
    training.outputs(kind).forEach(output -> open.add(output.value()));
    while (!open.isEmpty()) {
      Value value = open.remove(open.size() - 1);
      if (value.type().element().isFloating() && !isCut(value) && seen.add(value)) {
        open.addAll(value.operands());
        if (value.op() instanceof Op.Input input && input.role() == Op.Role.PARAMETER) {
          paths.add(input.name());
        }
      }
    }
    return paths;
  }

  private static boolean isCut(Value value) {
    return value.op() instanceof Map map && map.function() == Elementwise.STOP_GRADIENT;
  }
}
