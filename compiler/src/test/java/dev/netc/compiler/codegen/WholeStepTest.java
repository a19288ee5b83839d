package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A whole step is what its parts are, whatever the gradients held before. */
final class WholeStepTest {
  /** All ways in which gradients come about; the loss does not depend on {@code aside}. */
  private static final Model MODEL =
      GeneratedModel.of(
          TrainerAgreement.network(
              """
              network Net {
                  input image: float[N, 2, 8, 8]
                  input word: int[N]
                  target wanted: float[N, 5]
                  seen = image -> conv: Conv2d(4, kernel_size=3) -> norm: BatchNorm2d -> relu
                      -> pooled: Conv2d(3, kernel_size=3) -> max_pool2d(2) -> flatten -> fc1: Linear(12)
                  read = word -> words: Embedding(7, 12)
                  shared = Linear(12)
                  h = layer_norm(shared(shared(seen + read) -> tanh), [12])
                  output y = h -> fc2: Linear(5)
                  output other = h -> aside: Linear(3)
                  loss MSELoss(y, wanted)
                  optimizer SGD(lr=0.1, momentum=0.9)
              }
              """));

  private final Random random = new Random(3);
  private final List<Tensor> inputs =
      List.of(floats(6, 2, 8, 8), Tensor.of(new int[] {1, 4, 1, 0, 6, 2}, 6));
  private final List<Tensor> targets = List.of(floats(6, 5));

  private Tensor floats(int... shape) {
    float[] values = new float[Tensor.zeros(shape).floats().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  private static void step(Trainer trainer, List<Tensor> inputs, List<Tensor> targets) {
    trainer.zeroGrad();
    trainer.forward(inputs);
    trainer.loss(targets);
    trainer.backward();
    trainer.step();
  }

  private static void assertEqual(List<Parameter> some, List<Parameter> others) {
    for (int i = 0; i < some.size(); i++) {
      assertThat(some.get(i).value().floats())
          .usingTolerance(0)
          .containsExactly(others.get(i).value().floats())
          .inOrder();
    }
  }

  @Test
  void gradientsFromBeforeAreForgottenAndLaterOnesAddUp() {
    Model one = MODEL.copy();
    Model other = MODEL.copy();
    Trainer whole = one.trainer();
    Trainer parts = other.trainer();
    List<Tensor> upstream = List.of(floats(6, 5), floats(6, 3));
    for (Trainer trainer : List.of(whole, parts)) {
      trainer.forward(inputs);
      trainer.backward(upstream);
    }
    for (int i = 0; i < 2; i++) {
      whole.train(inputs, targets);
      step(parts, inputs, targets);
      assertEqual(whole.gradients(), parts.gradients());
      assertEqual(one.parameters(), other.parameters());
    }
    for (Trainer trainer : List.of(whole, parts)) {
      trainer.forward(inputs);
      trainer.loss(targets);
      trainer.backward();
    }
    assertEqual(whole.gradients(), parts.gradients());
  }
}
