package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@link Blocks#erfPlusOne}, without and with the Vector API. */
final class ErfPlusOneTest {
  private static final float UNTOUCHED = 77;
  private static final int MOST_WARM_UPS = 60;
  private static final int RUNS = 2000;

  @Test
  void sumAndPowerAreRight() {
    int count = 100_003;
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (i - 50_000) / 2500f;
    }
    float[] z = new float[count];
    float[] e = new float[count];
    Blocks.erfPlusOne(x, 0, z, 0, e, 0, count);
    for (int i = 0; i < count; i++) {
      double square = (double) x[i] * x[i];
      assertWithMessage("1 + erf(%s)", x[i])
          .that((double) z[i])
          .isWithin(5e-7)
          .of(1 + Maths.erf((double) x[i]));
      // What the square loses by rounding counts as often as it is large.
      double power = Math.exp(-square);
      assertWithMessage("exp(-square(%s))", x[i])
          .that((double) e[i])
          .isWithin(power * (3 + square) * 6e-8 + 1e-36)
          .of(power);
    }
  }

  @Test
  void whatIsSpecialIsKept() {
    float inf = Float.POSITIVE_INFINITY;
    float[] x = {Float.NaN, inf, -inf, 0, -0f, 1e30f, -1e30f, 1e-30f, -1e-42f, 20, -20};
    float[] z = new float[x.length];
    float[] e = new float[x.length];
    Blocks.erfPlusOne(x, 0, z, 0, e, 0, x.length);
    assertThat(z)
        .usingExactEquality()
        .containsExactly(new float[] {Float.NaN, 2, 0, 1, 1, 2, 0, 1, 1, 2, 0})
        .inOrder();
    assertThat(e)
        .usingExactEquality()
        .containsExactly(new float[] {Float.NaN, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0})
        .inOrder();
  }

  private static float[] untouched() {
    float[] numbers = new float[120];
    Arrays.fill(numbers, UNTOUCHED);
    return numbers;
  }

  @Test
  void anElementDoesNotDependOnItsPlace() {
    float[] x = Samples.floats(1, 120);
    float[] z = new float[120];
    float[] e = new float[120];
    Blocks.erfPlusOne(x, 0, z, 0, e, 0, 120);
    for (int count : new int[] {0, 1, 7, 16, 31, 100}) {
      float[] sum = untouched();
      float[] power = untouched();
      Blocks.erfPlusOne(x, 3, sum, 1, power, 2, count);
      for (int i = 0; i < 110; i++) {
        assertThat(sum[1 + i]).isEqualTo(i < count ? z[3 + i] : UNTOUCHED);
        assertThat(power[2 + i]).isEqualTo(i < count ? e[3 + i] : UNTOUCHED);
      }
    }
  }

  @Test
  void resultsMayLieWhereTheOperandDoes() {
    float[] x = Samples.floats(2, 40);
    float[] z = new float[40];
    float[] e = new float[40];
    Blocks.erfPlusOne(x, 0, z, 0, e, 0, 40);
    float[] inPlace = x.clone();
    Blocks.erfPlusOne(inPlace, 0, inPlace, 0, new float[40], 0, 40);
    assertThat(inPlace).isEqualTo(z);
    Blocks.erfPlusOne(x, 0, new float[40], 0, x, 0, 40);
    assertThat(x).isEqualTo(e);
  }

  @Test
  void nothingIsAllocatedOnceItHasRun() {
    float[] x = Samples.floats(1, 512);
    float[] z = new float[512];
    float[] e = new float[512];
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < MOST_WARM_UPS && allocated > RUNS; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int run = 0; run < RUNS; run++) {
        Blocks.erfPlusOne(x, 0, z, 0, e, 0, 512);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isAtMost(RUNS);
  }
}
