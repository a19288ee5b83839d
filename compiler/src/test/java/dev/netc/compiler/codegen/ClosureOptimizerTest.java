package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.runtime.Closure;
import dev.netc.runtime.Model;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Optimizers that take the loss, and may ask for it again. */
final class ClosureOptimizerTest {
  private static final String HALVING =
      """
      optimizer Halving(lr=1.0, most=10) (p, g, loss) {
          state trials: [] = 0
          state rate: [] = 0
          state from = 0
          state slope = 0
          state best: [] = 0
          if trials == 0 {
              (rate, from, slope, best) = (lr, p, g, loss)
          } else {
              rate = rate / 2
          }
          again = trials < most and (trials == 0 or loss > best)
          if again { p = from - rate * slope }
          trials = if again { trials + 1 } else { 0 }
      }

      """;

  /** A network whose loss is {@code scale (w - 3)^2}, of a parameter that starts as 0. */
  private static Model model(String optimizer) {
    return GeneratedModel.of(
        TrainerAgreement.network(
            HALVING
                + """
                network Net {
                    input scale: float[]
                    param w: [] = 0
                    value = scale * square(w - 3)
                    output value
                    loss value
                    optimizer %s
                }
                """
                    .formatted(optimizer)));
  }

  private static Closure closure(Trainer trainer, float scale, List<Float> losses) {
    return () -> {
      trainer.zeroGrad();
      trainer.forward(List.of(Tensor.scalar(scale)));
      float loss = trainer.loss(List.of());
      trainer.backward();
      losses.add(loss);
      return loss;
    };
  }

  private static double weight(Model model) {
    return model.parameters().get(0).value().item();
  }

  @Test
  void anOptimizerOfOnesOwnTriesUntilItIsContent() {
    Model model = model("Halving()");
    Trainer trainer = model.trainer();
    List<Float> losses = new ArrayList<>();

    assertThat(trainer.step(closure(trainer, 4, losses))).isEqualTo(36f);

    // The gradient is -24: to 24, which is worse, to 12 and 6, and then to 3.
    assertThat(losses).containsExactly(36f, 1764f, 324f, 36f).inOrder();
    assertThat(weight(model)).isEqualTo(6.0);
  }

  @Test
  void aWholeStepOnABatchAsksAsOftenAsTheOptimizerLikes() {
    Model model = model("LBFGS(line_search_fn=\"strong_wolfe\")");

    assertThat(model.trainer().train(List.of(Tensor.scalar(1)), List.of())).isEqualTo(9f);

    assertThat(weight(model)).isWithin(1e-5).of(3);
  }

  @Test
  void aStepWithoutAClosureIsRefused() {
    Model model = model("LBFGS()");
    Trainer trainer = model.trainer();

    Exception e = assertThrows(IllegalStateException.class, trainer::step);

    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "LBFGS asks for loss and gradients at parameters that it tries: call step(closure), or"
                + " train");
    assertThat(weight(model)).isEqualTo(0.0);
  }

  @Test
  void otherOptimizersAskOnce() {
    Model model = model("SGD(lr=0.25)");
    Trainer trainer = model.trainer();
    List<Float> losses = new ArrayList<>();

    assertThat(trainer.step(closure(trainer, 1, losses))).isEqualTo(9f);

    assertThat(losses).containsExactly(9f);
    assertThat(weight(model)).isEqualTo(1.5);
  }

  @Test
  void numbersAndClippingReachEachRound() {
    Model model = model("LBFGS(max_iter=1)\n    clip_grad_value(0.5)");
    Trainer trainer = model.trainer();
    trainer.setHyperparameter("lr", 0.25);

    trainer.step(closure(trainer, 1, new ArrayList<>()));

    // The first step of L-BFGS goes min(1, 1 / |g|) lr along -g.
    assertThat(weight(model)).isWithin(1e-7).of(0.125);
  }

  @Test
  void aBodyMayDependOnTensors() {
    Model model =
        GeneratedModel.of(
            TrainerAgreement.network(
                """
                optimizer Careful(lr=1.0) (p, g) {
                    state seen = 0
                    if step == 1 {
                        seen = g
                        p = p - lr * g
                    } else if seen * g < 0 {
                        state turns = 0
                        turns = turns + 1
                        p = p - lr / 10 * turns * g
                    }
                }

                network Net {
                    input scale: float[2]
                    param w: [2] = 0
                    value = sum(scale * w)
                    output value
                    loss value
                    optimizer Careful()
                }
                """));
    Trainer trainer = model.trainer();
    trainer.train(List.of(Tensor.of(new float[] {1, 2}, 2)), List.of());
    trainer.train(List.of(Tensor.of(new float[] {1, -2}, 2)), List.of());
    trainer.train(List.of(Tensor.of(new float[] {-1, -2}, 2)), List.of());

    float[] weights = model.parameters().get(0).value().floats();
    assertThat(weights[0]).isWithin(1e-6f).of(-1 + 0.1f);
    assertThat(weights[1]).isWithin(1e-6f).of(-2 + 0.2f + 0.4f);
  }
}
