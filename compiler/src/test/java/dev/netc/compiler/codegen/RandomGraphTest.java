package dev.netc.compiler.codegen;

import static dev.netc.compiler.testing.TensorSubject.assertThat;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.RandomGraphs;
import dev.netc.runtime.Model;
import dev.netc.runtime.Predictor;
import dev.netc.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled graphs compute what the interpreter computes. */
final class RandomGraphTest {
  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("netc.seeds", 25));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void compiledGraphsAgreeWithTheInterpreter(long seed) {
    Graph graph = RandomGraphs.graph(seed, 12);
    Network network = Networks.of(graph);
    Model model = GeneratedModel.of(network);
    Predictor predictor = model.predictor();
    predictor.seed(seed);
    int run = 0;
    for (long n : new long[] {2, 1, 5}) {
      Map<Interpreter.Key, DoubleTensor> elements =
          RandomGraphs.elements(graph, seed, Map.of("N", n));
      elements.put(RandomKeys.KEY, RandomKeys.of(seed, run++));
      List<Tensor> inputs = new ArrayList<>();
      for (Network.Port port : network.inputs()) {
        DoubleTensor tensor = elements.get(new Interpreter.Key(Op.Role.INPUT, port.name()));
        inputs.add(Tensors.of(port.type().element(), tensor));
      }
      List<Tensor> results = predictor.predict(inputs);
      Evaluation expected = Interpreter.run(graph, elements);
      for (int i = 0; i < results.size(); i++) {
        assertThat(Tensors.of(results.get(i)))
            .isWithin(1e-3, 1e-3)
            .of(expected.output(Graph.Result.OUTPUT, network.outputs().get(i).name()));
      }
    }
  }
}
