package dev.netc.compiler.autodiff;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Reverse-mode differentiation: from the cotangents of some values to those of the values they were
 * computed from. Takes time linear in the size of the graph.
 *
 * <p>Values that nothing wanted depends on are passed over. Whole numbers and truth values have no
 * cotangents.
 */
public final class Differentiator {
  private final GraphBuilder builder;
  private final Map<Value, Value> cotangents = new HashMap<>();

  private Differentiator(GraphBuilder builder) {
    this.builder = builder;
  }

  /**
   * The cotangents of {@code wanted}, in their order; empty for a value that none of the seeds
   * depends on.
   *
   * @param builder holds the values of {@code graph}, and gets the new ones
   * @param seeds for values of the graph, the cotangents to start from, of the same types
   */
  public static List<Optional<Value>> differentiate(
      GraphBuilder builder, Graph graph, Map<Value, Value> seeds, List<Value> wanted) {
    Differentiator differentiator = new Differentiator(builder);
    Value.Origin before = builder.at(Value.Origin.NONE);
    differentiator.run(graph, seeds, wanted);
    builder.at(before);
    return wanted.stream()
        .map(value -> Optional.ofNullable(differentiator.cotangents.get(value)))
        .toList();
  }

  private void run(Graph graph, Map<Value, Value> seeds, Collection<Value> wanted) {
    Set<Value> active = dependents(graph, wanted);
    seeds.forEach(
        (value, seed) -> {
          if (active.contains(value)) {
            accumulate(value, seed);
          }
        });
    List<Value> values = graph.values();
    for (int i = values.size() - 1; i >= 0; i--) {
      Value value = values.get(i);
      Value cotangent = cotangents.get(value);
      if (cotangent != null) {
        pullBack(value, cotangent, active);
      }
    }
  }

  /** The wanted values, and all floating values computed from them. */
  private static Set<Value> dependents(Graph graph, Collection<Value> wanted) {
    Set<Value> active = new HashSet<>(wanted);
    for (Value value : graph.values()) {
      if (value.operands().stream().anyMatch(active::contains)) {
        active.add(value);
      }
      if (!value.type().element().isFloating()) {
        active.remove(value);
      }
    }
    return active;
  }

  private void pullBack(Value value, Value cotangent, Set<Value> active) {
    IntFunction<Optional<Value>> pullback =
        value.op().accept(new Pullback(builder, value, cotangent, active::contains));
    for (int i = 0; i < value.operands().size(); i++) {
      Value operand = value.operand(i);
      if (active.contains(operand)) {
        builder.at(originOfCotangent(operand, value));
        pullback.apply(i).ifPresent(part -> accumulate(operand, part));
      }
    }
  }

  /**
   * The operand's name; where it has none, that of the value it is used for, for the sake of its
   * line.
   */
  private static Value.Origin originOfCotangent(Value operand, Value user) {
    boolean named = !operand.origin().name().isEmpty();
    return (named ? operand : user).origin().cotangent();
  }

  private void accumulate(Value value, Value part) {
    if (!part.type().equals(value.type())) {
      throw new IllegalStateException("cotangent " + part + " of " + value + " by " + value.op());
    }
    cotangents.merge(value, part, builder::add);
  }
}
