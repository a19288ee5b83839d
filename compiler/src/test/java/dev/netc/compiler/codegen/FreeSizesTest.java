package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.elaborate.Network;
import dev.netc.runtime.Model;
import dev.netc.runtime.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images whose height and width are known at run time only. */
final class FreeSizesTest {
  private static final String PROGRAM =
      """
      network Net {
          input  image: float[N, 2, HEIGHT, WIDTH]
          target wanted: float[N, 3]
          half = image -> conv1: Conv2d(3, 3, stride=2, padding=1) -> relu
          output least = half -> max_pool2d(2, ceil_mode=true) -> upsample(scale_factor=2)
          output smooth = half -> avg_pool2d((2, 3), stride=1, padding=1, ceil_mode=true, count_include_pad=false)
          output far = half -> max_pool2d(1, stride=3, ceil_mode=true)
          output larger = half -> interpolate(scale_factor=2, mode="bilinear") -> narrow(2, 0, HEIGHT)
          output parts = half -> adaptive_avg_pool2d((3, 2))
          output greatest = half -> adaptive_max_pool2d((2, 3))
          output pieces = unfold(image, 3, stride=2)
          output y = half -> adaptive_avg_pool2d(1) -> flatten -> fc: Linear(3)
          loss MSELoss(y, wanted) + mean(square(parts)) + mean(square(greatest)) + mean(square(smooth))
          optimizer SGD(lr=0.1)
      }
      """;

  private static String program(String height, String width) {
    return PROGRAM.replace("HEIGHT", height).replace("WIDTH", width);
  }

  @Test
  void computesAsWithSizesThatAreKnown() {
    List<Supplier<Model>> models =
        GeneratedModel.of(
            List.of(
                TrainerAgreement.network(program("2 * H + 2", "W + 2")),
                TrainerAgreement.network(program("6", "7")),
                TrainerAgreement.network(program("8", "3"))));
    Model free = models.get(0).get();
    compare(free, models.get(1).get(), 6, 7);
    compare(free, models.get(2).get(), 8, 3);
  }

  private static void compare(Model free, Model fixed, int height, int width) {
    Tensor image = Tensor.randn(1, 2, 2, height, width);
    List<Tensor> got = free.predictor().predict(image);
    List<Tensor> want = fixed.predictor().predict(image);
    for (int i = 0; i < want.size(); i++) {
      assertThat(Tensors.of(got.get(i))).isWithin(1e-5, 1e-6).of(Tensors.of(want.get(i)));
    }
  }

  @Test
  void hasTheGradientsOfTheInterpreter() {
    Network network = TrainerAgreement.network(program("2 * H + 2", "W + 2"));
    TrainerAgreement agreement = new TrainerAgreement(network);
    agreement.check(Map.of("N", 2L, "H", 2L, "W", 5L));
    agreement.check(Map.of("N", 1L, "H", 1L, "W", 4L));
  }

  @Test
  void takesNoOtherSizes() {
    Model model = GeneratedModel.of(TrainerAgreement.network(program("2 * H + 2", "W + 2")));
    for (int[] shape : List.of(new int[] {1, 2, 5, 7}, new int[] {1, 2, 6, 2})) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> model.predictor().predict(Tensor.zeros(shape)));
      assertThat(e).hasMessageThat().contains("image: expected float[N, 2, 2*H + 2, W + 2]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n",
        "i",
        "int",
        "Batch",
        "batch",
        "outputs",
        "weights",
        "kernel",
        "from",
        "sliceStart",
        "f"
      })
  void mayHaveAnyName(String size) {
    Model model =
        GeneratedModel.of(
            TrainerAgreement.network(
                """
                network Net {
                    input x: float[SIZE, 4]
                    target t: float[SIZE, 3]
                    y = x -> f1: Linear(3)
                    output y
                    loss MSELoss(y, t)
                    optimizer SGD(lr=0.1)
                }
                """
                    .replace("SIZE", size)));
    assertThat(model.predictor().predict(List.of(Tensor.zeros(7, 4))).get(0).size(0)).isEqualTo(7);
  }
}
