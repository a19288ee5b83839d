package dev.netc.runtime;

import java.util.Arrays;

/** The products of {@link VectorGemm} by plain loops: in the same order, so with the same bits. */
final class VectorPlainGemm {
  /** Products of different sizes have kernels of their own to wait for; some may share a demand. */
  private static final Demand[] DEMANDS = Demand.array(61, 2);

  private static final Demand BORDERS = new Demand(4);

  private VectorPlainGemm() {}

  /** Whether products of this size have so little to do that plain loops do. */
  static boolean takes(int m, int n, int k) {
    int size = (int) Math.min(Integer.MAX_VALUE, (long) m * n * k);
    return !DEMANDS[(m * 7 + n * 3 + k & Integer.MAX_VALUE) % DEMANDS.length].isGreat(size);
  }

  /** Whether the last columns, fewer than a vector, have so little to do. */
  static boolean takesBorder(int m, int width, int steps) {
    return !BORDERS.isGreat(m * width * steps);
  }

  /** See {@link VectorGemm#multiply}. */
  static void multiply(
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
      boolean accumulate,
      Epilogue epilogue) {
    int part = VectorGemm.depth(k);
    for (int depth = 0; depth < k; depth += part) {
      block(
          m,
          n,
          Math.min(part, k - depth),
          a,
          aOffset + depth * aColumnStride,
          aRowStride,
          aColumnStride,
          b,
          bOffset + depth * bRowStride,
          bRowStride,
          bColumnStride,
          c,
          cOffset,
          cRowStride,
          accumulate || depth > 0);
    }
    epilogue.finishRows(0, m, n, c, cOffset, cRowStride);
  }

  /** So many steps that each sum of theirs is a chain. */
  static void block(
      int m,
      int n,
      int steps,
      float[] a,
      int aAt,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bAt,
      int bRowStride,
      int bColumnStride,
      float[] c,
      int cAt,
      int cRowStride,
      boolean add) {
    float[] sums = VectorScratch.local().tile(n);
    for (int i = 0; i < m; i++) {
      Arrays.fill(sums, 0, n, 0);
      for (int l = 0; l < steps; l++) {
        float x = a[aAt + i * aRowStride + l * aColumnStride];
        add(n, x, b, bAt + l * bRowStride, bColumnStride, sums);
      }
      int at = cAt + i * cRowStride;
      for (int j = 0; j < n; j++) {
        c[at + j] = add ? c[at + j] + sums[j] : sums[j];
      }
    }
  }

  private static void add(int n, float x, float[] b, int bAt, int bStride, float[] sums) {
    if (bStride == 1) {
      for (int j = 0; j < n; j++) {
        sums[j] = Math.fma(x, b[bAt + j], sums[j]);
      }
    } else {
      for (int j = 0; j < n; j++) {
        sums[j] = Math.fma(x, b[bAt + j * bStride], sums[j]);
      }
    }
  }

  /** See {@link VectorGemm#dots}. */
  static void dots(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      float[] b,
      int bOffset,
      int bColumnStride,
      float[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate,
      Epilogue epilogue) {
    int whole = k / VectorTiles.LANES * VectorTiles.LANES;
    float[] lanes = VectorScratch.local().lanes(VectorTiles.LANES);
    for (int i = 0; i < m; i++) {
      int aAt = aOffset + i * aRowStride;
      for (int j = 0; j < n; j++) {
        int bAt = bOffset + j * bColumnStride;
        Arrays.fill(lanes, 0, VectorTiles.LANES, 0);
        for (int l = 0; l < whole; l += VectorTiles.LANES) {
          add(a, aAt + l, b, bAt + l, lanes);
        }
        float sum = VectorDots.sum(lanes, 0);
        for (int l = whole; l < k; l++) {
          sum = Math.fma(a[aAt + l], b[bAt + l], sum);
        }
        int at = cOffset + i * cRowStride + j;
        c[at] = accumulate ? c[at] + sum : sum;
      }
    }
    epilogue.finishRows(0, m, n, c, cOffset, cRowStride);
  }

  private static void add(float[] a, int aAt, float[] b, int bAt, float[] lanes) {
    for (int lane = 0; lane < VectorTiles.LANES; lane++) {
      lanes[lane] = Math.fma(a[aAt + lane], b[bAt + lane], lanes[lane]);
    }
  }
}
