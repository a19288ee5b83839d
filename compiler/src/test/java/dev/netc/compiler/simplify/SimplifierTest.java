package dev.netc.compiler.simplify;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;

import dev.netc.compiler.autodiff.Differentiator;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.GraphParser;
import dev.netc.compiler.ir.GraphPrinter;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.RandomGraphs;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.ir.Verifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SimplifierTest {
  /** Rounding only: a sum over equal elements becomes one multiplication. */
  private static final double ROUNDING = 1e-9;

  @Test
  void randomGraphsKeepTheirValues() {
    int removed = 0;
    for (int seed = 0; seed < 300; seed++) {
      Graph graph = RandomGraphs.graph(seed, 60);
      removed += removedWithoutChange(graph, seed);
    }
    assertThat(removed).isGreaterThan(300);
  }

  @Test
  void derivativesOfRandomGraphsKeepTheirValues() {
    int removed = 0;
    for (int seed = 0; seed < 200; seed++) {
      removed += removedWithoutChange(derived(RandomGraphs.graph(seed, 40)), seed);
    }
    assertThat(removed).isGreaterThan(1_000);
  }

  /** The gradients of the sum of all floating outputs. */
  private static Graph derived(Graph graph) {
    GraphBuilder b = GraphBuilder.continuing(graph);
    Map<Value, Value> seeds = new LinkedHashMap<>();
    for (Graph.Output output : graph.outputs()) {
      if (output.value().type().element().isFloating()) {
        seeds.put(output.value(), b.like(output.value(), 1));
      }
    }
    List<Graph.Output> outputs = new ArrayList<>(graph.outputs());
    for (Optional<Value> cotangent :
        Differentiator.differentiate(b, graph, seeds, graph.inputs())) {
      String name = "d" + outputs.size();
      cotangent.ifPresent(
          value -> outputs.add(new Graph.Output(Graph.Result.GRADIENT, name, value)));
    }
    Graph derived = b.build(outputs);
    assertThat(Verifier.accepts(derived)).isTrue();
    return derived;
  }

  private static int removedWithoutChange(Graph graph, long seed) {
    Graph simple = Simplifier.simplify(graph);
    for (long size = 1; size <= 3; size++) {
      Map<Interpreter.Key, DoubleTensor> elements =
          RandomGraphs.elements(graph, seed, Map.of("N", size));
      Evaluation expected = Interpreter.run(graph, elements);
      Evaluation actual = Interpreter.run(simple, elements);
      for (Graph.Output output : graph.outputs()) {
        assertThat(actual.output(output.kind(), output.name()))
            .isWithin(ROUNDING, ROUNDING)
            .of(expected.of(output.value()));
      }
    }
    return graph.values().size() - simple.values().size();
  }

  @Test
  void aSimpleGraphStaysAsItIs() {
    for (int seed = 0; seed < 50; seed++) {
      Graph simple = Simplifier.simplify(RandomGraphs.graph(seed, 60));
      assertThat(GraphPrinter.print(Simplifier.simplify(simple)))
          .isEqualTo(GraphPrinter.print(simple));
    }
  }

  @Test
  void equalValuesAreComputedOnceUnderTheFirstName() {
    assertSimplifies(
        """
        x: float[3] = input(role=input, name="x")
        first: float[3] = exp(x)
        second: float[3] = exp(x)
        sum: float[3] = add(first, second)
        output output "y" = sum
        """,
        """
        x: float[3] = input(role=input, name="x")
        first: float[3] = exp(x)
        sum: float[3] = add(first, first)
        output output "y" = sum
        """);
  }

  @Test
  void whatNoOutputNeedsIsDroppedButInputsStay() {
    assertSimplifies(
        """
        x: float[3] = input(role=input, name="x")
        unused: float[3] = exp(x)
        y: float[] = constant(value=1.0)
        output output "y" = y
        """,
        """
        x: float[3] = input(role=input, name="x")
        y: float[] = constant(value=1.0)
        output output "y" = y
        """);
  }

  @Test
  void rulesWorkTogether() {
    assertSimplifies(
        """
        x: float[N, 3] = input(role=input, name="x")
        one: float[] = constant(value=1.0)
        ones: float[N, 3] = broadcast(one, axes=[])
        two: float[N, 3] = add(ones, ones)
        exponent: float[N, 3] = sub(two, ones)
        power: float[N, 3] = pow(x, exponent)
        y: float[N, 3] = mul(power, ones)
        output output "y" = y
        """,
        """
        x: float[N, 3] = input(role=input, name="x")
        output output "y" = x
        """);
  }

  @Test
  void depthDoesNotMatter() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.input(Op.Role.INPUT, "x", new TensorType(ElementType.FLOAT, Shape.of(3)));
    Value y = x;
    for (int i = 0; i < 20_000; i++) {
      y = i % 3 == 0 ? b.map(Elementwise.TANH, y) : b.neg(b.mul(y, b.like(y, 1)));
    }
    Graph graph = b.build(List.of(new Graph.Output(Graph.Result.OUTPUT, "y", y)));
    // A third of the steps are tanh; of each two negations between them none is left.
    assertThat(Simplifier.simplify(graph).values()).hasSize(1 + 6_667 + 1);
  }

  private static void assertSimplifies(String before, String after) {
    Graph graph = GraphParser.parse(before);
    assertThat(Verifier.accepts(graph)).isTrue();
    assertThat(GraphPrinter.print(Simplifier.simplify(graph))).isEqualTo(after);
  }
}
