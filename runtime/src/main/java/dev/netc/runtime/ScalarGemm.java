package dev.netc.runtime;

import java.util.Arrays;

/**
 * Matrix products of float arrays in plain loops, see {@link Gemm}.
 *
 * <p>The paths differ in what is adjacent in the inner loop: the columns, the rows if there are few
 * columns, or nothing. On every path an element is the same sum in the same order.
 */
final class ScalarGemm {
  /** Loops shorter than this gain nothing from vectors. */
  private static final int MIN_WIDTH = 16;

  /** Loops shorter than this gain from being longer. */
  private static final int GOOD_WIDTH = 128;

  /** With fewer rows than this, a transposed B costs more to copy than it saves. */
  private static final int MIN_ROWS_TO_TRANSPOSE = 4;

  private ScalarGemm() {}

  /** C = A B, or C += A B. */
  static void multiply(
      int rows,
      int n,
      int k,
      float[] a,
      int aStart,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bOffset,
      int bRowStride,
      int bColumnStride,
      float[] c,
      int cStart,
      int cRowStride,
      boolean accumulate) {
    if (!accumulate) {
      for (int i = 0; i < rows; i++) {
        int start = cStart + i * cRowStride;
        Arrays.fill(c, start, start + n, 0);
      }
    }
    boolean transposing = bColumnStride != 1 && rows < MIN_ROWS_TO_TRANSPOSE;
    if (isTall(rows, n)) {
      ScalarPanels.local()
          .multiply(
              n,
              rows,
              k,
              b,
              bOffset,
              bColumnStride,
              bRowStride,
              a,
              aStart,
              aColumnStride,
              aRowStride,
              c,
              cStart,
              1,
              cRowStride);
    } else if (n < MIN_WIDTH || transposing) {
      dots(
          rows,
          n,
          k,
          a,
          aStart,
          aRowStride,
          aColumnStride,
          b,
          bOffset,
          bRowStride,
          bColumnStride,
          c,
          cStart,
          cRowStride);
    } else {
      ScalarPanels.local()
          .multiply(
              rows,
              n,
              k,
              a,
              aStart,
              aRowStride,
              aColumnStride,
              b,
              bOffset,
              bRowStride,
              bColumnStride,
              c,
              cStart,
              cRowStride,
              1);
    }
  }

  /** True if the inner loop runs along the rows of C rather than its columns. */
  private static boolean isTall(int rows, int n) {
    return rows >= MIN_WIDTH && (n < MIN_WIDTH || (n < GOOD_WIDTH && rows >= 2 * n));
  }

  /** C += A B without copies: four elements of C at a time, each in a variable. */
  private static void dots(
      int rows,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bOffset,
      int bRowStride,
      int bColumnStride,
      float[] c,
      int cOffset,
      int cRowStride) {
    for (int depth = 0; depth < k; depth += Gemm.DEPTH) {
      int steps = Math.min(Gemm.DEPTH, k - depth);
      for (int i = 0; i < rows; i++) {
        int aAt = aOffset + i * aRowStride + depth * aColumnStride;
        int cAt = cOffset + i * cRowStride;
        int bAt = bOffset + depth * bRowStride;
        int j = 0;
        for (; j + 4 <= n; j += 4) {
          dots4(steps, a, aAt, aColumnStride, b, bAt, bRowStride, bColumnStride, c, cAt + j);
          bAt += 4 * bColumnStride;
        }
        for (; j < n; j++) {
          c[cAt + j] += dot(steps, a, aAt, aColumnStride, b, bAt, bRowStride);
          bAt += bColumnStride;
        }
      }
    }
  }

  private static void dots4(
      int steps,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      int bColumnStride,
      float[] c,
      int cAt) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int b1 = bAt + bColumnStride;
    int b2 = b1 + bColumnStride;
    int b3 = b2 + bColumnStride;
    for (int l = 0; l < steps; l++) {
      float x = a[aAt + l * aStride];
      int step = l * bStride;
      s0 = Math.fma(x, b[bAt + step], s0);
      s1 = Math.fma(x, b[b1 + step], s1);
      s2 = Math.fma(x, b[b2 + step], s2);
      s3 = Math.fma(x, b[b3 + step], s3);
    }
    c[cAt] += s0;
    c[cAt + 1] += s1;
    c[cAt + 2] += s2;
    c[cAt + 3] += s3;
  }

  private static float dot(
      int steps, float[] a, int aAt, int aStride, float[] b, int bAt, int bStride) {
    float sum = 0;
    for (int l = 0; l < steps; l++) {
      sum = Math.fma(a[aAt + l * aStride], b[bAt + l * bStride], sum);
    }
    return sum;
  }
}
