package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;

import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lines such as {@code clip_grad_norm(1.0)} let the optimizer see. */
final class GradientLinesTest {
  /** A network whose parameter {@code all.w} starts as 0 and has its input as the gradient. */
  private static Model model(int size, String lines) {
    return GeneratedModel.of(
        TrainerAgreement.network(
            """
            gradient twice() (g) = 2 * g

            layer Parameters() (x) {
                param w: shape(x) = 0
                return sum(w * x)
            }

            network Net {
                input x: float[%d]
                total = x -> all: Parameters
                output total
                loss total
                optimizer SGD(lr=1)
                %s
            }
            """
                .formatted(size, lines)));
  }

  /** What the optimizer sees of a gradient. */
  private static DoubleTensor seen(Model model, Trainer trainer, float... gradient) {
    Tensor weight = model.parameters().get(0).value();
    weight.copyFrom(Tensor.zeros(gradient.length));
    trainer.train(List.of(Tensor.of(gradient, gradient.length)), List.of());
    double[] seen = Tensors.of(weight).data().clone();
    for (int i = 0; i < seen.length; i++) {
      seen[i] = -seen[i];
    }
    return DoubleTensor.vector(seen);
  }

  private static DoubleTensor seen(String lines, float... gradient) {
    Model model = model(gradient.length, lines);
    return seen(model, model.trainer(), gradient);
  }

  @Test
  void longGradientsKeepTheirDirection() {
    assertThat(seen("clip_grad_norm(1.0)", 3, -4)).isWithin(1e-5, 0).of(vector(0.6, -0.8));
    assertThat(seen("clip_grad_norm(2, norm_type=inf)", 3, -4))
        .isWithin(1e-5, 0)
        .of(vector(1.5, -2));
    assertThat(seen("clip_grad_norm(1, norm_type=1)", 3, -1))
        .isWithin(1e-5, 0)
        .of(vector(0.75, -0.25));
  }

  @Test
  void shortGradientsStayAsTheyAre() {
    assertThat(seen("clip_grad_norm(6)", 3, -4)).isWithin(0, 0).of(vector(3, -4));
    assertThat(seen("clip_grad_norm(6)", 0, 0)).isWithin(0, 0).of(vector(0, 0));
    assertThat(seen("clip_grad_value(5)", 3, -4)).isWithin(0, 0).of(vector(3, -4));
  }

  @Test
  void elementsAreCutOff() {
    assertThat(seen("clip_grad_value(0.5)", 3, 0.25f, -4))
        .isWithin(0, 0)
        .of(vector(0.5, 0.25, -0.5));
  }

  @Test
  void linesRunInTheirOrder() {
    assertThat(seen("clip_grad_norm(1.0) twice()", 3, -4)).isWithin(1e-5, 0).of(vector(1.2, -1.6));
    assertThat(seen("twice() clip_grad_norm(1.0)", 3, -4)).isWithin(1e-5, 0).of(vector(0.6, -0.8));
  }

  @Test
  void normOfManyGradientsIsExact() {
    float[] ones = new float[100_000];
    Arrays.fill(ones, 0.1f);
    double[] expected = new double[ones.length];
    Arrays.fill(expected, 1 / Math.sqrt(ones.length));
    assertThat(seen("clip_grad_norm(1.0)", ones)).isWithin(1e-6, 0).of(vector(expected));
  }

  @Test
  void gatheredGradientsStayAndNumbersCanBeChanged() {
    Model model = model(2, "clip_grad_norm(1.0)\n    clip_grad_norm(10)");
    Trainer trainer = model.trainer();
    assertThat(trainer.hyperparameters())
        .containsExactly("lr", "clip_grad_norm: max_norm", "clip_grad_norm2: max_norm")
        .inOrder();
    trainer.setHyperparameter("clip_grad_norm: max_norm", 2.5);
    assertThat(seen(model, trainer, 3, -4)).isWithin(1e-5, 0).of(vector(1.5, -2));
    Parameter gradient = trainer.gradients().get(0);
    assertThat(Tensors.of(gradient.value())).isWithin(0, 0).of(vector(3, -4));
  }

  private static DoubleTensor vector(double... elements) {
    return DoubleTensor.vector(elements);
  }
}
