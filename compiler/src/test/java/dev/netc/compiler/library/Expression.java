package dev.netc.compiler.library;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.autodiff.TrainingGraph.InputGradients;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** An expression of the language, of a tensor {@code x}, evaluated by the reference interpreter. */
record Expression(String text, DoubleTensor x) {
  /** An expression of a list of numbers. */
  static Expression of(String text, double... x) {
    return new Expression(text, DoubleTensor.vector(x));
  }

  /** The elements of the result, in order. */
  List<Double> value() {
    return elements(evaluate().output(Graph.Result.OUTPUT, "y"));
  }

  /** The slopes of the sum of the result's elements. */
  List<Double> gradient() {
    return elements(evaluate().output(Graph.Result.GRADIENT, "x"));
  }

  private Evaluation evaluate() {
    String program =
        """
        network Case {
            input x: float%s
            y = %s
            output y
            loss sum(y)
        }
        """
            .formatted(Arrays.toString(x.shape()), text);
    Analysis analysis =
        new Compiler(CompilerOptions.DEFAULT).analyze(new SourceFile("case.net", program));
    assertThat(analysis.errors()).isEmpty();
    Graph graph = TrainingGraph.of(analysis.networks().get(0), InputGradients.ALL);
    Map<Interpreter.Key, DoubleTensor> inputs = new HashMap<>();
    for (Value value : graph.inputs()) {
      Op.Input input = (Op.Input) value.op();
      boolean given = input.role() == Op.Role.INPUT;
      inputs.put(new Interpreter.Key(input.role(), input.name()), given ? x : zeros(value));
    }
    return Interpreter.run(graph, inputs);
  }

  private static DoubleTensor zeros(Value value) {
    int[] shape = value.shape().evaluate(Map.of());
    return DoubleTensor.of(shape, new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)]);
  }

  /** Plus zero: no difference is made between the two zeros. */
  private static List<Double> elements(DoubleTensor tensor) {
    return DoubleStream.of(tensor.data()).mapToObj(e -> e + 0.0).collect(Collectors.toList());
  }
}
