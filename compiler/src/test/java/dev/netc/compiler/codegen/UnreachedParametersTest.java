package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Parameters without a gradient stay as they are, whatever momentum and weight decay would do. What
 * is expected was computed by PyTorch 1.13, with gradients set to {@code None}.
 */
final class UnreachedParametersTest {
  private static final Tensor X = Tensor.of(new float[] {0.5f, -1}, 2);

  /**
   * The loss depends on {@code a}; only an output on {@code b}; nothing on {@code c}, {@code d}.
   */
  private static Model model(String optimizer) {
    Model model =
        GeneratedModel.of(
            TrainerAgreement.network(
                """
                network Net {
                    input x: float[2]
                    param a: [2] = 1
                    param b: [2] = 1
                    param c: [2] = 1
                    param d: [2] = 1
                    y = x * a + 0 * detach(d)
                    aux = x * b
                    output y
                    output aux
                    loss mean(square(y - 1))
                    optimizer %s
                }
                """
                    .formatted(optimizer)));
    Parameter.fromVector(Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 8), model.parameters());
    return model;
  }

  private static void assertWeights(Model model, double... expected) {
    float[] weights = Parameter.toVector(model.parameters()).floats();
    for (int i = 0; i < expected.length; i++) {
      assertThat(weights[i]).isWithin(1e-6f).of((float) expected[i]);
    }
  }

  @Test
  void momentumAndWeightDecayLeaveThemAlone() {
    Model model = model("SGD(lr=0.1, momentum=0.9, weight_decay=0.1)");
    Trainer trainer = model.trainer();
    for (int step = 0; step < 3; step++) {
      trainer.train(List.of(X), List.of());
    }
    assertWeights(model, 1.081648349761963, 0.3698880672454834, 3, 4, 5, 6, 7, 8);
    assertThat(trainer.optimizerState().stream().map(Parameter::name).toList())
        .containsExactly("a.momentum_buffer", "b.momentum_buffer");
  }

  @Test
  void soDoesDecoupledWeightDecayInGroups() {
    Model model = model("AdamW(lr=0.1, weight_decay=0.1) { \"c\", \"b\": weight_decay=0.5 }");
    Trainer trainer = model.trainer();
    for (int step = 0; step < 3; step++) {
      trainer.train(List.of(X), List.of());
    }
    assertWeights(model, 1.265957236289978, 1.644058585166931, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void gradientsOfOutputsMoveWhatOutputsDependOn() {
    Model model = model("SGD(lr=0.1, momentum=0.9, weight_decay=0.1)");
    Trainer trainer = model.trainer();
    trainer.train(List.of(X), List.of());
    trainer.zeroGrad();
    trainer.forward(List.of(X));
    trainer.backward(List.of(Tensor.zeros(2), Tensor.of(new float[] {1, 2}, 2)));
    trainer.step();
    trainer.train(List.of(X), List.of());
    assertWeights(
        model,
        1.0357227325439453,
        0.8496079444885254,
        2.9200000762939453,
        4.159999847412109,
        5,
        6,
        7,
        8);
  }

  @Test
  void aNumberThatStartsAsZeroCannotBeSwitchedOn() {
    Trainer trainer = model("SGD(lr=0.1) { \"b\": lr=0.2 }").trainer();
    assertThat(
            assertThrows(
                IllegalArgumentException.class, () -> trainer.setHyperparameter("momentum", 0.9)))
        .hasMessageThat()
        .isEqualTo(
            "the optimizer has no number momentum to change, it has [lr, b: lr]; a number that is 0"
                + " in the network is left out of its steps, unless it is given another value"
                + " there");
  }
}
