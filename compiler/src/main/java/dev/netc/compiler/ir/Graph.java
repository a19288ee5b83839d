package dev.netc.compiler.ir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A program over primitives: inputs, values in topological order (inputs included), named outputs.
 * Immutable; a pass makes a new one with a {@link GraphBuilder}.
 */
public record Graph(List<Value> values, List<Output> outputs) {
  /** A value that leaves the graph; kind and name together are unique among the outputs. */
  public record Output(Result kind, String name, Value value) {}

  /** What an output of a graph is to the user. */
  public enum Result {
    /** An output of the network, by its name. */
    OUTPUT,
    /** The loss, a scalar. */
    LOSS,
    /** A scalar that is watched but not learned from. */
    METRIC,
    /** The new value of a buffer, by its path. */
    BUFFER,
    /** The new value of a parameter. */
    PARAMETER,
    /** The new value of an optimizer's state. */
    STATE,
    /** The new value of an optimizer's number. */
    HYPERPARAMETER,
    /** Whether the optimizer asks for loss and gradients once more, at the new parameters. */
    AGAIN,
    /**
     * The gathered gradient plus the gradient of the loss, by the path of the parameter or the name
     * of the input.
     */
    GRADIENT,
    /**
     * The gathered gradient plus the gradient that follows from the given gradients of the outputs.
     */
    UPSTREAM_GRADIENT
  }

  public Graph {
    values = List.copyOf(values);
    outputs = List.copyOf(outputs);
  }

  /** The values that enter, in the order of their first appearance. */
  public List<Value> inputs() {
    return values.stream().filter(value -> value.op() instanceof Op.Input).toList();
  }

  /** The input of a role and name, if the graph uses it. */
  public Optional<Value> input(Op.Role role, String name) {
    return values.stream()
        .filter(
            value ->
                value.op() instanceof Op.Input in && in.role() == role && in.name().equals(name))
        .findFirst();
  }

  /** The inputs of a role by name, for those who ask for many. */
  public Map<String, Value> inputs(Op.Role role) {
    Map<String, Value> inputs = new HashMap<>();
    for (Value value : values) {
      if (value.op() instanceof Op.Input in && in.role() == role) {
        inputs.putIfAbsent(in.name(), value);
      }
    }
    return inputs;
  }

  /** The value that leaves under a kind and name, if there is one. */
  public Optional<Value> output(Result kind, String name) {
    return outputs.stream()
        .filter(output -> output.kind() == kind && output.name().equals(name))
        .findFirst()
        .map(Output::value);
  }

  /** The outputs of a kind, in order. */
  public List<Output> outputs(Result kind) {
    return outputs.stream().filter(output -> output.kind() == kind).toList();
  }

  /** The names of sizes that are known at run time only. */
  public SortedSet<String> freeNames() {
    SortedSet<String> names = new TreeSet<>();
    Set<Dim> seen = new HashSet<>();
    for (Value value : values) {
      for (Dim dim : value.shape().dims()) {
        if (!dim.isConstant() && seen.add(dim)) {
          names.addAll(dim.freeNames());
        }
      }
    }
    return names;
  }
}
