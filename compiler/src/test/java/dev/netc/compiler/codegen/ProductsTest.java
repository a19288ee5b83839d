package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How contractions are cut into matrix products. */
final class ProductsTest {
  @Test
  void theHeadsOfAttentionAreProductsOfAllPositions() {
    Network network =
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, 7, 12]
                target t: float[N, 7, 12]
                (q, k, v) = split(x -> qkv: Linear(36), 12, -1)
                y = scaled_dot_product_attention(heads(q), heads(k), heads(v), is_causal=true)
                z = reshape(transpose(y, 1, 2), [N, 7, 12]) -> proj: Linear(12)
                output z
                loss MSELoss(z, t)
            }

            fn heads(x: [N, T, C]) = transpose(reshape(x, [N, T, 3, C / 3]), 1, 2)
            """);
    List<Dim> rows = new ArrayList<>();
    Programs programs = new Compiler(CompilerOptions.DEFAULT).plan(network);
    for (Schedule.Step step : programs.training().orElseThrow().schedule().steps()) {
      if (step.kernel() instanceof Kernel.Matmul product && !product.batch().isEmpty()) {
        rows.add(product.rows());
      }
    }
    assertThat(rows).isNotEmpty();
    assertThat(rows.stream().distinct().toList()).containsExactly(Dim.of(7));
    TrainerAgreement agreement = new TrainerAgreement(network);
    agreement.check(Map.of("N", 2L));
    agreement.check(Map.of("N", 1L));
  }
}
