package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

final class MathsTest {
  @Test
  void erfAgreesWithPython() throws IOException {
    for (String line : lines()) {
      String[] words = line.split(" ", 2);
      double x = Double.parseDouble(words[0]);
      double wanted = Double.parseDouble(words[1]);
      assertWithMessage("erf(%s)", x)
          .that(Maths.erf(x))
          .isWithin(4e-16 + 1e-15 * wanted)
          .of(wanted);
      assertThat(Maths.erf(-x)).isEqualTo(-Maths.erf(x));
    }
  }

  @Test
  void floatErfIsTheRoundedOne() {
    for (float x = -5; x < 5; x += 0.0007f) {
      assertWithMessage("erf(%s)", x)
          .that((double) Maths.erf(x))
          .isWithin(1e-7 * Math.abs(Maths.erf((double) x)))
          .of(Maths.erf((double) x));
    }
  }

  @Test
  void erfKeepsWhatIsSpecial() {
    assertThat(Maths.erf(Float.NaN)).isNaN();
    assertThat(Maths.erf(Double.NaN)).isNaN();
    assertThat(Maths.erf(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Maths.erf(Double.POSITIVE_INFINITY)).isEqualTo(1.0);
    assertThat(Maths.erf(-0f)).isEqualTo(-0f);
    assertThat(Maths.erf(1e-30f)).isWithin(1e-37f).of(1.1283792e-30f);
  }

  /** Units in the last place by which a function of arrays may miss the rounded one. */
  private static final double MOST_ULPS = 3;

  @Test
  void functionsOfArraysAreRightToAFewUlps() {
    float[] x = new float[200_003];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 100_000) / 2000f;
    }
    float[] y = new float[x.length];
    Maths.exp(x, 0, y, 0, x.length);
    assertClose("exp", x, y, StrictMath::exp);
    Maths.tanh(x, 0, y, 0, x.length);
    assertClose("tanh", x, y, StrictMath::tanh);
    Maths.sigmoid(x, 0, y, 0, x.length);
    assertClose("sigmoid", x, y, v -> 1 / (1 + StrictMath.exp(-v)));
    Maths.erf(x, 0, y, 0, x.length);
    assertClose("erf", x, y, Maths::erf);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) StrictMath.exp((i - 100_000) / 1200.0);
    }
    Maths.log(x, 0, y, 0, x.length);
    assertClose("log", x, y, StrictMath::log);
  }

  private static void assertClose(String name, float[] x, float[] y, DoubleUnaryOperator wanted) {
    for (int i = 0; i < x.length; i++) {
      double value = wanted.applyAsDouble(x[i]);
      assertWithMessage("%s(%s) of %s", name, x[i], value)
          .that(Math.abs(y[i] - value))
          .isAtMost(MOST_ULPS * Math.ulp((float) value));
    }
  }

  @Test
  void functionsOfArraysKeepWhatIsSpecial() {
    float inf = Float.POSITIVE_INFINITY;
    float[] x = {Float.NaN, inf, -inf, 0, -0f, 200, -200, 1e-30f, -1e-30f, 1e-42f};
    check(Maths::exp, x, Float.NaN, inf, 0, 1, 1, inf, 0, 1, 1, 1);
    check(Maths::tanh, x, Float.NaN, 1, -1, 0, -0f, 1, -1, 1e-30f, -1e-30f, 1e-42f);
    check(Maths::sigmoid, x, Float.NaN, 1, 0, 0.5f, 0.5f, 1, 0, 0.5f, 0.5f, 0.5f);
    float near = 1.1283792e-30f;
    check(Maths::erf, x, Float.NaN, 1, -1, 0, -0f, 1, -1, near, -near, 1.128e-42f);
    float[] y = new float[x.length];
    Maths.log(x, 0, y, 0, x.length);
    assertThat(y[0]).isNaN();
    assertThat(y[1]).isEqualTo(inf);
    assertThat(y[2]).isNaN();
    assertThat(y[3]).isEqualTo(-inf);
    assertThat(y[4]).isEqualTo(-inf);
    assertThat(y[6]).isNaN();
    assertThat((double) y[9]).isWithin(1e-5).of(Math.log(x[9]));
  }

  private interface ArrayFunction {
    void apply(float[] x, int xOffset, float[] y, int yOffset, int count);
  }

  private static void check(ArrayFunction function, float[] x, float... wanted) {
    float[] y = new float[x.length];
    function.apply(x, 0, y, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      if (Float.isNaN(wanted[i])) {
        assertThat(y[i]).isNaN();
      } else if (Float.isInfinite(wanted[i])) {
        assertThat(y[i]).isEqualTo(wanted[i]);
      } else {
        assertThat((double) y[i])
            .isWithin(1e-6 * Math.abs(wanted[i]) + 3 * Float.MIN_VALUE)
            .of(wanted[i]);
      }
    }
  }

  private static List<String> lines() throws IOException {
    try (InputStream stream = MathsTest.class.getResourceAsStream("erf.txt")) {
      String text = new String(stream.readAllBytes(), UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }
}
