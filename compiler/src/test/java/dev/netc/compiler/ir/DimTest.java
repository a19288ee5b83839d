package dev.netc.compiler.ir;

import static com.google.common.truth.Truth.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class DimTest {
  private static final Dim N = Dim.free("N");
  private static final Dim T = Dim.free("T");

  private static final Dim H = Dim.free("H");

  @Test
  void floorsHaveOneForm() {
    Dim two = Dim.of(2);

    assertThat(H.minus(Dim.ONE).floorDividedBy(two).plus(1))
        .isEqualTo(H.plus(1).floorDividedBy(two));
    assertThat(H.plus(1).floorDividedBy(two).plus(1).floorDividedBy(Dim.of(3)).toString())
        .isEqualTo("floor((H + 3) / 6)");
    assertThat(H.times(2).floorDividedBy(H)).isEqualTo(two);
    assertThat(H.times(2).plus(2).times(N).floorDividedBy(H.plus(1))).isEqualTo(N.times(2));
    assertThat(H.times(2).plus(3).dividedExactlyBy(H.plus(1))).isEqualTo(Optional.empty());
    assertThat(H.plus(N).times(H.minus(N)).dividedExactlyBy(H.plus(N)))
        .isEqualTo(Optional.of(H.minus(N)));
  }

  @Test
  void boundsSeeThroughFloors() {
    Dim half = H.floorDividedBy(Dim.of(2));

    assertThat(half.times(2).minus(H).isAtLeast(-1)).isTrue();
    assertThat(H.minus(half.times(2)).isAtLeast(0)).isTrue();
    assertThat(H.minus(half.times(2)).isAtLeast(1)).isFalse();
    assertThat(H.plus(1).floorDividedBy(Dim.of(2)).isAtLeast(1)).isTrue();
    assertThat(H.minus(half).minus(half).differsFrom(Dim.of(2))).isTrue();
    assertThat(half.differsFrom(H)).isTrue();
    assertThat(H.times(N).times(2).minus(N).isAtLeast(1)).isTrue();
    assertThat(H.times(N).minus(N).isAtLeast(1)).isFalse();
    assertThat(H.minus(Dim.of(3)).isAtLeast(0)).isFalse();
  }

  @Test
  void aNameIsFoundFromASizeThatGrowsWithIt() {
    assertThat(H.times(16).plus(N).plus(1).factorOf("H")).isEqualTo(OptionalLong.of(16));
    assertThat(H.times(N).factorOf("H")).isEqualTo(OptionalLong.empty());
    assertThat(Dim.of(5).minus(H).factorOf("H")).isEqualTo(OptionalLong.empty());
    assertThat(H.floorDividedBy(Dim.of(2)).factorOf("H")).isEqualTo(OptionalLong.empty());
  }

  @Test
  void someNamesMayBecomeKnown() {
    Dim dim = N.times(T).times(3).plus(T.plus(5).floorDividedBy(N)).plus(1);

    assertThat(dim.with(Map.of("N", 2L)).toString()).isEqualTo("6*T + floor((T + 1) / 2) + 3");
    assertThat(dim.with(Map.of("T", 4L, "N", 2L))).isEqualTo(Dim.of(24 + 4 + 1));
    assertThat(dim.with(Map.of("M", 7L))).isEqualTo(dim);
  }
}
