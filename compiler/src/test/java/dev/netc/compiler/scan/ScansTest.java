package dev.netc.compiler.scan;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.netc.compiler.testing.TensorSubject.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.RandomGraphs;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.ir.Verifier;
import dev.netc.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans compute the same with less in their rounds. */
final class ScansTest {
  private static Network network(String body) {
    String program =
        """
        network Net {
            input x: float[N, T, 4]
            input z: float[N, 4]
            param u: [] ~ uniform(-1, 1)
            %s
            output y
            loss sum(square(y * u))
            optimizer SGD(lr=0.1)
        }
        """
            .formatted(body);
    var analysis =
        new Compiler(CompilerOptions.DEFAULT).analyze(new SourceFile("scan.net", program));
    assertWithMessage("%s", analysis.diagnostics()).that(analysis.hasErrors()).isFalse();
    return analysis.networks().get(0);
  }

  private static Graph training(String body) {
    return TrainingGraph.of(network(body), TrainingGraph.InputGradients.ALL);
  }

  private static void assertKeepsValues(Graph graph) {
    assertSameValues(graph, Scans.simplify(graph));
  }

  private static void assertSameValues(Graph graph, Graph simple) {
    assertThat(Verifier.accepts(simple)).isTrue();
    for (Map<String, Long> sizes : List.of(Map.of("N", 2L, "T", 3L), Map.of("N", 3L, "T", 1L))) {
      Map<Interpreter.Key, DoubleTensor> elements = RandomGraphs.elements(graph, 1, sizes);
      Evaluation expected = Interpreter.run(graph, elements);
      Evaluation actual = Interpreter.run(simple, elements);
      for (Graph.Output output : graph.outputs()) {
        assertThat(actual.output(output.kind(), output.name()))
            .isWithin(1e-9, 1e-9)
            .of(expected.output(output.kind(), output.name()));
      }
    }
  }

  private static List<Scan> scans(Graph graph) {
    return graph.values().stream()
        .map(Value::op)
        .filter(op -> op instanceof Scan)
        .map(op -> (Scan) op)
        .toList();
  }

  private static long count(Scan scan, Class<? extends Op> kind) {
    return scan.body().values().stream().filter(value -> kind.isInstance(value.op())).count();
  }

