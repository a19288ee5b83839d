package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.elaborate.Network;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pooling and sums that routines of the runtime do, compared with the interpreter. */
final class PoolingAndSumsTest {

  @Test
  void poolsOfAnyGeometryAreRoutines() {
    String text =
        checked(
            """
            network Net {
                input x: float[N, 2, 13, 18]
                target t: float[N, 2]
                a = x -> conv: Conv2d(2, 1)
                b = a -> max_pool2d(3, stride=2, padding=1) -> avg_pool2d(2, stride=1, padding=1)
                c = a -> avg_pool2d(2) -> max_pool2d((3, 2), stride=(1, 2), dilation=(2, 1))
                y = sum(b, [2, 3]) + sum(c, [2, 3])
                output y
                loss MSELoss(y, t)
            }
            """);
    assertThat(text).contains("POOL_13X18_3X3.max(");
    assertThat(text).contains("POOL_13X18_3X3.maxBackward(");
    assertThat(text).contains("POOL_7X9_2X2.sum(");
    assertThat(text).contains("POOL_7X9_2X2.sumBackward(");
    assertThat(text).contains("POOL_6X9_3X2.max(");
    assertThat(text).contains("POOL_6X9_3X2.maxBackward(");
  }

  @Test
  void thePlacesOfAPoolThatOthersReadAreWritten() {
    String text =
        checked(
            """
            network Net {
                input x: float[N, 2, 12]
                target t: float[N, 2, 4]
                (y, at) = x -> conv: Conv1d(2, 1) -> max_pool1d(3, return_indices=true)
                z = y * (1 + 0.1 * to_float(at))
                output z
                loss MSELoss(z, t)
            }
            """);
    assertThat(text).contains("CONV_2_1X12_2_1X1_1X3.forward(");
    assertThat(text).contains("max_pool1d, 0, Epilogue.of().shift(");
  }

  @Test
  void sumsOfRowsAndColumnsAndChannelsAreRoutines() {
    String text =
        checked(
            """
            network Net {
                input x: float[N, 3, 4, 20]
                target t: float[N, 3, 4, 24]
                y = x -> group: GroupNorm(3) -> norm: LayerNorm -> fc: Linear(24) -> softmax(-1)
                output y
                loss MSELoss(y, t)
            }
            """);
    assertThat(text).contains("Reductions.sum(");
    assertThat(text).contains("Reductions.dot(");
    assertThat(text).contains("Reductions.max(");
    assertThat(text).contains("Reductions.columnSums(");
    assertThat(text).contains("Reductions.columnDots(");
  }

  @Test
  void variancesAreRoutines() {
    String text =
        checked(
            """
            network Net {
                input x: float[N, 3, 4, 6]
                target t: float[3]
                c = x -> conv: Conv2d(3, 3, padding=1)
                d = c - mean(c, [0, 2, 3], keepdim=true)
                y = mean(d * d, [0, 2, 3])
                output y
                loss MSELoss(y, t)
            }
            """);
    assertThat(text).containsMatch("Reductions.centredDot\\(conv, .*, div, conv, .*, div, 24\\)");
  }

  @Test
  void sumsOfDifferencesOfAnyKindAgree() {
    String text =
        checked(
            """
            network Net {
                input x: float[N, 40]
                target t: float[N]
                a = x -> fc: Linear(40)
                s = mean(x, 1, keepdim=true)
                y = sum((0.5 - a) * x, 1) + sum((a - s) * (2 - x) * 3, 1) + sum(a - s, 1)
                output y
                loss MSELoss(y, t)
            }
            """);
    assertThat(text).containsMatch("-Reductions.centredDot\\(fc, .*, 0.5f, x, .*, 0f, 40\\)");
    assertThat(text).containsMatch("-Reductions.centredDot\\(y, .*, 0f, x, .*, 2f, 40\\) \\* 3f");
  }

  private static String checked(String program) {
    Network network = TrainerAgreement.network(program);
    TrainerAgreement agreement = new TrainerAgreement(network);
    agreement.check(Map.of("N", 3L));
    agreement.check(Map.of("N", 1L));
    return Emitter.emit(network, new Compiler(CompilerOptions.DEFAULT).plan(network)).text();
  }
}
