package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.testing.RandomTensors;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Predictor;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Compares a generated trainer with the interpreter: outputs, loss, and the gradients of both ways
 * back.
 */
final class TrainerAgreement {
  private static final long SEED = 11;

  private final Network network;
  private final Graph joint;
  private final Model model;
  private final Trainer trainer;
  private final Predictor predictor;
  private int runs;

  TrainerAgreement(Network network) {
    this.network = network;
    this.joint = TrainingGraph.of(network, TrainingGraph.InputGradients.NONE);
    this.model = GeneratedModel.of(network);
    this.trainer = model.trainer();
    this.predictor = model.predictor();
    trainer.seed(SEED);
  }

  /** The only network of a program without mistakes. */
  static Network network(String program) {
    Analysis analysis =
        new Compiler(CompilerOptions.DEFAULT).analyze(new SourceFile("test.net", program));
    assertThat(analysis.errors()).isEmpty();
    return analysis.networks().get(0);
  }

  /** Runs both at random elements, for given free sizes. */
  void check(Map<String, Long> sizes) {
    Map<Interpreter.Key, DoubleTensor> elements = elements(sizes);
    elements.put(RandomKeys.KEY, RandomKeys.of(SEED, runs++));
    Evaluation expected = Interpreter.run(joint, elements);
    trainer.zeroGrad();
    List<Tensor> outputs = trainer.forward(ports(elements, Op.Role.INPUT, network.inputs()));
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(Tensors.of(outputs.get(i)))
          .isWithin(1e-4, 1e-5)
          .of(expected.output(Graph.Result.OUTPUT, network.outputs().get(i).name()));
    }
    float loss = trainer.loss(ports(elements, Op.Role.TARGET, network.targets()));
    double wanted = expected.output(Graph.Result.LOSS, "loss").item();
    assertThat((double) loss).isWithin(1e-3 + 1e-6 * Math.abs(wanted)).of(wanted);
    trainer.backward();
    checkGradients(expected, Graph.Result.GRADIENT);

    checkInference(elements);

    trainer.zeroGrad();
    elements.put(RandomKeys.KEY, RandomKeys.of(SEED, runs++));
    Evaluation again = Interpreter.run(joint, elements);
    trainer.forward(ports(elements, Op.Role.INPUT, network.inputs()));
    trainer.backward(ports(elements, Op.Role.UPSTREAM, network.outputs()));
    checkGradients(again, Graph.Result.UPSTREAM_GRADIENT);
  }

  private void checkInference(Map<Interpreter.Key, DoubleTensor> elements) {
    Evaluation expected = Interpreter.run(network.inference(), elements);
    List<Tensor> outputs = predictor.predict(ports(elements, Op.Role.INPUT, network.inputs()));
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(Tensors.of(outputs.get(i)))
          .isWithin(1e-4, 1e-5)
          .of(expected.output(Graph.Result.OUTPUT, network.outputs().get(i).name()));
    }
  }

  private void checkGradients(Evaluation expected, Graph.Result kind) {
    for (Parameter gradient : trainer.gradients()) {
      assertThat(Tensors.of(gradient.value()))
          .isWithin(1e-3, 1e-4)
          .of(expected.output(kind, gradient.name()));
    }
  }

  private static List<Tensor> ports(
      Map<Interpreter.Key, DoubleTensor> elements, Op.Role role, List<Network.Port> ports) {
    List<Tensor> tensors = new ArrayList<>();
    for (Network.Port port : ports) {
      DoubleTensor tensor = elements.get(new Interpreter.Key(role, port.name()));
      tensors.add(Tensors.of(ElementType.FLOAT, tensor));
    }
    return tensors;
  }

  private Map<Interpreter.Key, DoubleTensor> elements(Map<String, Long> sizes) {
    Random random = new Random(runs);
    Map<Interpreter.Key, DoubleTensor> elements = new HashMap<>();
    for (Value value : joint.inputs()) {
      Op.Input input = (Op.Input) value.op();
      int[] shape = value.shape().evaluate(sizes);
      DoubleTensor tensor =
          switch (input.role()) {
            case PARAMETER -> parameter(input.name());
            case GRADIENT -> RandomTensors.uniform(random, shape, 0, 0);
            default -> RandomTensors.uniform(random, shape, -1, 1);
          };
      elements.put(new Interpreter.Key(input.role(), input.name()), tensor);
    }
    return elements;
  }

  private DoubleTensor parameter(String name) {
    return model.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(parameter -> Tensors.of(parameter.value()))
        .findFirst()
        .orElseThrow();
  }
}
