package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.elaborate.Network;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chains of linear layers, whose values may lie in panels of samples in inference. */
final class LinearLayersTest {
  private static final String PROGRAM =
      """
      network Net {
          input x: float[N, 3, 4]
          target t: float[N, 5]
          y = x -> flatten -> a: Linear(72) -> relu -> b: Linear(40, bias=false) -> gelu -> c: Linear(5)
          output y
          loss MSELoss(y, t)
      }
      """;

  @Test
  void predictAsTheInterpreterWithAnyNumberOfSamples() {
    Network network = TrainerAgreement.network(PROGRAM);
    String text = GeneratedModel.source(network).text();
    assertThat(text).contains("from rows to panels of up to 232 samples");
    assertThat(text).contains("from panels to panels of up to 232 samples");
    assertThat(text).contains("from panels to rows of up to 232 samples");
    TrainerAgreement agreement = new TrainerAgreement(network);
    for (long samples : new long[] {1, 15, 16, 33, 64, 232, 233, 20}) {
      agreement.check(Map.of("N", samples));
    }
  }
}
