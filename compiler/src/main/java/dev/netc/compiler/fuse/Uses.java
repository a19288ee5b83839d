package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who uses each value of a graph; leaving the graph counts as a use. */
final class Uses {
  private final Map<Value, List<Value>> users = new HashMap<>();
  private final Map<Value, Integer> positions = new HashMap<>();
  private final Set<Value> outputs = new HashSet<>();
  private final Map<Value, Integer> counts = new HashMap<>();

  Uses(Graph graph) {
    for (Value user : graph.values()) {
      positions.put(user, positions.size());
      for (Value value : user.operands()) {
        count(value);
        users.computeIfAbsent(value, key -> new ArrayList<>()).add(user);
      }
    }
    graph.outputs().forEach(output -> count(output.value()));
    graph.outputs().forEach(output -> outputs.add(output.value()));
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

  /** Whether a value leaves the graph. */
  boolean isOutput(Value value) {
    return outputs.contains(value);
  }

  /** The values that use a value. */
  List<Value> users(Value value) {
    return users.getOrDefault(value, List.of());
  }

  /** Whether a value comes after another in the order of the graph. */
  boolean isAfter(Value value, Value other) {
    return positions.getOrDefault(value, 0) > positions.getOrDefault(other, 0);
  }
}
