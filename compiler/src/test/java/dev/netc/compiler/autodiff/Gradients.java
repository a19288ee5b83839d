package dev.netc.compiler.autodiff;

import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gradients at a point, for what is known by hand. */
final class Gradients {
  private Gradients() {}

  /**
   * The gradients of the sum of a function's elements with respect to each operand, which all have
   * one.
   */
  static List<DoubleTensor> of(GradientCheck.Function function, DoubleTensor... at) {
    GraphBuilder b = new GraphBuilder();
    List<Value> x = new ArrayList<>();
    Map<Interpreter.Key, DoubleTensor> elements = new HashMap<>();
    for (DoubleTensor tensor : at) {
      String name = "x" + x.size();
      long[] sizes = Arrays.stream(tensor.shape()).asLongStream().toArray();
      x.add(b.input(Op.Role.INPUT, name, new TensorType(ElementType.DOUBLE, Shape.of(sizes))));
      elements.put(new Interpreter.Key(Op.Role.INPUT, name), tensor);
    }
    Value y = function.build(b, x);
    Graph forward = b.build(List.of(new Graph.Output(Graph.Result.OUTPUT, "y", y)));
    List<Graph.Output> outputs = new ArrayList<>();
    for (Optional<Value> gradient :
        Differentiator.differentiate(b, forward, Map.of(y, b.like(y, 1)), x)) {
      String name = "x" + outputs.size();
      outputs.add(new Graph.Output(Graph.Result.GRADIENT, name, gradient.orElseThrow()));
    }
    Evaluation evaluation = Interpreter.run(b.build(outputs), elements);
    return outputs.stream().map(output -> evaluation.of(output.value())).toList();
  }
}
