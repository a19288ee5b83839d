package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Value;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The phase that computes each value: the first that needs it, or the forward phase if another that
 * needs it may come without the first.
 */
final class Phases {
  /** From the loss, or from gradients that are given; a step goes one of them. */
  static final Set<Phase> WAYS_BACK = Set.of(Phase.BACKWARD, Phase.BACKWARD_FROM_UPSTREAM);

  private final Map<Value, Set<Phase>> needs = new HashMap<>();

  Phases(Graph graph) {
    for (Graph.Output output : graph.outputs()) {
      need(output.value(), Set.of(phase(output.kind())));
    }
    List<Value> values = graph.values();
    for (int i = values.size() - 1; i >= 0; i--) {
      Set<Phase> own = needs.getOrDefault(values.get(i), Set.of());
      values.get(i).operands().forEach(operand -> need(operand, own));
    }
  }

  private void need(Value value, Set<Phase> phases) {
    if (!phases.isEmpty()) {
      needs.computeIfAbsent(value, key -> EnumSet.noneOf(Phase.class)).addAll(phases);
    }
  }

  /** The phases that need a value. */
  Set<Phase> needs(Value value) {
    return needs.getOrDefault(value, Set.of());
  }

  /** The phase that computes a value. */
  Phase of(Value value) {
    Set<Phase> own = needs.getOrDefault(value, Set.of(Phase.FORWARD));
    // The way back from given gradients may be gone without a loss.
    boolean alternative = own.contains(Phase.BACKWARD_FROM_UPSTREAM) && own.size() > 1;
    return alternative ? Phase.FORWARD : Collections.min(own);
  }

  private static Phase phase(Graph.Result kind) {
    return switch (kind) {
      case OUTPUT, BUFFER, PARAMETER, STATE, HYPERPARAMETER, AGAIN -> Phase.FORWARD;
      case LOSS, METRIC -> Phase.LOSS;
      case GRADIENT -> Phase.BACKWARD;
      case UPSTREAM_GRADIENT -> Phase.BACKWARD_FROM_UPSTREAM;
    };
  }
}
