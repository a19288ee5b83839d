package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.elaborate.Network;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which convolutions are computed by Winograd's algorithm, and what comes out. */
final class WinogradTest {
  @Test
  void manyChannelsAreConvolvedByWinograd() {
    String text =
        checked(
            32,
            """
                h = x -> first: Conv2d(64, 1) -> conv: Conv2d(64, 3, padding=1) -> relu
                y = h -> mean(dim=[2, 3]) -> fc: Linear(2)
            """,
            1);
    assertThat(text).contains("CONV_64_32X32_64_3X3_WINOGRAD = CONV_64_32X32_64_3X3.winograd(1)");
    assertThat(text).contains("CONV_64_32X32_64_3X3_WINOGRAD.forward(");
    assertThat(text).contains("CONV_64_32X32_64_3X3_WINOGRAD.backwardData(");
    assertThat(text).contains("CONV_64_32X32_64_3X3.backwardWeight(");
    assertThat(text).contains(", by Winograd's algorithm; while in the cache: ");
  }

  @Test
  void fewPixelsNeedSeveralSamples() {
    String text =
        checked(
            8,
            """
                h = x -> first: Conv2d(64, 1) -> conv: Conv2d(64, 3, padding=1)
                y = h -> mean(dim=[2, 3]) -> fc: Linear(2)
            """,
            1,
            11);
    assertThat(text).contains("CONV_64_8X8_64_3X3_WINOGRAD = CONV_64_8X8_64_3X3.winograd(11)");
    assertThat(text).contains("CONV_64_8X8_64_3X3_WINOGRAD.over(n).forward(");
    assertThat(text).contains("CONV_64_8X8_64_3X3_WINOGRAD.over(n).backwardData(");
    assertThat(text).contains(", by Winograd's algorithm from 11 samples on");
  }

  @Test
  void fewChannelsStridesAndOtherWindowsAreConvolvedByTheDefinition() {
    String text =
        checked(
            16,
            """
                a = x -> few: Conv2d(64, 3, padding=1)
                b = a -> strided: Conv2d(64, 3, stride=2) -> large: Conv2d(64, 5, padding=2)
                c = b -> grouped: Conv2d(64, 3, groups=2) -> dilated: Conv2d(64, 3, dilation=2)
                y = c -> mean(dim=[2, 3]) -> fc: Linear(2)
            """,
            1);
    assertThat(text).doesNotContain("WINOGRAD");
  }

  private static String checked(int size, String body, long... batches) {
    Network network =
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, 2, %d, %d]
                target t: float[N, 2]
            %s    output y
                loss MSELoss(y, t)
            }
            """
                .formatted(size, size, body));
    TrainerAgreement agreement = new TrainerAgreement(network);
    for (long batch : batches) {
      agreement.check(Map.of("N", batch));
    }
    return Emitter.emit(network, new Compiler(CompilerOptions.DEFAULT).plan(network)).text();
  }
}
