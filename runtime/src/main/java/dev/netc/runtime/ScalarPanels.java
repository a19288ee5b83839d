package dev.netc.runtime;

import java.util.Arrays;

/**
 * A thread's scratch rows for products, and the inner loops over them.
 *
 * <p>HotSpot vectorises a loop over several arrays only if it reads all of them at the same index.
 * So the right operand is copied to rows that are arrays of their own, each used from its start,
 * and a row of the result is summed in another. On JDK 17 a loop body may hold four multiply-adds:
 * with eight it is not unrolled and not vectorised.
 */
final class ScalarPanels {
  /** The width of a panel: with {@link Gemm#DEPTH} rows it fills half a second-level cache. */
  static final int WIDTH = 512;

  private static final ThreadLocal<ScalarPanels> LOCAL = ThreadLocal.withInitial(ScalarPanels::new);

  /** Up to {@link Gemm#DEPTH} rows of the right operand. */
  final float[][] rows = new float[Gemm.DEPTH][];

  /** One row of the result. */
  final float[] sums = new float[WIDTH];

  private ScalarPanels() {}

  /** The calling thread's panels. */
  static ScalarPanels local() {
    return LOCAL.get();
  }

  /** Row {@code index} of the panel. */
  float[] row(int index) {
    float[] row = rows[index];
    if (row == null) {
      row = new float[WIDTH];
      rows[index] = row;
    }
    return row;
  }

  /** C += A B, where C too has any strides. */
  void multiply(
      int m,
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
      int cRowStride,
      int cColumnStride) {
    for (int column = 0; column < n; column += WIDTH) {
      int width = Math.min(WIDTH, n - column);
      for (int depth = 0; depth < k; depth += Gemm.DEPTH) {
        int steps = Math.min(Gemm.DEPTH, k - depth);
        int bAt = bOffset + depth * bRowStride + column * bColumnStride;
        pack(width, steps, b, bAt, bRowStride, bColumnStride);
        for (int i = 0; i < m; i++) {
          sum(width, steps, a, aOffset + i * aRowStride + depth * aColumnStride, aColumnStride);
          add(width, c, cOffset + i * cRowStride + column * cColumnStride, cColumnStride);
        }
      }
    }
  }

  /** Copies a block of {@code steps} rows and {@code width} columns into the panel. */
  private void pack(int width, int steps, float[] b, int at, int rowStride, int columnStride) {
    for (int l = 0; l < steps; l++) {
      row(l);
    }
    if (columnStride == 1) {
      for (int l = 0; l < steps; l++) {
        System.arraycopy(b, at + l * rowStride, rows[l], 0, width);
      }
      return;
    }
    int l = 0;
    for (; l + 8 <= steps; l += 8) {
      pack8(width, l, b, at + l * rowStride, rowStride, columnStride);
    }
    for (; l < steps; l++) {
      float[] row = rows[l];
      for (int j = 0; j < width; j++) {
        row[j] = b[at + l * rowStride + j * columnStride];
      }
    }
  }

  /** Eight rows together: where B is transposed they share cache lines. */
  private void pack8(int width, int l, float[] b, int at, int rowStride, int columnStride) {
    float[] r0 = rows[l];
    float[] r1 = rows[l + 1];
    float[] r2 = rows[l + 2];
    float[] r3 = rows[l + 3];
    float[] r4 = rows[l + 4];
    float[] r5 = rows[l + 5];
    float[] r6 = rows[l + 6];
    float[] r7 = rows[l + 7];
    for (int j = 0; j < width; j++) {
      int from = at + j * columnStride;
      r0[j] = b[from];
      r1[j] = b[from + rowStride];
      r2[j] = b[from + 2 * rowStride];
      r3[j] = b[from + 3 * rowStride];
      r4[j] = b[from + 4 * rowStride];
      r5[j] = b[from + 5 * rowStride];
      r6[j] = b[from + 6 * rowStride];
      r7[j] = b[from + 7 * rowStride];
    }
  }

  /** sums = the first {@code steps} rows, weighted by elements of {@code a}. */
  void sum(int width, int steps, float[] a, int at, int stride) {
    float[] c = sums;
    Arrays.fill(c, 0, width, 0);
    int l = 0;
    for (; l + 4 <= steps; l += 4) {
      int from = at + l * stride;
      addRows(
          width,
          a[from],
          a[from + stride],
          a[from + 2 * stride],
          a[from + 3 * stride],
          rows[l],
          rows[l + 1],
          rows[l + 2],
          rows[l + 3],
          c);
    }
    for (; l < steps; l++) {
      addRow(width, a[at + l * stride], rows[l], c);
    }
  }

  private static void addRows(
      int width,
      float a0,
      float a1,
      float a2,
      float a3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] c) {
    for (int j = 0; j < width; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void addRow(int width, float a0, float[] b0, float[] c) {
    for (int j = 0; j < width; j++) {
      c[j] = Math.fma(a0, b0[j], c[j]);
    }
  }

  /** Adds the sums to a row of C. */
  void add(int width, float[] c, int at, int stride) {
    float[] s = sums;
    for (int j = 0; j < width; j++) {
      c[at + j * stride] += s[j];
    }
  }
}
