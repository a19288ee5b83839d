package dev.netc.compiler.testing;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.ir.DoubleTensor;
import org.junit.jupiter.api.Test;

final class TensorSubjectTest {
  private static final DoubleTensor WANT = DoubleTensor.of(new int[] {2, 2}, 1, 0, 100, Double.NaN);

  private static DoubleTensor got(double... elements) {
    return DoubleTensor.of(new int[] {2, 2}, elements);
  }

  @Test
  void nearElementsPass() {
    assertThat(got(1.001, 0.001, 100.1, Double.NaN)).isWithin(1e-2, 1e-2).of(WANT);
    assertThat(got(1.09, 0.09, 100.1, Double.NaN)).hasErrorAtMost(1e-3).of(WANT);
  }

  @Test
  void theFirstAndTheWorstOffenderAreNamed() {
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () -> assertThat(got(1, 0.1, 150, Double.NaN)).isWithin(1e-2, 1e-2).of(WANT));
    assertThat(error).hasMessageThat().contains("[0, 1]: got 0.1, want 0.0");
    assertThat(error).hasMessageThat().contains("[1, 0]: got 150.0, want 100.0");
  }

  @Test
  void nanIsNearToNanOnly() {
    assertThrows(
        AssertionError.class, () -> assertThat(got(1, 0, 100, 5)).isWithin(1e-2, 1e-2).of(WANT));
    assertThrows(
        AssertionError.class,
        () -> assertThat(got(Double.NaN, 0, 100, Double.NaN)).hasErrorAtMost(1).of(WANT));
  }

  @Test
  void shapesAreCompared() {
    assertThrows(
        AssertionError.class,
        () -> assertThat(DoubleTensor.vector(1, 2)).isWithin(1, 1).of(DoubleTensor.scalar(1)));
  }
}
