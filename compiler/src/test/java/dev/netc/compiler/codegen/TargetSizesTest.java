package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.elaborate.Network;
import dev.netc.runtime.Model;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Targets with a size that no input has, such as the lengths of transcripts. */
final class TargetSizesTest {
  private static final String PROGRAM =
      """
      network Net {
          input x: float[N, T, 5]
          target wanted: float[N, S, 4]
          y = x -> fc1: Linear(6) -> tanh -> fc2: Linear(4)
          output y
          loss mean(cdist(y, wanted)) + sum(square(y)) / 100
          optimizer SGD(lr=0.1)
      }
      """;

  @Test
  void trainsWithAnyAndKeepsWhatForwardLeft() {
    TrainerAgreement agreement = new TrainerAgreement(TrainerAgreement.network(PROGRAM));
    agreement.check(Map.of("N", 2L, "T", 3L, "S", 1L));
    agreement.check(Map.of("N", 2L, "T", 3L, "S", 200L));
    agreement.check(Map.of("N", 2L, "T", 4L, "S", 5L));
    agreement.check(Map.of("N", 1L, "T", 1L, "S", 31L));
  }

  @Test
  void theSizesOfInputsAreNotFoundAnew() {
    Trainer trainer = model().trainer();
    trainer.forward(List.of(Tensor.wrap(new float[2 * 3 * 5], 0, new int[] {2, 3, 5})));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> trainer.loss(List.of(Tensor.wrap(new float[12], 0, new int[] {1, 3, 4}))));
    assertThat(e).hasMessageThat().contains("wanted: expected float[N, S, 4]");
  }

  private static Model model() {
    Network network = TrainerAgreement.network(PROGRAM);
    return GeneratedModel.of(network);
  }
}
