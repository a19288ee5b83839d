package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept for the way back, and what is computed again. */
final class TrainingMemoryTest {
  private static final long TENSOR = 4L * 100 * 32;

  @Test
  void aReluKeepsItsResultAlone() {
    // Its mask is asked of the result, and no gradient waits for that of a parameter.
    assertThat(each("Linear(32, bias=false) -> relu")).isEqualTo(TENSOR);
  }

  @Test
  void whatABatchNormNormalizesIsComputedAgain() {
    assertThat(each("Linear(32, bias=false) -> BatchNorm1d -> relu"))
        .isLessThan(2 * TENSOR + TENSOR / 4);
  }

  @Test
  void aFunctionWhoseResultTellsItsSlopeKeepsItsResultAlone() {
    assertThat(each("Linear(32, bias=false) -> tanh")).isEqualTo(TENSOR);
    assertThat(each("Linear(32, bias=false) -> sigmoid")).isEqualTo(TENSOR);
  }

  @Test
  void aFunctionWhoseSlopeIsAsDearAsItselfKeepsBoth() {
    assertThat(each("Linear(32, bias=false) -> gelu")).isEqualTo(2 * TENSOR);
  }

  /** The bytes that one more of such layers takes in the training of 100 samples. */
  private static long each(String layer) {
    return (workspace(layer, 12) - workspace(layer, 6)) / 6;
  }

  private static long workspace(String layer, int count) {
    return new Compiler(CompilerOptions.DEFAULT)
        .plan(
            TrainerAgreement.network(
                """
                network Net {
                    input x: float[N, 32]
                    target t: float[N, 32]
                    y = x -> layers: repeat(%d) i { %s }
                    output y
                    loss MSELoss(y, t)
                }
                """
                    .formatted(count, layer)))
        .training()
        .orElseThrow()
        .workspaceBytes(Map.of("N", 100L));
  }
}
