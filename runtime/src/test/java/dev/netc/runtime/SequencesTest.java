package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Sequences of several lengths, side by side and apart again. */
final class SequencesTest {
  private static final List<Tensor> SEQUENCES =
      List.of(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2), Tensor.of(new float[] {5, 6}, 1, 2));

  @Test
  void paddedWithZerosToTheLongest() {
    Tensor padded = Sequences.pad(SEQUENCES);
    assertThat(padded.shape()).isEqualTo(new int[] {2, 2, 2});
    assertThat(padded.floats()).isEqualTo(new float[] {1, 2, 3, 4, 5, 6, 0, 0});
    assertThat(Sequences.lengths(SEQUENCES).ints()).isEqualTo(new int[] {2, 1});
  }

  @Test
  void takenApartAgain() {
    List<Tensor> apart = Sequences.unpad(Sequences.pad(SEQUENCES), Sequences.lengths(SEQUENCES));
    assertThat(apart).hasSize(2);
    assertThat(apart.get(0).floats()).isEqualTo(SEQUENCES.get(0).floats());
    assertThat(apart.get(1).shape()).isEqualTo(new int[] {1, 2});
    assertThat(apart.get(1).floats()).isEqualTo(SEQUENCES.get(1).floats());
  }

  @Test
  void mistakesAreSaid() {
    List<Tensor> other = List.of(Tensor.zeros(2, 2), Tensor.zeros(2, 3));
    assertThrows(IllegalArgumentException.class, () -> Sequences.pad(other));
    assertThrows(IllegalArgumentException.class, () -> Sequences.pad(List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> Sequences.unpad(Tensor.zeros(2, 2), Tensor.of(new int[] {1}, 1)));
  }
}
