package dev.netc.compiler.ir;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks what every graph promises: each value comes after its operands, which belong to the graph,
 * and has the type that its op infers; inputs and outputs are unique by role or kind and name. A
 * pass ends with {@code assert Verifier.accepts(graph)}.
 */
public final class Verifier {
  private Verifier() {}

  /**
   * True.
   *
   * @throws IllegalStateException if the graph breaks a promise: a fault of the pass that made it
   */
  public static boolean accepts(Graph graph) {
    Set<Value> seen = new HashSet<>();
    Set<List<Object>> inputs = new HashSet<>();
    for (Value value : graph.values()) {
      for (Value operand : value.operands()) {
        require(seen.contains(operand), value, "operand %s does not come before it", operand);
      }
      require(seen.add(value), value, "comes twice");
      require(inferred(value).equals(value.type()), value, "should be %s", inferred(value));
      if (value.op() instanceof Scan scan) {
        accepts(scan.body());
      }
      if (value.op() instanceof Op.Input input) {
        require(inputs.add(List.of(input.role(), input.name())), value, "enters twice");
      }
    }
    Set<List<Object>> outputs = new HashSet<>();
    for (Graph.Output output : graph.outputs()) {
      require(seen.contains(output.value()), output.value(), "is not in the graph");
      require(
          outputs.add(List.of(output.kind(), output.name())),
          output.value(),
          "leaves as a second %s %s",
          output.kind(),
          output.name());
    }
    return true;
  }

  private static TensorType inferred(Value value) {
    try {
      return value.op().infer(value.operands().stream().map(Value::type).toList());
    } catch (IllegalArgumentException misfit) {
      throw new IllegalStateException(value + " by " + value.op(), misfit);
    }
  }

  private static void require(boolean holds, Value value, String message, Object... facts) {
    if (!holds) {
      throw new IllegalStateException(
          "%s by %s: %s".formatted(value, value.op(), message.formatted(facts)));
    }
  }
}
