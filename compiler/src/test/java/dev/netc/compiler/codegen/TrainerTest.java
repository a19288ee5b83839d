package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.testing.RandomTensors;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a generated trainer computes and refuses. */
final class TrainerTest {
  private static final Network NETWORK = SmallNetworks.convolutional();
  private static final Model MODEL = GeneratedModel.of(NETWORK);
  private static final Graph JOINT = TrainingGraph.of(NETWORK, TrainingGraph.InputGradients.NONE);

  /** Elements for all inputs of the joint graph but the parameters, which are the model's. */
  private static Map<Interpreter.Key, DoubleTensor> elements(long seed, long n) {
    Random random = new Random(seed);
    Map<Interpreter.Key, DoubleTensor> elements = new HashMap<>();
    for (Value value : JOINT.inputs()) {
      Op.Input input = (Op.Input) value.op();
      int[] shape = value.shape().evaluate(Map.of("N", n));
      DoubleTensor tensor =
          switch (input.role()) {
            case PARAMETER -> parameter(input.name());
            case GRADIENT ->
                DoubleTensor.of(
                    shape,
                    new double
                        [value.shape().elements().isConstant()
                            ? (int) value.shape().elements().constant()
                            : 0]);
            default -> RandomTensors.uniform(random, shape, -1, 1);
          };
      elements.put(new Interpreter.Key(input.role(), input.name()), tensor);
    }
    return elements;
  }

  private static DoubleTensor parameter(String name) {
    return MODEL.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(parameter -> Tensors.of(parameter.value()))
        .findFirst()
        .orElseThrow();
  }

  private static Tensor tensor(
      Map<Interpreter.Key, DoubleTensor> elements, Op.Role role, String name) {
    return Tensors.of(
        dev.netc.compiler.ir.ElementType.FLOAT, elements.get(new Interpreter.Key(role, name)));
  }

  @Test
  void gradientsAreThoseOfTheInterpreter() {
    Trainer trainer = MODEL.trainer();
    for (long n : new long[] {3, 1, 8}) {
      Map<Interpreter.Key, DoubleTensor> elements = elements(n, n);
      Evaluation expected = Interpreter.run(JOINT, elements);
      trainer.zeroGrad();
      List<Tensor> outputs = trainer.forward(List.of(tensor(elements, Op.Role.INPUT, "image")));
      float loss = trainer.loss(List.of(tensor(elements, Op.Role.TARGET, "wanted")));
      trainer.backward();
      assertThat(Tensors.of(outputs.get(0)))
          .isWithin(1e-4, 1e-5)
          .of(expected.output(Graph.Result.OUTPUT, "scores"));
      assertThat(loss)
          .isWithin(1e-4f)
          .of((float) expected.output(Graph.Result.LOSS, "loss").item());
      for (Parameter gradient : trainer.gradients()) {
        assertThat(Tensors.of(gradient.value()))
            .isWithin(1e-3, 1e-5)
            .of(expected.output(Graph.Result.GRADIENT, gradient.name()));
      }
    }
  }

  @Test
  void gradientsOfGivenUpstreamGradientsAreThoseOfTheInterpreterAndAddUp() {
    Trainer trainer = MODEL.trainer();
    Map<Interpreter.Key, DoubleTensor> elements = elements(7, 4);
    Evaluation expected = Interpreter.run(JOINT, elements);
    for (int round = 1; round <= 2; round++) {
      trainer.forward(List.of(tensor(elements, Op.Role.INPUT, "image")));
      trainer.backward(List.of(tensor(elements, Op.Role.UPSTREAM, "scores")));
      for (Parameter gradient : trainer.gradients()) {
        DoubleTensor once = expected.output(Graph.Result.UPSTREAM_GRADIENT, gradient.name());
        double[] wanted = once.data().clone();
        for (int i = 0; i < wanted.length; i++) {
          wanted[i] *= round;
        }
        assertThat(Tensors.of(gradient.value()))
            .isWithin(1e-3, 1e-4)
            .of(DoubleTensor.of(once.shape(), wanted));
      }
    }
  }

