package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class GemmTest {
  /** Rounding of sums of up to a thousand products of numbers below one. */
  private static final double TOLERANCE = 1e-4;

  private static final int OFFSET = 5;

  @Test
  void multipliesAsTheDefinitionSays() {
    Random random = new Random(1);
    for (int trial = 0; trial < 300; trial++) {
      new Problem(random, 1 + random.nextInt(40), 1 + random.nextInt(60), random.nextInt(70))
          .check();
    }
  }

  /** Runs with vectors of four lanes too, where each multiply-add is slow. */
  @Test
  @Tag("narrow-vectors")
  void multipliesALittle() {
    Random random = new Random(5);
    for (int trial = 0; trial < 40; trial++) {
      new Problem(random, 16 + random.nextInt(9), 1 + random.nextInt(20), 1 + random.nextInt(12))
          .check();
    }
  }

  @Test
  void multipliesOneRowAndOneStep() {
    Random random = new Random(6);
    for (int trial = 0; trial < 60; trial++) {
      new Problem(random, 1, 1 + random.nextInt(400), 1 + random.nextInt(300)).check();
      new Problem(random, 1 + random.nextInt(12), 1 + random.nextInt(200), 1).check();
    }
  }

  @Test
  void multipliesWhatSpansSeveralBlocks() {
    Random random = new Random(2);
    new Problem(random, 3, 1100, 300).check();
    new Problem(random, 600, 10, 700).check();
    new Problem(random, 33, 40, 1000).check();
    new Problem(random, 2, 7, 600).check();
    for (int trial = 0; trial < 6; trial++) {
      new Problem(random, 780 + trial, 70 + 9 * trial, 300).check();
    }
  }

  @Test
  void bitsDoNotDependOnHowUnitsAreCut() {
    Random random = new Random(3);
    for (int trial = 0; trial < 66; trial++) {
      int m = (trial < 60 ? 20 : 360) + random.nextInt(90);
      Problem problem = new Problem(random, m, 1 + random.nextInt(220), random.nextInt(600));
      float[] whole = problem.run(1000);
      assertThat(problem.run(1)).isEqualTo(whole);
      assertThat(problem.run(2)).isEqualTo(whole);
    }
  }

  @Test
  void multipliesByPanels() {
    Random random = new Random(4);
    for (int trial = 0; trial < 100; trial++) {
      int width = trial % 2 == 0 ? 32 : 1 + random.nextInt(40);
      int panels = 1 + random.nextInt(5);
      int m = 1 + random.nextInt(40);
      int k = 1 + random.nextInt(trial < 90 ? 60 : 600);
      checkPanels(random, panels, m, width, k);
    }
    checkPanels(random, 2, 400, 32, 300);
    for (int m = 8; m <= 96; m += 8) {
      checkPanels(random, 3, m, 32, m + 161);
    }
  }

  private static void checkPanels(Random random, int panels, int m, int width, int k) {
    int n = panels * width;
    float[] a = Samples.floats(random.nextLong(), OFFSET + m * k);
    float[] b = Samples.floats(random.nextLong(), OFFSET + k * n);
    float[] added = Samples.floats(random.nextLong(), OFFSET + m * n);
    float[] c = Samples.floats(random.nextLong(), OFFSET + m * n);
    float[] cut = c.clone();
    boolean adds = random.nextBoolean();
    double[] wanted = new double[c.length];
    for (int i = 0; i < OFFSET; i++) {
      wanted[i] = c[i];
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = OFFSET + i * n + j;
        double sum = adds ? added[at] : c[at];
        for (int l = 0; l < k; l++) {
          int panel = j / width;
          sum += (double) a[OFFSET + i * k + l] * b[OFFSET + (panel * k + l) * width + j % width];
        }
        wanted[at] = sum;
      }
    }
    for (float[] result : new float[][] {c, cut}) {
      int units = Gemm.panelUnits(panels, m);
      int chunk = result == c ? units : 1;
      for (int from = 0; from < units; from += chunk) {
        int to = from + chunk;
        if (adds) {
          Epilogue epilogue = Epilogue.of().add(added, OFFSET);
          Gemm.panels(
              from, to, panels, m, width, k, a, OFFSET, k, 1, b, OFFSET, result, OFFSET, n,
              epilogue);
        } else {
          Gemm.panels(
              from, to, panels, m, width, k, a, OFFSET, k, 1, b, OFFSET, result, OFFSET, n, true);
        }
      }
    }
    assertThat(Samples.firstDifference(c, wanted, TOLERANCE)).isNull();
    assertThat(cut).isEqualTo(c);
  }

  @Test
  void multipliesWhatRunsAlongTheSum() {
    Random random = new Random(5);
    for (int trial = 0; trial < 80; trial++) {
      int m = 1 + random.nextInt(150);
      int n = 1 + random.nextInt(trial < 60 ? 300 : 20);
      Problem problem = new Problem(random, m, n, 20 + random.nextInt(600), 0, 1);
      problem.check();
      assertThat(problem.run(1)).isEqualTo(problem.run(1000));
    }
  }

  /** As the gradients of weights are: more rows than columns, and more steps than either. */
  @Test
  void multipliesWhereStepsAreAdjacent() {
    Random random = new Random(6);
    for (int trial = 0; trial < 40; trial++) {
      int m = 1 + random.nextInt(trial < 30 ? 120 : 500);
      int n = 1 + random.nextInt(trial < 30 ? 40 : 200);
      Problem problem = new Problem(random, m, n, 1 + random.nextInt(900), 1, 0);
      problem.check();
      assertThat(problem.run(1)).isEqualTo(problem.run(1000));
    }
  }

  @Test
  void multipliesDoubles() {
    double[] a = {1, 2, 3, 4, 5, 6};
    double[] b = {7, 8, 9, 10, 11, 12};
    double[] c = {100, 0, 0, 0};
    Gemm.multiply(0, 1, 2, 2, 3, a, 0, 3, 1, b, 0, 2, 1, c, 0, 2, true);
    assertThat(c).isEqualTo(new double[] {158, 64, 139, 154});
    Gemm.multiply(0, 1, 2, 2, 3, a, 0, 3, 1, b, 0, 1, 3, c, 0, 2, false);
    assertThat(c).isEqualTo(new double[] {50, 68, 122, 167});
  }

  /** A product with random strides and what surrounds C in its array. */
  private static final class Problem {
    final int m;
    final int n;
    final int k;
    private final float[] a;
    private final float[] b;
    private final int[] aStrides;
    private final int[] bStrides;
    private final int cStride;
    private final boolean accumulate;
    private final float[] before;

    Problem(Random random, int m, int n, int k) {
      this(random, m, n, k, random.nextInt(3), random.nextInt(3));
    }

    Problem(Random random, int m, int n, int k, int aKind, int bKind) {
      this.m = m;
      this.n = n;
      this.k = k;
      this.aStrides = strides(random, m, k, aKind);
      this.bStrides = strides(random, k, n, bKind);
      this.cStride = n + random.nextInt(3);
      this.accumulate = random.nextBoolean();
      this.a = Samples.floats(random.nextLong(), OFFSET + 2 * (m + 2) * (k + 2));
      this.b = Samples.floats(random.nextLong(), OFFSET + 2 * (n + 2) * (k + 2));
      this.before = Samples.floats(random.nextLong(), OFFSET + m * cStride);
    }

    private static int[] strides(Random random, int rows, int columns, int kind) {
      int gap = random.nextInt(3);
      return switch (kind) {
        case 0 -> new int[] {columns + gap, 1};
        case 1 -> new int[] {1, rows + gap};
        default -> new int[] {2 * columns + 1, 2};
      };
    }

    float[] run(int chunk) {
      float[] c = before.clone();
      int units = Gemm.units(m, n, k);
      for (int from = 0; from < units; from += chunk) {
        int to = Math.min(units, from + chunk);
        Gemm.multiply(
            from,
            to,
            m,
            n,
            k,
            a,
            OFFSET,
            aStrides[0],
            aStrides[1],
            b,
            OFFSET,
            bStrides[0],
            bStrides[1],
            c,
            OFFSET,
            cStride,
            accumulate);
      }
      return c;
    }

    void check() {
      double[] wanted = new double[before.length];
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = before[i];
      }
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = accumulate ? wanted[OFFSET + i * cStride + j] : 0;
          for (int l = 0; l < k; l++) {
            sum +=
                (double) a[OFFSET + i * aStrides[0] + l * aStrides[1]]
                    * b[OFFSET + l * bStrides[0] + j * bStrides[1]];
          }
          wanted[OFFSET + i * cStride + j] = sum;
        }
      }
      assertThat(Samples.firstDifference(run(1000), wanted, TOLERANCE)).isNull();
    }
  }
}
