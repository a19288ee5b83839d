package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.elaborate.Network;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Convolutions that go through a max pool at once, compared with the interpreter. */
final class PooledConvolutionTest {
  @Test
  void neitherTheOutputNorItsGradientHasMemory() {
    String text =
        checked(
            """
                h = x -> conv1: Conv2d(4, 3, padding=1) -> relu -> max_pool2d(2)
                y = h -> conv2: Conv2d(3, 3) -> max_pool2d(2) -> relu -> flatten -> fc: Linear(2)
            """);
    assertThat(text).contains("CONV_2_14X17_4_3X3_2X2.forward(");
    assertThat(text).contains("CONV_2_14X17_4_3X3_2X2.backwardWeight(");
    assertThat(text).contains("CONV_4_7X8_3_3X3_2X2.forward(");
    assertThat(text).contains("CONV_4_7X8_3_3X3_2X2.backwardWeight(");
    assertThat(text).contains("CONV_4_7X8_3_3X3_2X2.backwardData(");
    assertThat(text).doesNotContain("Poolings.POOL_14X17_2X2.max");
    // 4 filters of 14 × 17, and 3 of 5 × 6.
    assertThat(text).doesNotContain("952 * (long) n");
    assertThat(text).doesNotContain("90 * (long) n");
  }

  @Test
  void aPoolThatOverlapsOrHasAnEdgeIsComputedFromIt() {
    String text =
        checked(
            """
                h = x -> conv1: Conv2d(4, 3, bias=false) -> max_pool2d(3, stride=2, padding=1)
                y = h -> conv2: Conv2d(2, 2, groups=2) -> max_pool2d(2, stride=1) -> flatten -> fc: Linear(2)
            """);
    assertThat(text).contains("CONV_2_14X17_4_3X3_3X3.forward(");
    assertThat(text).contains("CONV_2_14X17_4_3X3_3X3.backwardWeight(");
    assertThat(text).contains("CONV_4_6X8_2_2X2_2X2.backwardData(");
  }

  @Test
  void anOutputThatOthersReadHasMemory() {
    String text =
        checked(
            """
                h = x -> conv1: Conv2d(2, 3)
                y = flatten(max_pool2d(h, 2)) + mean(h) -> fc: Linear(2)
            """);
    assertThat(text).contains("CONV_2_14X17_2_3X3.forward(");
    assertThat(text).contains("POOL_12X15_2X2.max(");
  }

  @Test
  void aResidualBeforeThePoolIsAdded() {
    String text =
        checked(
            """
                h = (x -> conv1: Conv2d(2, 3, padding=1)) + x
                y = h -> max_pool2d(2) -> flatten -> fc: Linear(2)
            """);
    assertThat(text).contains("CONV_2_14X17_2_3X3.forward(");
    assertThat(text).contains(".add(");
    assertThat(text).contains("CONV_2_14X17_2_3X3_2X2.backwardWeight(");
  }

  @Test
  void inInferenceABatchNormIsDoneBeforeThePool() {
    String text =
        generated(
            network(
                """
                    h = x -> conv1: Conv2d(4, 3) -> bn1: BatchNorm2d -> relu -> max_pool2d(2)
                    y = h -> flatten -> fc: Linear(2)
                """));
    assertThat(text).contains("CONV_2_14X17_4_3X3_2X2.forward(");
    assertThat(text).contains("times bn1, plus bn1, the greatest of each window, at least 0f");
  }

  private static String checked(String body) {
    Network network = network(body);
    TrainerAgreement agreement = new TrainerAgreement(network);
    agreement.check(Map.of("N", 3L));
    agreement.check(Map.of("N", 1L));
    return generated(network);
  }

  private static String generated(Network network) {
    return Emitter.emit(network, new Compiler(CompilerOptions.DEFAULT).plan(network)).text();
  }

  private static Network network(String body) {
    return TrainerAgreement.network(
        """
        network Net {
            input x: float[N, 2, 14, 17]
            target t: float[N, 2]
        %s    output y
            loss MSELoss(y, t)
        }
        """
            .formatted(body));
  }
}