  @Test
  void gradientsOfInputsAreGivenOnDemand() throws ReflectiveOperationException {
    Graph joint = TrainingGraph.of(NETWORK, TrainingGraph.InputGradients.ALL);
    Trainer trainer = GeneratedModel.withInputGradients(NETWORK).trainer();
    Map<Interpreter.Key, DoubleTensor> elements = elements(5, 3);
    elements.put(
        new Interpreter.Key(Op.Role.GRADIENT, "image"),
        DoubleTensor.of(new int[] {3, 2, 8, 8}, new double[3 * 2 * 8 * 8]));
    Evaluation expected = Interpreter.run(joint, elements);
    for (int round = 0; round < 2; round++) {
      trainer.zeroGrad();
      trainer.forward(List.of(tensor(elements, Op.Role.INPUT, "image")));
      trainer.loss(List.of(tensor(elements, Op.Role.TARGET, "wanted")));
      trainer.backward();
    }
    Object gradients = trainer.getClass().getMethod("inputGradients").invoke(trainer);
    Parameter gradient = (Parameter) ((List<?>) gradients).get(0);
    assertThat(gradient.name()).isEqualTo("image");
    assertThat(Tensors.of(gradient.value()))
        .isWithin(1e-3, 1e-6)
        .of(expected.output(Graph.Result.GRADIENT, "image"));
  }

  @Test
  void callsOutOfOrderAreRefused() {
    Trainer trainer = MODEL.trainer();
    Map<Interpreter.Key, DoubleTensor> elements = elements(7, 2);
    List<Tensor> images = List.of(tensor(elements, Op.Role.INPUT, "image"));
    List<Tensor> wanted = List.of(tensor(elements, Op.Role.TARGET, "wanted"));
    assertThat(assertThrows(IllegalStateException.class, () -> trainer.loss(wanted)))
        .hasMessageThat()
        .isEqualTo("call forward before loss");
    trainer.forward(images);
    assertThat(assertThrows(IllegalStateException.class, trainer::backward))
        .hasMessageThat()
        .isEqualTo("call loss before backward");
    trainer.loss(wanted);
    trainer.backward();
    assertThat(assertThrows(IllegalStateException.class, trainer::backward))
        .hasMessageThat()
        .contains("call forward again");
  }

  @Test
  void tensorsOfAnotherShapeAreRefusedByName() {
    Trainer trainer = MODEL.trainer();
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> trainer.forward(List.of(Tensor.zeros(2, 1, 8, 9)))))
        .hasMessageThat()
        .isEqualTo("input image: expected float[N, 2, 8, 8], got float[2, 1, 8, 9]");
  }

  @Test
  void stepsFollowTheGradient() {
    Model model = GeneratedModel.of(NETWORK);
    Trainer trainer = model.trainer();
    Map<Interpreter.Key, DoubleTensor> elements = elements(3, 4);
    List<Tensor> images = List.of(tensor(elements, Op.Role.INPUT, "image"));
    List<Tensor> wanted = List.of(tensor(elements, Op.Role.TARGET, "wanted"));
    trainer.zeroGrad();
    trainer.forward(images);
    float before = trainer.loss(wanted);
    trainer.backward();
    DoubleTensor weight = Tensors.of(model.parameters().get(0).value());
    DoubleTensor gradient = Tensors.of(trainer.gradients().get(0).value());
    trainer.step();
    double[] expected = weight.data();
    for (int i = 0; i < expected.length; i++) {
      expected[i] -= 0.1 * gradient.data()[i];
    }
    assertThat(Tensors.of(model.parameters().get(0).value()))
        .isWithin(1e-5, 1e-6)
        .of(DoubleTensor.of(weight.shape(), expected));
    assertThat(trainer.train(images, wanted)).isLessThan(before);
    assertThat(trainer.hyperparameters()).containsExactly("lr");
    trainer.setHyperparameter("lr", 0.5);
    assertThat(trainer.hyperparameter("lr")).isEqualTo(0.5);
  }
}
