package dev.netc.compiler.codegen;

import static dev.netc.compiler.testing.TensorSubject.assertThat;

import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.RandomGraphs;
import dev.netc.compiler.ir.Value;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled gradients are those of the interpreter, from the loss and from given ones. */
final class RandomTrainingTest {
  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("netc.seeds", 15));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void compiledGradientsAgreeWithTheInterpreter(long seed) throws ReflectiveOperationException {
    Graph forward = RandomGraphs.graph(seed, 12);
    Network network =
        Networks.of(forward, Optional.empty(), Optional.of(withLoss(forward)), Optional.empty());
    Graph joint = TrainingGraph.of(network, TrainingGraph.InputGradients.ALL);
    Trainer trainer = GeneratedModel.withInputGradients(network).trainer();
    trainer.seed(seed);
    int run = 0;
    for (long n : new long[] {2, 3}) {
      Map<Interpreter.Key, DoubleTensor> elements = elements(joint, seed, n);
      List<Tensor> inputs = tensors(elements, Op.Role.INPUT, network.inputs());
      elements.put(RandomKeys.KEY, RandomKeys.of(seed, run++));
      trainer.forward(inputs);
      trainer.zeroGrad();
      trainer.loss(List.of());
      trainer.backward();
      compare(trainer, joint, elements, Graph.Result.GRADIENT);
      elements.put(RandomKeys.KEY, RandomKeys.of(seed, run++));
      trainer.forward(inputs);
      trainer.zeroGrad();
      trainer.backward(tensors(elements, Op.Role.UPSTREAM, network.outputs()));
      compare(trainer, joint, elements, Graph.Result.UPSTREAM_GRADIENT);
    }
  }

  private static Graph withLoss(Graph forward) {
    GraphBuilder b = GraphBuilder.continuing(forward);
    Value loss = b.scalar(ElementType.FLOAT, 0);
    for (Graph.Output output : forward.outputs()) {
      Value value = output.value();
      if (value.type().element() == ElementType.FLOAT) {
        loss = b.add(loss, b.sum(b.mul(value, value), Axes.range(value.rank())));
      }
    }
    List<Graph.Output> outputs = new ArrayList<>(forward.outputs());
    outputs.add(new Graph.Output(Graph.Result.LOSS, "loss", loss));
    return b.build(outputs);
  }

  private static Map<Interpreter.Key, DoubleTensor> elements(Graph joint, long seed, long n) {
    Map<Interpreter.Key, DoubleTensor> elements =
        new HashMap<>(RandomGraphs.elements(joint, seed, Map.of("N", n)));
    elements.replaceAll(
        (key, tensor) ->
            key.role() == Op.Role.GRADIENT
                ? DoubleTensor.of(tensor.shape(), new double[tensor.data().length])
                : tensor);
    return elements;
  }

  private static List<Tensor> tensors(
      Map<Interpreter.Key, DoubleTensor> elements, Op.Role role, List<Network.Port> ports) {
    List<Tensor> tensors = new ArrayList<>();
    for (Network.Port port : ports) {
      DoubleTensor given = elements.get(new Interpreter.Key(role, port.name()));
      int[] shape = port.type().shape().evaluate(Map.of("N", batch(elements)));
      tensors.add(
          given == null
              ? Tensor.zeros(
                  dev.netc.runtime.ElementType.valueOf(port.type().element().name()), shape)
              : Tensors.of(port.type().element(), given));
    }
    return tensors;
  }

  private static long batch(Map<Interpreter.Key, DoubleTensor> elements) {
    return elements.get(new Interpreter.Key(Op.Role.INPUT, "x0")).shape()[0];
  }

  private static void compare(
      Trainer trainer, Graph joint, Map<Interpreter.Key, DoubleTensor> elements, Graph.Result kind)
      throws ReflectiveOperationException {
    Evaluation expected = Interpreter.run(joint, elements);
    if (joint.inputs().stream().noneMatch(RandomTrainingTest::isGradient)) {
      return;
    }
    Object gradients = trainer.getClass().getMethod("inputGradients").invoke(trainer);
    for (Object each : (List<?>) gradients) {
      Parameter gradient = (Parameter) each;
      if (joint.output(kind, gradient.name()).isPresent()) {
        assertThat(Tensors.of(gradient.value()))
            .isWithin(5e-3, 5e-3)
            .of(expected.output(kind, gradient.name()));
      }
    }
  }

  private static boolean isGradient(Value value) {
    return value.op() instanceof Op.Input input && input.role() == Op.Role.GRADIENT;
  }
}
