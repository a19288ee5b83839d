package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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

  private static List<String> lines() throws IOException {
    try (InputStream stream = MathsTest.class.getResourceAsStream("erf.txt")) {
      String text = new String(stream.readAllBytes(), UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }
}
