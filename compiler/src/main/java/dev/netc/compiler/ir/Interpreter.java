package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates a graph in double, one value after another: the reference that every pass and the
 * generated code are compared with.
 *
 * <p>All floating elements are doubles, whatever the graph's types say; whole numbers wrap as in
 * Java.
 */
public final class Interpreter {
  private Interpreter() {}

  /** What identifies an input. */
  public record Key(Op.Role role, String name) {}

  /**
   * The values of all nodes. The free sizes are those of the inputs.
   *
   * @throws IllegalArgumentException if an input is missing, has a shape that is not its type's, or
   *     leaves a free size unknown
   */
  public static Evaluation run(Graph graph, Map<Key, DoubleTensor> inputs) {
    Map<Value, DoubleTensor> results = new HashMap<>();
    for (Value value : graph.values()) {
      if (value.op() instanceof Op.Input input) {
        results.put(value, given(input, inputs));
      }
    }
    return evaluate(graph, results, sizes(results));
  }

  /** As {@link #run(Graph, Map)}, where the free sizes are known. */
  static Evaluation run(Graph graph, Map<Key, DoubleTensor> inputs, Map<String, Long> sizes) {
    Map<Value, DoubleTensor> results = new HashMap<>();
    for (Value value : graph.inputs()) {
      results.put(value, given((Op.Input) value.op(), inputs));
    }
    return evaluate(graph, results, sizes);
  }

  private static Evaluation evaluate(
      Graph graph, Map<Value, DoubleTensor> results, Map<String, Long> sizes) {
    results.forEach((input, tensor) -> checkShape(input, tensor.shape(), sizes));
    for (Value value : graph.values()) {
      if (!(value.op() instanceof Op.Input)) {
        results.put(value, evaluate(value, results, sizes));
      }
    }
    return new Evaluation(graph, results);
  }

  /**
   * One element of a {@link dev.netc.compiler.ir.Map} or {@link Cast}.
   *
   * @param element the type of the result
   */
  public static double element(Op op, ElementType element, List<Double> operands) {
    List<DoubleTensor> scalars = operands.stream().map(DoubleTensor::scalar).toList();
    return op.accept(new Evaluator(TensorType.scalar(element), Map.of(), scalars)).item();
  }

  private static DoubleTensor given(Op.Input input, Map<Key, DoubleTensor> inputs) {
    DoubleTensor tensor = inputs.get(new Key(input.role(), input.name()));
    if (tensor == null) {
      throw new IllegalArgumentException("no value for " + input);
    }
    return tensor;
  }

  private static DoubleTensor evaluate(
      Value value, Map<Value, DoubleTensor> results, Map<String, Long> sizes) {
    List<DoubleTensor> operands = new ArrayList<>();
    value.operands().forEach(operand -> operands.add(results.get(operand)));
    return value.op().accept(new Evaluator(value.type(), sizes, operands));
  }

  /** The free sizes, from the axes of inputs that grow with a single name. */
  private static Map<String, Long> sizes(Map<Value, DoubleTensor> inputs) {
    Map<String, Long> sizes = new HashMap<>();
    inputs.forEach(
        (input, tensor) -> {
          for (int axis = 0; axis < Math.min(input.rank(), tensor.rank()); axis++) {
            Dim dim = input.dim(axis);
            long size = tensor.shape()[axis];
            if (dim.freeNames().size() == 1) {
              String name = dim.freeNames().first();
              long rest = dim.with(Map.of(name, 0L)).constant();
              dim.factorOf(name).ifPresent(factor -> sizes.put(name, (size - rest) / factor));
            }
          }
        });
    return sizes;
  }

  private static void checkShape(Value input, int[] shape, Map<String, Long> sizes) {
    if (!Arrays.equals(input.shape().evaluate(sizes), shape)) {
      throw new IllegalArgumentException(
          "%s is given with the shape %s, where %s"
              .formatted(input.op(), Arrays.toString(shape), sizes));
    }
  }
}
