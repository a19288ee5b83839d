package dev.netc.compiler.ir;

import static com.google.common.truth.Truth.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DimTest {
  private static final Dim N = Dim.free("N");
  private static final Dim T = Dim.free("T");

  @Test
  void someNamesMayBecomeKnown() {
    Dim dim = N.times(T).times(3).plus(T.plus(5).floorDividedBy(N)).plus(1);

    assertThat(dim.with(Map.of("N", 2L)).toString()).isEqualTo("6*T + floor((T + 5) / 2) + 1");
    assertThat(dim.with(Map.of("T", 4L, "N", 2L))).isEqualTo(Dim.of(24 + 4 + 1));
    assertThat(dim.with(Map.of("M", 7L))).isEqualTo(dim);
  }
}
