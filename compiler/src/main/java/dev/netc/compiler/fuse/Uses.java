package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Value;
import java.util.HashMap;
import java.util.Map;

/** How often each value of a graph is used; leaving the graph counts as a use. */
final class Uses {
  private final Map<Value, Integer> counts = new HashMap<>();

  Uses(Graph graph) {
    graph.values().forEach(value -> value.operands().forEach(this::count));
    graph.outputs().forEach(output -> count(output.value()));
  }

  private void count(Value value) {
    counts.merge(value, 1, Integer::sum);
  }

  boolean once(Value value) {
    return of(value) == 1;
  }

  int of(Value value) {
    return counts.getOrDefault(value, 0);
  }
}
