package dev.netc.compiler.autodiff;

import static dev.netc.compiler.testing.TensorSubject.assertThat;

import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Reduce;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReductionGradientTest {
  private static DoubleTensor gradient(Reduce.Kind kind, double... x) {
    DoubleTensor at = DoubleTensor.vector(x);
    return Gradients.of((b, values) -> b.reduce(kind, values.get(0), List.of(0)), at).get(0);
  }

  @Test
  void equalExtremesShareEvenly() {
    assertThat(gradient(Reduce.Kind.MAX, 3, 1, 3, 2))
        .isEqualTo(DoubleTensor.vector(0.5, 0, 0.5, 0));
    assertThat(gradient(Reduce.Kind.MIN, 3, 1, 1, 1, 1))
        .isEqualTo(DoubleTensor.vector(0, 0.25, 0.25, 0.25, 0.25));
  }

  @Test
  void anExtremeThatIsNanHasNanForItsGradient() {
    assertThat(gradient(Reduce.Kind.MAX, 3, Double.NaN))
        .isEqualTo(DoubleTensor.vector(Double.NaN, Double.NaN));
  }

  @Test
  void productsMayHaveZeros() {
    assertThat(gradient(Reduce.Kind.PROD, 2, 3, 4)).isEqualTo(DoubleTensor.vector(12, 8, 6));
    assertThat(gradient(Reduce.Kind.PROD, 2, 0, 4)).isEqualTo(DoubleTensor.vector(0, 8, 0));
    assertThat(gradient(Reduce.Kind.PROD, 0, 0, 4)).isEqualTo(DoubleTensor.vector(0, 0, 0));
  }
}