  private static long count(Scan scan, Elementwise function) {
    return scan.body().values().stream()
        .filter(
            value ->
                value.op() instanceof dev.netc.compiler.ir.Map map && map.function() == function)
        .count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(y, _) = x -> rnn: RNN(3, batch_first=true)",
        "(y, _) = x -> rnn: RNN(5, nonlinearity=\"relu\", bias=false, num_layers=2)",
        "(y, _) = x -> rnn: GRU(3, num_layers=2, batch_first=true, bidirectional=true)",
        "(_, y) = x -> rnn: GRU(3, bias=false)",
        "(y, _) = x -> rnn: LSTM(32, batch_first=true)",
        "(y, _) = x -> rnn: RNN(128)",
        "a = cat([x, x, x, x, x, x, x, x], -1)\n (y, _) = a -> rnn: LSTM(32, batch_first=true)",
        "a = cat([x, x, x, x, x, x, x, x], -1)\n (y, _) = a -> rnn: RNN(32, num_layers=2, bidirectional=true)",
        "a = cat([x, x, x, x, x, x, x, x], -1)\n (y, _) = a -> rnn: RNN(64, bias=false)\n y = y + sum(a)",
        "(y, (h, c)) = x -> rnn: LSTM(3, batch_first=true)",
        "(_, (y, c)) = x -> rnn: LSTM(3, batch_first=true)",
        "(out, (h, c)) = x -> rnn: LSTM(6, num_layers=2, bidirectional=true, dropout=0.5)\n"
            + "y = sum(out) + h + sum(c)",
        "(out, (h, c)) = x -> rnn: LSTM(5, proj_size=2, batch_first=true)\n y = sum(out) + h + sum(c)",
      })
  void layersKeepTheirValues(String layer) {
    assertKeepsValues(training(layer));
    assertKeepsValues(network(layer).inference());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Products of sequences, of what is yielded, of both.
        "y = scan xt in x along 1 with h = z { h = tanh(h @ w + xt @ w) }",
        "(y, _) = scan xt in x along 1 with h = z { h = tanh(h + xt)\n yield tanh(h @ w) + xt }",
        "(y, _) = scan xt in x along 1 with h = z { h = tanh(h + exp(xt))\n yield (xt @ w) * (h @ w) }",
        "y = scan xt in x along 1 { yield xt @ w }",
        "y = scan xt in x along 1 { yield z @ w }",
        // Sums.
        "y = scan xt in x along 1 with s = z { s = s + xt * 2 }",
        "y = scan xt in x along 1 with s = w { s = s + transpose(xt) @ z }",
        "(y, _) = scan xt in x along 1 with s = w, h = z { s = s - transpose(h) @ z @ w + transpose(h) @ xt\n h = sin(h + xt) }",
        "(y, _) = scan xt in x along 1 with s = w[0], h = z { s = s + sum(h * xt, 0)\n h = sin(h + xt) }",
        "y = scan xt in x along 1 with s = z { s = s }",
        // Nothing to take out.
        "y = scan xt in x along 1 with a = zeros([4]) + w[0], b = w[1] { (a, b) = (b, a + sum(xt, 0)) }\n y = y[0] + y[1]",
        "y = scan xt in x along 1 with h = w[0] { h = h + sum(dropout(xt, 0.5), 0) }",
        "(y, _) = scan xt in x, i in 0..size(x, 1) along 1 with h = z { h = tanh(h * w[0]) * (i + 1)\n yield argmax(h @ w, -1) * h[:, 0] }",
        // A scan within a scan.
        """
        y = scan row in x with outer = w[0, 0] {
            inner = scan xt in row with inner = outer { inner = tanh(inner * w[0, 0] + sum(xt)) }
            outer = outer * inner + sum(row @ w)
        }
        """,
      })
  void scansKeepTheirValues(String scan) {
    String body = "param w: [4, 4] ~ uniform(-1, 1)\n" + scan;
    assertKeepsValues(training(body));
    assertKeepsValues(network(body).inference());
  }

  @Test
  void theWayBackTakesWhatTheWayForwardComputed() {
    List<Scan> scans = scans(Scans.simplify(training("(y, _) = x -> rnn: LSTM(3)")));
    assertThat(scans).hasSize(3);
    for (Scan back : scans.subList(1, 3)) {
      assertThat(count(back, Elementwise.SIGMOID)).isEqualTo(0);
      assertThat(count(back, Elementwise.TANH)).isEqualTo(0);
    }
  }

  @Test
  void gradientsOfWeightsAreProductsOverAllRounds() {
    Graph graph = Scans.simplify(training("(y, _) = x -> rnn: LSTM(3)"));
    for (Scan back : scans(graph).subList(1, 3)) {
      assertThat(count(back, Contract.class)).isEqualTo(1);
      assertThat(back.carries()).isEqualTo(2);
    }
  }

  @Test
  void productsOfItemsAreMadeBeforeTheScan() {
    Graph graph =
        Scans.simplify(
            network(
                    "param w: [4, 4] ~ uniform(-1, 1)\n y = scan xt in x along 1 with h = z { h = tanh(h + xt @ w) }")
                .inference());
    Scan scan = scans(graph).get(0);
    assertThat(count(scan, Contract.class)).isEqualTo(0);
    assertThat(scan.sequences()).isEqualTo(1);
  }

  @Test
  void productsThatAreOnlyYieldedAreMadeBehindTheScan() {
    Graph graph =
        Scans.simplify(
            network(
                    "param w: [4, 4] ~ uniform(-1, 1)\n"
                        + "(y, _) = scan xt in x along 1 with h = z { h = tanh(h + xt)\n yield sin(h @ w) }")
                .inference());
    Scan scan = scans(graph).get(0);
    assertThat(count(scan, Contract.class)).isEqualTo(0);
    assertThat(count(scan, Elementwise.SIN)).isEqualTo(0);
  }

  @Test
  void whatNobodyReadsIsNotCarried() {
    Graph graph =
        Scans.simplify(
            network(
                    "(y, _, _) = scan xt in x along 1 with h = z, c = z {"
                        + "c = c + h * c\n h = tanh(h + xt)\n yield h }")
                .inference());
    Scan scan = scans(graph).get(0);
    assertThat(scan.carries()).isEqualTo(1);
  }

  @Test
  void aScanOfNothingButSumsIsNone() {
    Graph graph =
        Scans.simplify(network("y = scan xt in x along 1 with s = z { s = s + xt }").inference());
    assertThat(scans(graph)).isEmpty();
  }

  @Test
  void weightsThatARoundMultipliesByComeInPanels() {
    Graph graph = Scans.simplify(network("(y, _) = x -> rnn: LSTM(32)").inference());
    Scan scan = scans(graph).get(0);
    List<Shape> shapes = scan.body().inputs().stream().map(Value::shape).toList();
    assertThat(shapes).contains(Shape.of(4, 32, 32));
  }

  @Test
  void aProductOfItemsIsPartOfThatOfTheState() {
    String wide = "a = cat([x, x, x, x, x, x, x, x], -1)\n";
    Network network = network(wide + "(y, _) = a -> rnn: LSTM(32, batch_first=true)");
    for (Graph graph :
        List.of(
            network.inference(), TrainingGraph.of(network, TrainingGraph.InputGradients.NONE))) {
      Scan scan = scans(Scans.simplify(graph)).get(0);
      List<Shape> shapes = scan.body().inputs().stream().map(Value::shape).toList();
      // Four panels of 32 columns, for 32 units and as many features.
      assertThat(shapes).contains(Shape.of(4, 64, 32));
      assertThat(count(scan, Contract.class)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // More weights than a cache holds, few features, and a product that is read elsewhere, too.
        "a = cat([x, x, x, x, x, x, x, x], -1)\n (y, _) = a -> rnn: LSTM(256, batch_first=true)",
        "(y, _) = x -> rnn: LSTM(32, batch_first=true)",
        """
        a = cat([x, x, x, x, x, x, x, x], -1)
        param w: [32, 32] ~ uniform(-1, 1)
        p = a @ w
        (y, _) = scan pt in p along 1 with h = zeros([32]) + p[:, 0] {
            h = tanh(h @ w + pt)
            yield h
        }
        y = y + p
        """,
      })
  void otherProductsOfItemsAreMadeBeforeTheScan(String body) {
    Graph graph = Scans.simplify(network(body).inference());
    Scan scan = scans(graph).get(0);
    assertThat(scan.body().values().stream().anyMatch(value -> value.op() instanceof Move.Concat))
        .isFalse();
    assertKeepsValues(network(body).inference());
  }

  @Test
  void weightsThatARoundMultipliesByAreTransposedOnce() {
    Graph graph = Scans.simplify(network("(y, _) = x -> rnn: LSTM(3)").inference());
    for (Value value : scans(graph).get(0).body().values()) {
      if (value.op() instanceof Contract contract) {
        assertThat(contract.right().get(0)).isEqualTo(contract.left().get(1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(out, _) = x -> rnn: LSTM(3, batch_first=true)\n y = out[:, -1]",
        "(out, _) = transpose(x, 0, 1) -> rnn: GRU(3)\n y = out[-1]",
        "(out, _) = x -> rnn: RNN(3, batch_first=true, num_layers=2)\n y = out[:, -1, 1:]",
      })
  void theLastOutputIsTheLastState(String body) {
    Graph inference = network(body).inference();
    Graph last = LastRounds.read(inference);
    List<Scan> scans = scans(Scans.simplify(last));
    assertThat(scans.get(scans.size() - 1).yields()).isEqualTo(0);
    assertSameValues(inference, last);
    assertKeepsValues(last);
    Network network = network(body);
    Graph training = LastRounds.read(network.training().orElseThrow());
    Graph expected = training(body);
    Graph actual = TrainingGraph.of(network, training, TrainingGraph.InputGradients.ALL);
    assertSameValues(expected, actual);
    assertKeepsValues(actual);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(out, _) = x -> rnn: LSTM(3, batch_first=true)\n y = out[:, 0]",
        "(out, _) = x -> rnn: LSTM(3, batch_first=true)\n y = out[:, 0:1]",
        "out = scan xt in x along 1 with h = z { h = tanh(h + xt)\n yield 2 * h }\n y = out[0][:, -1]",
      })
  void otherOutputsAreYielded(String body) {
    Graph inference = network(body).inference();
    Graph read = LastRounds.read(inference);
    assertThat(scans(Scans.simplify(read)).get(0).yields()).isEqualTo(1);
    assertSameValues(inference, read);
  }

  @Test
  void whatIsCarriedAndKeptLiesSideBySide() {
    Graph graph = Scans.simplify(training("(y, _) = x -> rnn: LSTM(3)"));
    Scan forward = scans(graph).get(0);
    assertThat(forward.hasTrail(0)).isTrue();
    assertThat(forward.hasTrail(1)).isTrue();
    Dim rounds = Dim.of(7);
    Dim state = forward.next(0).shape().elements();
    assertThat(forward.startOfNext(rounds, 0).minus(forward.startOfOld(rounds, 0)))
        .isEqualTo(state);
    assertThat(forward.startOfLast(rounds, 0).minus(forward.startOfOld(rounds, 0)))
        .isEqualTo(state.times(rounds));
    assertThat(scans(graph).get(1).hasTrail(0)).isFalse();
  }

  @Test
  void randomGraphsKeepTheirValues() {
    for (int seed = 0; seed < 300; seed++) {
      assertKeepsValues(RandomGraphs.graph(seed, 60));
    }
  }
}
