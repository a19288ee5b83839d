package dev.netc.compiler.simplify;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Asks {@code y <= 0} where {@code x <= 0} was asked of what {@code y} is the relu of, and likewise
 * of other bounds. The answers are the same, NaN included, and {@code x} need not be kept for the
 * way back.
 */
final class MasksOfResults {
  private static final Map AT_MOST = new Map(Elementwise.LE);

  private MasksOfResults() {}

  static Graph apply(Graph graph) {
    java.util.Map<Value, Value> askedOf = results(graph);
    if (askedOf.isEmpty()) {
      return graph;
    }
    java.util.Map<Value, Value> same = new HashMap<>();
    java.util.Map<Value, Value> masks = new HashMap<>();
    GraphBuilder builder = new GraphBuilder();
    for (Value value : graph.values()) {
      List<Value> operands = new ArrayList<>();
      for (Value operand : value.operands()) {
        Value mask = masks.get(operand);
        operands.add(mask == null ? requireNonNull(same.get(operand)) : mask);
      }
      builder.at(value.origin());
      Value made = builder.add(value.op(), operands, value.type());
      same.put(value, made);
      Optional<Bounded> bounded = Bounded.of(value);
      if (bounded.isPresent()) {
        for (Value condition : bounded.get().conditions()) {
          if (askedOf.get(condition) == value) {
            masks.put(condition, ofResult(condition, bounded.get(), made, same, builder));
          }
        }
      }
    }
    return builder.build(
        graph.outputs().stream()
            .map(
                out ->
                    new Graph.Output(out.kind(), out.name(), requireNonNull(same.get(out.value()))))
            .toList());
  }

  /** For each condition that others use too, what has all bounds that it is a part of. */
  private static java.util.Map<Value, Value> results(Graph graph) {
    java.util.Map<Value, Integer> uses = uses(graph);
    java.util.Map<Value, Value> results = new HashMap<>();
    for (Value value : graph.values()) {
      Optional<Bounded> bounded = Bounded.of(value);
      if (bounded.isPresent()) {
        for (Value condition : bounded.get().conditions()) {
          if (condition.op().equals(AT_MOST) && uses.getOrDefault(condition, 0) > 1) {
            results.put(condition, value);
          }
        }
      }
    }
    return results;
  }

  /** The condition, asked of the result. */
  private static Value ofResult(
      Value condition,
      Bounded bounded,
      Value result,
      java.util.Map<Value, Value> same,
      GraphBuilder builder) {
    boolean below = condition.operand(0) == bounded.operand();
    Value bound = requireNonNull(same.get(condition.operand(below ? 1 : 0)));
    return below
        ? builder.map(Elementwise.LE, result, bound)
        : builder.map(Elementwise.LE, bound, result);
  }

  private static java.util.Map<Value, Integer> uses(Graph graph) {
    java.util.Map<Value, Integer> uses = new HashMap<>();
    graph.values().forEach(v -> v.operands().forEach(o -> uses.merge(o, 1, Integer::sum)));
    return uses;
  }
}
