package dev.netc.compiler.autodiff;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.autodiff.TrainingGraph.InputGradients;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Outline;
import dev.netc.compiler.elaborate.Start;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Graph.Result;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op.Role;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrainingGraphTest {
  private static final Span SPAN = new Span(new SourceFile("test.net", "network"), 0, 7);
  private static final Dim N = Dim.free("N");
  private static final TensorType ROWS = new TensorType(ElementType.FLOAT, Shape.of(N, Dim.of(2)));
  private static final TensorType WEIGHT = new TensorType(ElementType.FLOAT, Shape.of(2));

  private final GraphBuilder b = new GraphBuilder();
  private final Value x = named("x", Role.INPUT, ROWS);
  private final Value weight = named("fc.weight", Role.PARAMETER, WEIGHT);

  TrainingGraphTest() {
    named("aux.weight", Role.PARAMETER, WEIGHT);
  }

  private Value named(String name, Role role, TensorType type) {
    b.at(new Value.Origin(name, Optional.of(SPAN)));
    Value value = b.input(role, name, type);
    b.at(Value.Origin.NONE);
    return value;
  }

  /** Outputs {@code y = x · weight}, and the loss {@code sum(y)²}. */
  private Network network() {
    Value y = b.contract(x, List.of(0, 1), weight, List.of(1), List.of(0));
    Value sum = b.sum(y, List.of(0));
    Graph training =
        b.build(
            List.of(
                new Graph.Output(Result.OUTPUT, "y", y),
                new Graph.Output(Result.LOSS, "loss", b.mul(sum, sum))));
    return network(training, Optional.of(training));
  }

  private static Network network(Graph inference, Optional<Graph> training) {
    return new Network(
        "Net",
        "",
        "",
        SPAN,
        List.of(new Network.Port("x", ROWS, "")),
        List.of(),
        List.of(),
        List.of(parameter("aux.weight"), parameter("fc.weight")),
        List.of(),
        new Network.Layer("", "", "Net", "", List.of(), List.of()),
        List.of(),
        List.of(),
        inference,
        Optional.empty(),
        training,
        Optional.empty(),
        Outline.empty(SPAN),
        Network.Observed.of(inference));
  }

  private static Network.Parameter parameter(String path) {
    return new Network.Parameter(path, WEIGHT, new Start.Filled(0), SPAN);
  }

  private static Evaluation run(Graph graph) {
    Map<Interpreter.Key, DoubleTensor> inputs = new HashMap<>();
    inputs.put(new Interpreter.Key(Role.INPUT, "x"), tensor(new int[] {3, 2}, 1, 2, 3, 4, 5, 6));
    inputs.put(new Interpreter.Key(Role.PARAMETER, "fc.weight"), DoubleTensor.vector(1, -1));
    inputs.put(new Interpreter.Key(Role.PARAMETER, "aux.weight"), DoubleTensor.vector(8, 8));
    inputs.put(new Interpreter.Key(Role.GRADIENT, "fc.weight"), DoubleTensor.vector(100, 200));
    inputs.put(new Interpreter.Key(Role.GRADIENT, "x"), tensor(new int[] {3, 2}, new double[6]));
    inputs.put(new Interpreter.Key(Role.UPSTREAM, "y"), DoubleTensor.vector(1, 0, 10));
    return Interpreter.run(graph, inputs);
  }

  private static DoubleTensor tensor(int[] shape, double... elements) {
    return DoubleTensor.of(shape, elements);
  }

  @Test
  void gradientsOfTheLossAreAddedToThoseGatheredBefore() {
    Evaluation result = run(TrainingGraph.of(network(), InputGradients.NONE));
    assertThat(result.output(Result.LOSS, "loss")).isEqualTo(DoubleTensor.scalar(9));
    assertThat(result.output(Result.GRADIENT, "fc.weight"))
        .isEqualTo(DoubleTensor.vector(100 - 6 * 9, 200 - 6 * 12));
  }

  @Test
  void upstreamGradientsOfTheOutputsFlowBack() {
    Evaluation result = run(TrainingGraph.of(network(), InputGradients.NONE));
    assertThat(result.output(Result.UPSTREAM_GRADIENT, "fc.weight"))
        .isEqualTo(DoubleTensor.vector(100 + 51, 200 + 62));
  }

  @Test
  void inputsHaveGradientsIfAsked() {
    Evaluation result = run(TrainingGraph.of(network(), InputGradients.ALL));
    assertThat(result.output(Result.UPSTREAM_GRADIENT, "x"))
        .isEqualTo(tensor(new int[] {3, 2}, 1, -1, 0, 0, 10, -10));
  }

  @Test
  void whatTheLossDoesNotReachHasNoGradient() {
    Graph joint = TrainingGraph.of(network(), InputGradients.NONE);
    assertThat(joint.outputs(Result.GRADIENT).stream().map(Graph.Output::name))
        .containsExactly("fc.weight");
    assertThat(joint.input(Role.GRADIENT, "aux.weight")).isEmpty();
  }

  @Test
  void gradientsAreNamedAfterTheirPrimals() {
    Graph joint = TrainingGraph.of(network(), InputGradients.NONE);
    Value.Origin origin = joint.output(Result.GRADIENT, "fc.weight").orElseThrow().origin();
    assertThat(origin).isEqualTo(new Value.Origin("dfc.weight", Optional.of(SPAN)));
  }

  @Test
  void aNetworkWithoutTrainingGraphIsRefused() {
    Network network = network(network().inference(), Optional.empty());
    assertThrows(
        IllegalArgumentException.class, () -> TrainingGraph.of(network, InputGradients.NONE));
  }

  @Test
  void depthDoesNotMatter() {
    Value y = b.broadcastTo(weight, Shape.of(2));
    for (int i = 0; i < 20_000; i++) {
      y = i % 2 == 0 ? b.map(Elementwise.TANH, y) : b.mul(y, weight);
    }
    Graph training = b.build(List.of(new Graph.Output(Result.LOSS, "loss", b.sum(y, List.of(0)))));
    Graph joint = TrainingGraph.of(network(training, Optional.of(training)), InputGradients.NONE);
    assertThat(joint.outputs(Result.GRADIENT)).hasSize(1);
    assertThat(joint.values().size()).isAtMost(250_000);
  }
}
