package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Products and convolutions that are finished in the cache, beside the definition. */
final class EpilogueTest {
  private static final double TOLERANCE = 1e-5;
  private static final int OFFSET = 3;
  private static final float LOW = -0.25f;
  private static final float HIGH = 0.75f;

  /** What is given, chosen at random, and the numbers. */
  private static final class Choice {
    final boolean scales;
    final boolean shifts;
    final boolean adds;
    final boolean low;
    final boolean high;
    final float[] scale;
    final float[] shift;
    final float[] added;

    Choice(Random random, int vector, int size) {
      scales = random.nextBoolean();
      shifts = random.nextBoolean();
      adds = random.nextBoolean();
      low = random.nextBoolean();
      high = random.nextBoolean();
      scale = Samples.floats(random.nextLong(), OFFSET + vector);
      shift = Samples.floats(random.nextLong(), OFFSET + vector);
      added = Samples.floats(random.nextLong(), OFFSET + size);
    }

    Epilogue epilogue() {
      Epilogue epilogue = Epilogue.of();
      if (scales) {
        epilogue.scale(scale, OFFSET);
      }
      if (shifts) {
        epilogue.shift(shift, OFFSET);
      }
      if (adds) {
        epilogue.add(added, OFFSET);
      }
      if (low) {
        epilogue.atLeast(LOW);
      }
      return high ? epilogue.atMost(HIGH) : epilogue;
    }

    double finished(double x, int position, int within) {
      double sum =
          x * (scales ? scale[OFFSET + position] : 1)
              + (shifts ? shift[OFFSET + position] : 0)
              + (adds ? added[OFFSET + within] : 0);
      return Math.min(Math.max(sum, low ? LOW : sum), high ? HIGH : Double.POSITIVE_INFINITY);
    }
  }

  @Test
  void convolutionsAreFinishedByFilter() {
    Random random = new Random(1);
    for (int trial = 0; trial < 200; trial++) {
      int groups = 1 + random.nextInt(2);
      int channels = groups * (1 + random.nextInt(3));
      int filters = groups * (1 + random.nextInt(8));
      Convolution conv =
          new Convolution(channels, 3 + random.nextInt(40), 3 + random.nextInt(40), filters, 3, 2)
              .stride(1 + random.nextInt(2), 1 + random.nextInt(2))
              .padding(random.nextInt(2), 1, 1, random.nextInt(2))
              .groups(groups);
      checkConvolution(random, conv, channels, filters);
    }
  }

  @Test
  void convolutionsByWinogradAreFinishedByFilter() {
    Random random = new Random(4);
    for (int trial = 0; trial < 20; trial++) {
      int filters = 1 + random.nextInt(20);
      int size = 1 + random.nextInt(20);
      Convolution conv = new Convolution(3, size, 9, filters, 3, 3).padding(1, 1, 1, 1).winograd(1);
      checkConvolution(random, conv, 3, filters);
    }
  }

  @Test
  void convolutionsOfTheWholeImageAreFinishedByFilter() {
    Random random = new Random(3);
    for (int trial = 0; trial < 20; trial++) {
      int filters = 1 + random.nextInt(40);
      checkConvolution(random, new Convolution(3, 5, 4, filters, 5, 4), 3, filters);
    }
  }

  private static void checkConvolution(Random random, Convolution conv, int channels, int filters) {
    int batch = 1 + random.nextInt(3);
    int pixels = conv.outputHeight() * conv.outputWidth();
    float[] x = Samples.floats(random.nextLong(), batch * channels * conv.layout.plane());
    float[] w = Samples.floats(random.nextLong(), filters * conv.depth());
    int size = batch * filters * pixels;
    Choice choice = new Choice(random, filters, size);
    int units = conv.forwardUnits(batch);
    float[] plain = new float[OFFSET + size];
    conv.forward(0, units, x, 0, w, 0, plain, OFFSET);
    float[] whole = new float[OFFSET + size];
    conv.forward(0, units, x, 0, w, 0, whole, OFFSET, choice.epilogue());
    float[] cut = new float[OFFSET + size];
    for (int unit = 0; unit < units; unit++) {
      conv.forward(unit, unit + 1, x, 0, w, 0, cut, OFFSET, choice.epilogue());
    }
    double[] wanted = new double[OFFSET + size];
    for (int i = 0; i < size; i++) {
      wanted[OFFSET + i] = choice.finished(plain[OFFSET + i], i / pixels % filters, i);
    }
    assertThat(Samples.firstDifference(whole, wanted, TOLERANCE)).isNull();
    assertThat(cut).isEqualTo(whole);
  }

  @Test
  void productsAreFinishedByColumnOrByRow() {
    Random random = new Random(2);
    for (int trial = 0; trial < 200; trial++) {
      int m = 1 + random.nextInt(90) + (trial % 20 == 0 ? 380 : 0);
      int n = 1 + random.nextInt(400);
      int k = 1 + random.nextInt(40);
      float[] a = Samples.floats(random.nextLong(), m * k);
      float[] b = Samples.floats(random.nextLong(), n * k);
      int row = n + random.nextInt(3);
      int size = m * row;
      boolean rows = random.nextBoolean();
      Choice choice = new Choice(random, rows ? m : n, size);
      int units = Gemm.units(m, n, k);
      float[] plain = new float[OFFSET + size];
      Gemm.multiply(0, units, m, n, k, a, 0, k, 1, b, 0, n, 1, plain, OFFSET, row, false);
      double[] wanted = new double[OFFSET + size];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          int within = i * row + j;
          wanted[OFFSET + within] = choice.finished(plain[OFFSET + within], rows ? i : j, within);
        }
      }
      float[] whole = product(units, m, n, k, a, b, row, size, choice, rows);
      assertThat(Samples.firstDifference(whole, wanted, TOLERANCE)).isNull();
      assertThat(product(1, m, n, k, a, b, row, size, choice, rows)).isEqualTo(whole);
    }
  }

  private static float[] product(
      int chunk,
      int m,
      int n,
      int k,
      float[] a,
      float[] b,
      int row,
      int size,
      Choice choice,
      boolean rows) {
    float[] c = new float[OFFSET + size];
    int units = Gemm.units(m, n, k);
    for (int from = 0; from < units; from += chunk) {
      Epilogue epilogue = choice.epilogue();
      int to = Math.min(units, from + chunk);
      Gemm.multiply(
          from,
          to,
          m,
          n,
          k,
          a,
          0,
          k,
          1,
          b,
          0,
          n,
          1,
          c,
          OFFSET,
          row,
          rows ? epilogue.alongRows() : epilogue);
    }
    return c;
  }

  @Test
  void notANumberStaysOne() {
    float[] a = {Float.NaN, 1};
    float[] c = new float[2];
    Epilogue epilogue = Epilogue.of().shift(new float[] {1}, 0).atLeast(0).atMost(6);
    Gemm.multiply(0, 1, 2, 1, 1, a, 0, 1, 1, new float[] {1}, 0, 1, 1, c, 0, 1, epilogue);
    assertThat(c).isEqualTo(new float[] {Float.NaN, 2});
  }
}
