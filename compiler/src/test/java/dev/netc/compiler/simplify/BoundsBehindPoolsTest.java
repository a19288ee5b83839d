package dev.netc.compiler.simplify;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.RandomGraphs;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.ir.Verifier;
import dev.netc.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values and gradients stay, at elements of which many are equal; and where they would not. */
final class BoundsBehindPoolsTest {
  @Test
  void aReluMovesBehindThePool() {
    assertThat(boundedBehind("x * w -> relu -> max_pool2d(2)")).isEqualTo("1 before 0");
  }

  @Test
  void ofTwoRelusOneIsLeft() {
    assertThat(boundedBehind("x * w -> relu -> max_pool2d(2) -> relu")).isEqualTo("1 before 0");
    assertThat(boundedBehind("x * w -> relu -> relu")).isEqualTo("0 before 1");
  }

  @Test
  void itMovesBehindPoolsThatOverlapOrHaveAnEdge() {
    assertThat(boundedBehind("x * w -> relu6 -> max_pool2d(3, stride=2, padding=1)"))
        .isEqualTo("2 before 0");
    assertThat(boundedBehind("x * w -> relu -> max_pool2d(2, ceil_mode=true) -> max_pool2d(2)"))
        .isEqualTo("1 before 0");
  }

  @Test
  void aReluThatOthersReadStays() {
    assertThat(boundedBehind("relu(x * w)\n    z = max_pool2d(z, 2) + mean(z)"))
        .isEqualTo("0 before 1");
  }

  @Test
  void aReluStaysIfThePlacesAreRead() {
    Network network =
        network(
            """
                r = x * w -> relu
                (y, at) = max_pool2d(r, 2, return_indices=true)
                z = y + 0.1 * to_float(at)
            """);
    assertThat(BoundsBehindPools.move(network.training().orElseThrow()))
        .isSameInstanceAs(network.training().orElseThrow());
  }

  @Test
  void aReluStaysIfAWindowMayLieInThePadding() {
    assertThat(boundedBehind("x * w -> relu -> pad((3, 3), value=-inf) -> max_pool2d(2)"))
        .isEqualTo("0 before 1");
  }

  @Test
  void aBoundThatPassesGradientsOnStays() {
    assertThat(boundedBehind("x * w -> clamp(0, 1) -> max_pool2d(2)")).isEqualTo("0 before 2");
  }

  /** How many bounds are behind the last pool, and how many before, once values are compared. */
  private static String boundedBehind(String expression) {
    Network network = network("    z = " + expression + "\n");
    Graph training = network.training().orElseThrow();
    Graph moved = BoundsBehindPools.move(training);
    assertThat(Verifier.accepts(moved)).isTrue();
    checkGradients(network, moved);
    int behind = 0;
    int before = 0;
    List<Value> values = moved.values();
    int pool = -1;
    for (int i = 0; i < values.size(); i++) {
      pool = values.get(i).op() instanceof ArgReduce ? i : pool;
    }
    for (int i = 0; i < values.size(); i++) {
      if (isBound(values.get(i))) {
        behind += pool >= 0 && i > pool ? 1 : 0;
        before += pool < 0 || i < pool ? 1 : 0;
      }
    }
    return behind + " before " + before;
  }

  private static boolean isBound(Value value) {
    return value.op() instanceof dev.netc.compiler.ir.Map map
        && map.function() == dev.netc.compiler.ir.Elementwise.WHERE;
  }

  private static void checkGradients(Network network, Graph moved) {
    TrainingGraph.InputGradients inputs = TrainingGraph.InputGradients.ALL;
    Graph wanted = TrainingGraph.of(network, inputs);
    Graph joint = TrainingGraph.of(network, moved, inputs);
    for (int seed = 0; seed < 20; seed++) {
      Map<Interpreter.Key, DoubleTensor> elements =
          RandomGraphs.elements(wanted, seed, Map.of("N", 2L));
      Evaluation expected = Interpreter.run(wanted, elements);
      Evaluation actual = Interpreter.run(joint, elements);
      for (Graph.Output output : wanted.outputs()) {
        assertThat(actual.output(output.kind(), output.name()))
            .isWithin(0, 0)
            .of(expected.of(output.value()));
      }
    }
  }

  private static Network network(String body) {
    String text =
        """
        network Net {
            input x: float[N, 2, 9, 11]
            target t: float[N]
            param w: [2, 9, 11] ~ uniform(-1, 1)
        %s    y = sum(z, [1, 2, 3])
            output y
            loss MSELoss(y, t)
        }
        """
            .formatted(body);
    Analysis analysis =
        new Compiler(CompilerOptions.DEFAULT).analyze(new SourceFile("test.net", text));
    assertThat(analysis.errors()).isEmpty();
    return analysis.networks().get(0);
  }
}
