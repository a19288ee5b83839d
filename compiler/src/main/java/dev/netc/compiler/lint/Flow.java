package dev.netc.compiler.lint;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Trace;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Random;
import dev.netc.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The graph of a network in training, with what each value depends on and what uses it. */
final class Flow {
  /** What a value may depend on. */
  enum Source {
    INPUT,
    TARGET,
    PARAMETER,
    RANDOM
  }

  private final Network network;
  private final Graph graph;
  private final Map<Value, Set<Source>> sources = new HashMap<>();
  private final Map<Value, List<Value>> users = new HashMap<>();
  private final Set<Value> results = new HashSet<>();
  private final Map<String, Value> parameters;

  Flow(Network network) {
    this.network = network;
    this.graph = network.observed().graph();
    this.parameters = graph.inputs(Op.Role.PARAMETER);
    for (Value value : graph.values()) {
      sources.put(value, sourcesOf(value));
      value
          .operands()
          .forEach(operand -> users.computeIfAbsent(operand, key -> new ArrayList<>()).add(value));
    }
    graph.outputs(Graph.Result.OUTPUT).forEach(output -> results.add(output.value()));
  }

  private Set<Source> sourcesOf(Value value) {
    EnumSet<Source> all = EnumSet.noneOf(Source.class);
    value.operands().forEach(operand -> all.addAll(sources.getOrDefault(operand, Set.of())));
    if (value.op() instanceof Random) {
      all.add(Source.RANDOM);
    } else if (value.op() instanceof Op.Input input) {
      switch (input.role()) {
        case INPUT -> all.add(Source.INPUT);
        case TARGET -> all.add(Source.TARGET);
        case PARAMETER -> all.add(Source.PARAMETER);
        default -> {}
      }
    }
    return all;
  }

  Network network() {
    return network;
  }

  Graph graph() {
    return graph;
  }

  Trace trace() {
    return network.observed().trace();
  }

  /** What a parameter is in the graph, by its path; empty if the graph does not use it. */
  Optional<Value> parameter(String path) {
    return Optional.ofNullable(parameters.get(path));
  }

  Optional<Value> loss() {
    return graph.output(Graph.Result.LOSS, "loss");
  }

  /** Whether the value leaves the network as an output. */
  boolean isOutput(Value value) {
    return results.contains(value);
  }

  boolean dependsOn(Value value, Source source) {
    return sources.getOrDefault(value, Set.of()).contains(source);
  }

  /** Whether a value is made of learned parameters and constants alone. */
  boolean isLearned(Value value) {
    return sources.getOrDefault(value, Set.of()).equals(Set.of(Source.PARAMETER));
  }

  /** Whether a value is the same in each run. */
  boolean isConstant(Value value) {
    return sources.getOrDefault(value, Set.of()).isEmpty();
  }

  /** The values that a value is an operand of, once for each place. */
  List<Value> users(Value value) {
    return users.getOrDefault(value, List.of());
  }

  /** All values that depend on one, itself included. */
  Set<Value> behind(Value value) {
    Set<Value> behind = new HashSet<>(Set.of(value));
    Deque<Value> open = new ArrayDeque<>(behind);
    while (!open.isEmpty()) {
      for (Value user : users(open.remove())) {
        if (behind.add(user)) {
          open.add(user);
        }
      }
    }
    return behind;
  }

  /** All values that one depends on, itself included. */
  Set<Value> before(Value value) {
    return before(List.of(value));
  }

  /** All values that anything depends on that leaves the network. */
  Set<Value> used() {
    return before(graph.outputs().stream().map(Graph.Output::value).toList());
  }

  /** All values that any of some depends on, themselves included. */
  Set<Value> before(List<Value> values) {
    Set<Value> before = new HashSet<>(values);
    Deque<Value> open = new ArrayDeque<>(before);
    while (!open.isEmpty()) {
      for (Value operand : open.remove().operands()) {
        if (before.add(operand)) {
          open.add(operand);
        }
      }
    }
    return before;
  }

  /**
   * Whether learned parameters have come before a value, and none acts on what becomes of it: it is
   * the end of what learns. Sums of single numbers, such as those of losses, do not count.
   */
  boolean endsLearning(Value value) {
    if (!dependsOn(value, Source.PARAMETER)) {
      return false;
    }
    Set<Value> behind = new HashSet<>(Set.of(value));
    Deque<Value> open = new ArrayDeque<>(behind);
    while (!open.isEmpty()) {
      for (Value user : users(open.remove())) {
        // What is learned alone does not depend on the value; most searches end here.
        if (user.rank() > 0 && user.operands().stream().anyMatch(this::isLearned)) {
          return false;
        }
        if (behind.add(user)) {
          open.add(user);
        }
      }
    }
    return behind.stream()
        .filter(user -> user != value && user.rank() > 0)
        .flatMap(user -> user.operands().stream())
        .noneMatch(other -> !behind.contains(other) && dependsOn(other, Source.PARAMETER));
  }
}
